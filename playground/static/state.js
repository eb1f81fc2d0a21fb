// What the page knows: who you are, where you look, and what the server last said you see.

import { oneAtATime } from "./once.js";
import { whenReleased } from "./pressed.js";

const known = JSON.parse(document.getElementById("known").textContent);
const AGAIN = 1000; // milliseconds until a server that did not answer is asked again
const REMEMBERED = `playground:${known.team.id}`;

export const store = {
  known,
  me: null,
  place: null, // a channel's id, or "app"
  tab: "home", // of the app: "home" or "messages"
  data: { channels: {}, modals: [], home: null, notes: [] },
  read: {},
};

const listeners = [];
export const onChange = (listener) => listeners.push(listener);
const tell = () => listeners.forEach((listener) => listener(store));
export const changed = () => whenReleased(tell);

export function restore() {
  const kept = JSON.parse(localStorage.getItem(REMEMBERED) || "{}");
  const people = Object.values(known.people).filter((one) => !one.is_bot);
  store.me = known.people[kept.me] ? kept.me : people[0].id;
  store.place = kept.place || "app";
  store.tab = kept.tab || "home";
  store.read = kept.started === known.started ? kept.read || {} : {};
}

export function remember() {
  const { me, place, tab, read } = store;
  localStorage.setItem(REMEMBERED, JSON.stringify({ me, place, tab, read, started: known.started }));
}

export const imId = () => `D${store.me.slice(1)}`;
export const currentChannel = () => (store.place === "app" ? imId() : store.place);

export function unread(channelId) {
  const since = Number(store.read[`${store.me}/${channelId}`] || known.started);
  const messages = store.data.channels[channelId]?.messages || [];
  return messages.filter((one) => one.user !== store.me && Number(one.ts) > since).length;
}

export function markRead(channelId) {
  const messages = store.data.channels[channelId]?.messages || [];
  const last = messages[messages.length - 1];
  if (last && last.ts !== store.read[`${store.me}/${channelId}`]) {
    store.read[`${store.me}/${channelId}`] = last.ts;
    remember();
  }
}

// Asks the server what you see.
export const refresh = oneAtATime(ask);

async function ask() {
  const query = new URLSearchParams({ user: store.me, team: known.team.id, most: 150 });
  const me = store.me;
  const response = await fetch(`/control/state?${query}`).catch(() => null);
  if (me !== store.me) return undefined; // whoever they became is asked for by then
  if (!response?.ok) return void setTimeout(refresh, AGAIN); // gone for now
  store.data = await response.json();
  if (store.data.started !== known.started) return location.reload(); // somebody started afresh
  return changed();
}
