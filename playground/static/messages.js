// One message: who, when, what, with its blocks, files and the "…" menu of the app's shortcuts.

import { post } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { h, icon, menuAt, toast } from "./dom.js";
import { face } from "./faces.js";
import { dayOf, mrkdwn, plain, timeOf } from "./mrkdwn.js";
import { refresh, store } from "./state.js";
import { Surface } from "./surface.js";

const QUIET = 5 * 60; // seconds within which one person's messages stand together
const drawn = new Map(); // ts -> [what was drawn, its node, its surface]

export function drawMessages(channel) {
  let before = null;
  let lastDay = null;
  const nodes = [];
  const { top, replies } = threaded(channel.messages);
  for (const message of top) {
    const day = dayOf(message.ts);
    if (day !== lastDay) nodes.push(h("h2", { class: "day" }, h("span", {}, day)));
    lastDay = day;
    nodes.push(kept(channel, message, follows(before, message, day)));
    before = message;
    if (replies.has(message.ts)) {
      nodes.push(thread(channel, message, replies.get(message.ts)));
      before = null;
    }
  }
  return nodes;
}

// Replies stand under their message, not in the channel.
function threaded(messages) {
  const known = new Set(messages.map((one) => one.ts));
  const isReply = (one) => one.thread_ts && one.thread_ts !== one.ts && known.has(one.thread_ts);
  const replies = new Map();
  messages.filter(isReply).forEach((one) => replies.set(one.thread_ts, [...(replies.get(one.thread_ts) || []), one]));
  return { top: messages.filter((one) => !isReply(one)), replies };
}

const threads = new Map(); // ts -> its node, so that an open thread stays open

function thread(channel, parent, replies) {
  const name = `${store.me}/${channel.id}/${parent.ts}`;
  const node = threads.get(name) || h("details", { class: "thread" }, h("summary"), h("div"));
  threads.set(name, node);
  node.firstChild.textContent = replies.length === 1 ? "1 reply" : `${replies.length} replies`;
  node.lastChild.replaceChildren(...replies.map((one) => kept(channel, one, false)));
  return node;
}

function follows(before, message, day) {
  return (
    before &&
    before.user === message.user &&
    before.ephemeral === message.ephemeral &&
    dayOf(before.ts) === day &&
    Number(message.ts) - Number(before.ts) < QUIET &&
    !message.blocks.length
  );
}

// A message that did not change keeps its node, and with it whatever is being typed or chosen in it.
// That the server learned what was chosen here changes nothing: a button that is just being pressed must stay.
function kept(channel, message, following) {
  const { state, ...rest } = message;
  const key = JSON.stringify([rest, following, store.me]);
  const name = `${store.me}/${channel.id}/${message.ts}`;
  const old = drawn.get(name);
  if (old?.key === key && old.surface.learns(state.values)) return old.node;
  const surface = new Surface({ channel: channel.id, ts: message.ts }, state.values);
  if (old) surface.touched = old.surface.touched;
  const node = draw(channel, message, following, surface);
  drawn.set(name, { key, node, surface });
  return node;
}

function draw(channel, message, following, surface) {
  const person = store.known.people[message.user] || { name: message.user };
  const classes = ["message", following && "following", message.ephemeral && "ephemeral"].filter(Boolean).join(" ");
  return h(
    "article",
    { class: classes, "aria-label": `${person.name}, ${timeOf(message.ts)}`, data: { ts: message.ts } },
    following ? h("time", { class: "side" }, timeOf(message.ts).replace(/ [AP]M/, "")) : avatar(person),
    h(
      "div",
      { class: "content" },
      message.ephemeral && h("p", { class: "only" }, icon("eye"), "Only visible to you"),
      !following && head(message, person),
      h("div", { class: "blocks" }, body(message, surface), (message.files || []).map(file)),
      (message.reactions || []).map((one) => h("span", { class: "reaction" }, plain(`:${one.name}: `), one.count)),
    ),
    !message.ephemeral && more(channel, message),
  );
}

function head(message, person) {
  return h(
    "p",
    { class: "head" },
    h("b", {}, person.name),
    person.is_bot && h("span", { class: "tag" }, "App"),
    h("time", { datetime: new Date(message.ts * 1000).toISOString() }, timeOf(message.ts)),
    message.edited && h("span", { class: "quiet" }, "(edited)"),
  );
}

function body(message, surface) {
  if (message.blocks.length) return drawBlocks(message.blocks, surface);
  return message.text ? [h("div", { class: "words" }, mrkdwn(message.text))] : [];
}

function file(one) {
  const address = `/control/file/${one.id}?team=${store.known.team.id}`;
  if (one.mimetype.startsWith("image/")) {
    return h("figure", {}, h("figcaption", {}, one.title), h("img", { src: address, alt: one.title }));
  }
  return h("a", { class: "attachment", href: address, target: "_blank", rel: "noopener" }, icon("file"), one.title);
}

export function avatar(person) {
  const place = Object.keys(store.known.people).indexOf(person.id);
  return face(person.name, place, person.is_bot, person.id === store.known.app.bot_user && "K");
}

function more(channel, message) {
  const use = (shortcut) => async () => {
    const outcome = await post("shortcut", { callback_id: shortcut.callback_id, channel: channel.id, ts: message.ts });
    if (outcome.note || outcome.error) toast(outcome.note || outcome.error);
    await refresh();
  };
  const items = store.known.app.shortcuts
    .filter((one) => one.type === "message")
    .map((one) => ({
      label: one.name,
      about: store.known.app.name,
      act: use(one),
    }));
  if (!items.length) return null;
  const button = h(
    "button",
    {
      type: "button",
      class: "bare more",
      "aria-label": "More actions for this message",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      onclick: () => menuAt(button, items, "More actions"),
    },
    icon("more"),
  );
  return h("div", { class: "tools" }, button);
}
