// What the Teams page knows: who you are, where you look, and what the server last said you see.

import { oneAtATime } from "../once.js";
import { whenReleased } from "../pressed.js";

const known = JSON.parse(document.getElementById("known").textContent);
const REMEMBERED = `playground:teams:${known.team.id}`;
const EMPTY = { conversations: {}, chat: null, dialog: null, installed: true, blocked: false };

export const store = {
  known,
  me: null, // a person's id
  place: "chat", // "chat", or a channel's id
  reply: null, // in a channel: the message that is answered
  data: EMPTY,
  read: {},
};

const listeners = [];
export const onChange = (listener) => listeners.push(listener);
const tell = () => listeners.forEach((listener) => listener(store));
export const changed = () => whenReleased(tell);

export const people = () => Object.values(known.people).sort((one, other) => one.place - other.place);

export function restore() {
  const kept = JSON.parse(localStorage.getItem(REMEMBERED) || "{}");
  store.me = known.people[kept.me] ? kept.me : people()[0].id;
  store.place = kept.place || "chat";
  store.read = kept.started === known.started ? kept.read || {} : {};
}

export function remember() {
  const { me, place, read } = store;
  localStorage.setItem(REMEMBERED, JSON.stringify({ me, place, read, started: known.started }));
}

export function forget() {
  store.data = EMPTY;
  store.reply = null;
}

export const conversations = () => Object.values(store.data.conversations);
export const chat = () => store.data.conversations[store.data.chat];
export const current = () => (store.place === "chat" ? chat() : store.data.conversations[store.place]);

export function unread(conversation) {
  if (!conversation) return 0;
  const since = store.read[`${store.me}/${conversation.id}`] || known.started;
  return conversation.messages.filter((one) => one.from !== store.me && one.at > since).length;
}

export function markRead(conversation) {
  const last = conversation.messages[conversation.messages.length - 1];
  if (last && last.at !== store.read[`${store.me}/${conversation.id}`]) {
    store.read[`${store.me}/${conversation.id}`] = last.at;
    remember();
  }
}

export async function get(path, query = {}) {
  const response = await fetch(`/control/teams/${path}?${new URLSearchParams(query)}`).catch(() => null);
  return response?.ok ? response.json() : null;
}

const SILENT = { ok: false, error: "The playground does not answer. Is it still running?" };

export async function post(path, body = {}) {
  const request = {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ user: store.me, ...body }),
  };
  const response = await fetch(`/control/teams/${path}`, request).catch(() => null);
  return response ? response.json() : SILENT;
}

// Asks the server what you see.
export const refresh = oneAtATime(ask);

async function ask() {
  const me = store.me;
  const data = await get("state", { user: me, most: 150 }); // nothing when it is gone for now: the stream comes back
  if (!data || me !== store.me) return undefined;
  store.data = data;
  if (data.started !== known.started) return location.reload(); // somebody started afresh
  return changed();
}
