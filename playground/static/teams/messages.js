// One message: who, when, what, with its cards, reactions and the "…" menu of the app's message extension.

import { h, icon, menuAt, toast } from "../dom.js";
import { face } from "../faces.js";
import { drawCard } from "./card.js";
import { markdown } from "./markdown.js";
import { changed, post, refresh, store } from "./state.js";
import { Sheet } from "./sheet.js";

const drawn = new Map(); // person/message -> what was drawn, its node and its sheets

export function drawMessages(room) {
  const roots = room.messages.filter((one) => !one.root);
  let day = null;
  return roots.flatMap((message) => {
    const today = dayOf(message.at);
    const line = today === day ? [] : [kept(`day/${room.id}/${message.id}`, today, () => dayLine(today))];
    day = today;
    const replies = room.messages.filter((one) => one.root === message.id);
    return [...line, shown(room, message), ...replies.map((one) => shown(room, one))];
  });
}

const dayLine = (words) => h("h2", { class: "day" }, h("span", {}, words));
const timeOf = (at) => new Date(at * 1000).toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit" });

function dayOf(at) {
  const date = new Date(at * 1000).toDateString();
  const back = (days) => new Date(Date.now() - days * 86_400_000).toDateString();
  if (date === back(0)) return "Today";
  if (date === back(1)) return "Yesterday";
  return new Date(at * 1000).toLocaleDateString("en-US", { weekday: "long", month: "long", day: "numeric" });
}

export const nameOf = (message) =>
  message.by_bot ? store.known.app.name : store.known.people[message.from]?.name || message.from;

// What did not change keeps its node, and with it whatever is being typed or chosen in it.
function kept(name, key, draw) {
  const old = drawn.get(`${store.me}/${name}`);
  if (old?.key === key) return old.node;
  const fresh = { key, node: draw(old) };
  drawn.set(`${store.me}/${name}`, { ...old, ...fresh });
  return fresh.node;
}

function shown(room, message) {
  const sheets = sheetsOf(message);
  const key = JSON.stringify([{ ...message, version: 0 }, sheets.map((one) => one.version)]);
  return kept(message.id, key, () => draw(room, message, sheets));
}

// A card that was replaced is a new one: what was typed into the old one is gone, as it is in Teams.
function sheetsOf(message) {
  const name = `${store.me}/${message.id}`;
  const old = drawn.get(name)?.sheets || [];
  const sheets = message.cards.map((card, number) => {
    const words = JSON.stringify(card);
    if (old[number]?.words === words) return old[number];
    return new Sheet({ message: message.id, card: number, version: message.version }, words);
  });
  drawn.set(name, { ...drawn.get(name), sheets });
  return sheets;
}

function draw(room, message, sheets) {
  const name = nameOf(message);
  const person = store.known.people[message.from];
  return h(
    "article",
    {
      class: `message ${message.root ? "reply" : ""}`,
      "aria-label": `${name}, ${timeOf(message.at)}`,
      data: { id: message.id },
    },
    face(name, person?.place ?? 0, message.by_bot, message.by_bot && "K"),
    h(
      "div",
      { class: "content" },
      head(message, name, person),
      message.text && h("div", { class: "words" }, words(message)),
      message.cards.map((card, number) => drawCard(card, sheets[number])),
      message.beside && beside(message),
      Object.entries(message.reactions).map(reaction),
      room.kind === "channel" && !message.root && replyButton(message),
    ),
    more(message),
  );
}

function head(message, name, person) {
  return h(
    "p",
    { class: "head" },
    h("b", {}, name),
    message.by_bot && h("span", { class: "tag" }, "App"),
    person?.role === "guest" && h("span", { class: "tag" }, "Guest"),
    h("time", { datetime: new Date(message.at * 1000).toISOString() }, timeOf(message.at)),
    message.edited && h("span", { class: "quiet" }, "Edited"),
    message.own && h("span", { class: "quiet" }, "Changed for you"),
  );
}

function words(message) {
  if (message.format !== "plain") return markdown(message.text);
  const app = `@${store.known.app.name}`;
  const mention = () => h("span", { class: "mention" }, app);
  const pieces = message.text.split(app).flatMap((piece, n) => (n ? [mention(), piece] : [piece]));
  return h("p", { class: "typed" }, pieces);
}

function beside(message) {
  const { text, failed } = message.beside;
  return h("p", { class: failed ? "beside failed" : "beside", role: failed ? "alert" : "status" }, text);
}

function reaction([kind, people]) {
  return h("span", { class: "reaction" }, `${kind[0].toUpperCase()}${kind.slice(1)} `, people.length);
}

function replyButton(message) {
  const reply = () => {
    store.reply = message.id;
    changed();
  };
  return h("button", { type: "button", class: "bare reply-to", onclick: reply }, "Reply");
}

async function act(path, body) {
  const outcome = await post(path, body);
  const note = outcome.error || (!outcome.dialog && outcome.note);
  if (note) toast(note);
  await refresh();
}

function more(message) {
  const liked = message.reactions.like?.includes(store.me);
  const { app } = store.known;
  const items = [
    ...app.extensions.map((one) => ({
      label: one.title,
      about: app.name,
      act: () => act("extension", { command: one.id, message: message.id }),
    })),
    {
      label: liked ? "Take back Like" : "Like",
      act: () => act("react", { message: message.id, reaction: "like", removed: Boolean(liked) }),
    },
  ];
  const button = h(
    "button",
    {
      type: "button",
      class: "bare more",
      id: `more-${message.id}`,
      "aria-label": "More actions for this message",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      onclick: () => menuAt(button, items, "More actions"),
    },
    icon("more"),
  );
  return h("div", { class: "tools" }, button);
}
