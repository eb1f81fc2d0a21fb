// The pane in the middle: a channel's messages, or the app's Home and Messages tabs.

import { post } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { h, icon, keepingFocus, replace } from "./dom.js";
import { atEnd, log, sync, toEnd } from "./log.js";
import { avatar, drawMessages } from "./messages.js";
import { currentChannel, imId, markRead, refresh, store, unread } from "./state.js";
import { Surface } from "./surface.js";
import { composerFor } from "./typing.js";

let frame = ""; // which place the parts below are drawn for
let parts = null;
let home = { key: "", surface: null };

export function drawRoom(main, openTab) {
  const app = store.place === "app";
  const channel = store.data.channels[currentChannel()];
  const key = JSON.stringify([
    store.me,
    store.place,
    app && store.tab,
    channel?.name,
    channel?.topic,
    channel?.is_archived,
  ]);
  if (key !== frame) {
    frame = key;
    parts = build(app, channel, openTab);
    home = { key: "", surface: null };
    replace(main, parts.header, parts.body, parts.prompts, parts.composer);
  }
  if (app) drawTabs(parts.header, openTab);
  if (app && store.tab === "home") return drawHome(parts.body);
  if (parts.prompts) drawPrompts(parts.prompts);
  return drawLog(parts.body, channel);
}

function build(app, channel, openTab) {
  if (!app && !channel)
    return { header: null, body: h("p", { class: "empty" }, "You are not in this channel."), composer: null };
  const name = app ? store.known.app.name : channel.name;
  const isHome = app && store.tab === "home";
  const header = h(
    "header",
    { class: "room" },
    h(
      "h1",
      {},
      app ? avatar(store.known.people[store.known.app.bot_user]) : icon(channel.kind === "private" ? "lock" : "hash"),
      name,
    ),
    h("p", { class: "topic" }, app ? store.known.app.about : channel.topic),
    app && h("div", { class: "tabs", role: "tablist", "aria-label": name }),
  );
  const body = isHome
    ? h("div", { class: "home", id: "panel", role: "tabpanel", "aria-labelledby": "tab-home" })
    : log(name);
  const shut = app && store.known.app.read_only ? "This app does not read messages. Type its commands in a channel." : "";
  const closed = channel?.is_archived ? "This channel is archived." : shut;
  const typing = isHome
    ? null
    : closed
      ? h("p", { class: "empty" }, closed)
      : composerFor(app ? imId() : channel.id, app ? name : `#${name}`);
  const asks = app && !isHome && !closed && h("div", { class: "prompts" });
  return { header, body, prompts: asks || null, composer: typing, openTab };
}

// What the app suggests to ask, in its pane.
function drawPrompts(place) {
  const pane = store.data.pane;
  const key = JSON.stringify(pane);
  if (place.dataset.key === key) return;
  place.dataset.key = key;
  const ask = (message) => post("message", { channel: imId(), text: message }).then(refresh);
  replace(
    place,
    pane?.title && h("span", { class: "quiet" }, pane.title),
    ...(pane?.prompts || []).map((one) => h("button", { type: "button", class: "button", onclick: () => ask(one.message) }, one.title)),
    pane?.status && h("span", { class: "quiet", role: "status" }, `${store.known.app.name} ${pane.status}`),
  );
}

// What I wrote, or what only I see because I asked for it.
const isMine = (message) => message && (message.user === store.me || message.ephemeral);
function drawTabs(header, openTab) {
  const count = unread(imId());
  const tab = (id, words) =>
    h(
      "button",
      {
        type: "button",
        role: "tab",
        id: `tab-${id}`,
        "aria-selected": String(store.tab === id),
        onclick: () => openTab(id),
        tabIndex: store.tab === id ? 0 : -1,
        onkeydown: (event) => arrow(event, id, openTab),
      },
      words,
    );
  keepingFocus(() =>
    replace(
      header.querySelector(".tabs"),
      tab("home", "Home"),
      tab("messages", ["Messages", count > 0 && store.tab !== "messages" && h("span", { class: "count" }, count)]),
    ),
  );
}

function arrow(event, id, openTab) {
  if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
  const other = id === "home" ? "messages" : "home";
  openTab(other);
  document.getElementById(`tab-${other}`).focus();
}

function drawHome(body) {
  const view = store.data.home;
  const key = view ? view.id + view.hash : "none";
  if (key === home.key) return;
  const surface = view && new Surface({ view_id: view.id }, view.state.values);
  if (surface && home.surface) surface.touched = home.surface.touched;
  home = { key, surface };
  const empty = h(
    "div",
    { class: "empty" },
    h("p", {}, `${store.known.app.name} has not drawn its Home yet.`),
    h("p", { class: "quiet" }, "It does so when it hears that you opened it. Is it running?"),
  );
  keepingFocus(() => replace(body, h("div", { class: "sheet" }, view ? drawBlocks(view.blocks, surface) : empty)));
}

function drawLog(body, channel) {
  const messages = channel?.messages || [];
  const wasAtEnd = atEnd(body);
  const last = messages[messages.length - 1]?.ts || "";
  const isNew = last !== body.dataset.last;
  keepingFocus(() => sync(body, messages.length ? drawMessages(channel) : [nothing()]));
  if (isNew && (wasAtEnd || !body.dataset.last || isMine(messages[messages.length - 1]))) toEnd(body);
  body.dataset.last = last;
  if (channel && document.visibilityState === "visible") markRead(channel.id);
}

function nothing() {
  return h("p", { class: "empty" }, "Nothing here yet. Type / to see what the app can do.");
}
