// The pane in the middle: a chat or a channel, its messages, and where one types.

import { composer } from "../composer.js";
import { h, icon, keepingFocus, menuAt, replace, toast } from "../dom.js";
import { face } from "../faces.js";
import { atEnd, log, sync, toEnd } from "../log.js";
import { drawMessages, nameOf } from "./messages.js";
import { changed, current, markRead, post, refresh, store } from "./state.js";

let frame = ""; // which place the parts below are drawn for
let parts = null;

export function drawRoom(main) {
  const room = current();
  const { installed, blocked } = store.data;
  const key = JSON.stringify([store.me, store.place, store.reply, room?.name, room?.topic, installed, blocked]);
  if (key !== frame) {
    const kept = frame && JSON.parse(frame)[1] === store.place ? document.getElementById("composer")?.value : "";
    frame = key;
    parts = room ? build(room) : { body: h("p", { class: "empty" }, "You do not see this channel.") };
    replace(main, parts.header, parts.body, parts.foot);
    if (kept && document.getElementById("composer")) document.getElementById("composer").value = kept;
    if (store.reply) document.getElementById("composer")?.focus();
  }
  if (room) drawLog(parts.body, room);
}

function build(room) {
  const personal = room.kind === "personal";
  const { app } = store.known;
  const header = h(
    "header",
    { class: "room" },
    h("h1", {}, personal ? face(app.name, 0, true, "K") : icon("hash"), room.name),
    h("p", { class: "topic" }, personal ? app.about : room.topic),
    personal && store.data.installed && appMenu(app),
  );
  return { header, body: log(room.name), foot: foot(room, personal) };
}

function foot(room, personal) {
  const { app } = store.known;
  const { installed, blocked } = store.data;
  if (personal && !installed && store.known.people[store.me].role === "guest")
    return h("p", { class: "empty" }, `Guests cannot add apps. Mention @${app.name} in a channel.`);
  if (personal && !installed) return offer(`${app.name} is not added for you.`, `Add ${app.name}`, "install", {});
  if (personal && blocked) return offer(`You blocked ${app.name}.`, `Unblock ${app.name}`, "block", { blocked: false });
  return personal ? typing(`Message ${room.name}`, "Type a message", []) : channelTyping(room);
}

function offer(words, label, path, body) {
  const button = h("button", { type: "button", class: "button primary", onclick: () => act(path, body) }, label);
  return h("div", { class: "offer" }, h("p", {}, words), button);
}

// In a channel one begins a post, or answers one. The app hears what mentions it.
function channelTyping(room) {
  const { app } = store.known;
  const mention = {
    pattern: /(?:^|\s)@([^@\n]*)$/,
    items: (typed) =>
      [app]
        .filter((one) => one.name.toLowerCase().startsWith(typed.toLowerCase()))
        .map((one) => ({ label: one.name, about: "App", write: `@${one.name} ` })),
  };
  const answered = store.reply && room.messages.find((one) => one.id === store.reply);
  if (!answered) return typing(`Post in ${room.name}`, `Start a post. Mention @${app.name} to talk to it`, [mention]);
  const stop = () => {
    store.reply = null;
    changed();
  };
  return h(
    "div",
    { class: "replying" },
    h("p", {}, `Reply to ${nameOf(answered)}`),
    h("button", { type: "button", class: "bare", "aria-label": "Stop replying", onclick: stop }, icon("close")),
    typing(`Reply to ${nameOf(answered)}`, `Mention @${app.name} to talk to it`, [mention]),
  );
}

function typing(label, placeholder, completions) {
  const onsend = async (text) => {
    const place = store.place === "chat" ? {} : { channel: store.place };
    const outcome = await post("say", { text, ...place, ...(store.reply ? { reply_to: store.reply } : {}) });
    if (outcome.note) toast(outcome.note);
    await refresh();
    return outcome;
  };
  return composer({ label, placeholder, completions, onsend });
}

async function act(path, body) {
  const outcome = await post(path, body);
  if (outcome.note || outcome.error) toast(outcome.note || outcome.error);
  await refresh();
}

// What one can do with the app as a whole. It is told of all but the blocking.
function appMenu(app) {
  const items = [
    { label: `Update ${app.name}`, act: () => act("install", { action: "add-upgrade" }) },
    { label: `Block ${app.name}`, act: () => act("block", { blocked: true }) },
    { label: `Remove ${app.name}`, act: () => act("install", { action: "remove" }) },
  ];
  const button = h(
    "button",
    {
      type: "button",
      class: "bare",
      "aria-label": `More about ${app.name}`,
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      onclick: () => menuAt(button, items, `More about ${app.name}`),
    },
    icon("more"),
  );
  return button;
}

function drawLog(body, room) {
  const wasAtEnd = atEnd(body);
  const last = room.messages[room.messages.length - 1];
  const isNew = (last?.id || "") !== body.dataset.last;
  keepingFocus(() => sync(body, room.messages.length ? drawMessages(room) : [nothing(room)]));
  if (wasAtEnd || (isNew && (!body.dataset.last || last?.from === store.me))) toEnd(body); // a card may have grown
  body.dataset.last = last?.id || "";
  if (document.visibilityState === "visible") markRead(room);
}

function nothing(room) {
  if (room.kind !== "personal" || !store.data.installed) return h("p", { class: "empty" }, "Nothing here yet.");
  const commands = store.known.app.commands.map((one) =>
    h(
      "li",
      {},
      h("button", { type: "button", class: "button", onclick: () => act("say", { text: one.title }) }, one.title),
      h("span", { class: "quiet" }, one.description),
    ),
  );
  const words = h("p", {}, "Nothing here yet. Type one of these, or press it:");
  return h("div", { class: "empty" }, words, h("ul", { class: "commands" }, commands));
}
