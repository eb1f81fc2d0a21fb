// Draws Slack's mrkdwn as DOM nodes: bold, italic, strike, code, quotes, lists, links, mentions, dates.

import { h } from "./dom.js";
import { store } from "./state.js";

const EMOJI = {
  white_check_mark: "✅",
  heavy_check_mark: "✔️",
  warning: "⚠️",
  bell: "🔔",
  calendar: "📅",
  memo: "📝",
  x: "❌",
  clock3: "🕒",
  hourglass: "⌛",
  bulb: "💡",
  tada: "🎉",
  eyes: "👀",
  pushpin: "📌",
  rotating_light: "🚨",
  large_blue_circle: "🔵",
  red_circle: "🔴",
  large_green_circle: "🟢",
  large_yellow_circle: "🟡",
  white_circle: "⚪",
  arrow_right: "➡️",
  arrow_up: "⬆️",
  arrow_down: "⬇️",
  lock: "🔒",
  wave: "👋",
  thumbsup: "👍",
  school: "🏫",
  busts_in_silhouette: "👥",
  bust_in_silhouette: "👤",
  clipboard: "📋",
  mag: "🔍",
  speech_balloon: "💬",
  chart_with_upwards_trend: "📈",
  bar_chart: "📊",
  paperclip: "📎",
  link: "🔗",
  house: "🏠",
  star: "⭐",
};
const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const unescape = (text) => text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);
const emoji = (text) => text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => EMOJI[name] || whole);

export const plain = (text) => emoji(unescape(text || ""));

const BEFORE = "(?<=^|[\\s(\\[{\"'“‘.,;:!?*_~—–-])";
const AFTER = "(?=$|[\\s)\\]}\"'”’.,;:!?*_~—–-])";
const marked = (mark) => new RegExp(`${BEFORE}\\${mark}(?! )([^\\${mark}\\n]*[^\\${mark}\\n ])\\${mark}${AFTER}`);

const INLINE = [
  [/<([^<>\n]+)>/, (found) => special(found[1])],
  [/`([^`\n]+)`/, (found) => h("code", {}, unescape(found[1]))],
  [marked("*"), (found) => h("strong", {}, inline(found[1]))],
  [marked("_"), (found) => h("em", {}, inline(found[1]))],
  [marked("~"), (found) => h("s", {}, inline(found[1]))],
];

export function inline(text) {
  const nodes = [];
  let rest = text;
  while (rest) {
    const first = earliest(rest);
    if (!first) return [...nodes, plain(rest)];
    const [found, draw] = first;
    if (found.index) nodes.push(plain(rest.slice(0, found.index)));
    nodes.push(draw(found));
    rest = rest.slice(found.index + found[0].length);
  }
  return nodes;
}

function earliest(text) {
  let best = null;
  for (const [pattern, draw] of INLINE) {
    const found = pattern.exec(text);
    if (found && (!best || found.index < best[0].index)) best = [found, draw];
  }
  return best;
}

const AUDIENCES = { here: "@here", channel: "@channel", everyone: "@everyone" };

function special(inside) {
  const [target, label] = split(inside);
  if (target.startsWith("@"))
    return mention("@", store.known.people[target.slice(1)]?.name || label || target.slice(1));
  if (target.startsWith("#"))
    return mention("#", store.known.channels[target.slice(1)]?.name || label || target.slice(1));
  if (target.startsWith("!date^")) return date(target, label);
  if (target.startsWith("!")) return mention("", AUDIENCES[target.slice(1)] || label || target, "loud");
  if (/^(https?|mailto|tel):/.test(target)) return link(unescape(target), label ? plain(label) : unescape(target));
  return `<${unescape(inside)}>`;
}

function split(inside) {
  const bar = inside.indexOf("|");
  return bar < 0 ? [inside, ""] : [inside.slice(0, bar), inside.slice(bar + 1)];
}

const mention = (mark, name, more = "") => h("span", { class: `mention ${more}` }, mark + plain(name));
const link = (href, words) => h("a", { href, target: "_blank", rel: "noopener noreferrer" }, words);

const DATES = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { month: "long", day: "numeric", year: "numeric" },
  date_short: { month: "short", day: "numeric", year: "numeric" },
  date_long: { weekday: "long", month: "long", day: "numeric", year: "numeric" },
  time: { hour: "numeric", minute: "2-digit" },
  time_secs: { hour: "numeric", minute: "2-digit", second: "2-digit" },
};

function date(target, fallback) {
  const [, unix, format, href] = target.split("^");
  const when = new Date(Number(unix) * 1000);
  if (Number.isNaN(when.getTime())) return plain(fallback);
  const words = format.replace(/\{(\w+)\}/g, (whole, name) => datePart(name, when) || whole);
  const node = h("time", { datetime: when.toISOString(), title: when.toString() }, plain(words));
  return href ? h("a", { href, target: "_blank", rel: "noopener noreferrer" }, node) : node;
}

function datePart(name, when) {
  const base = name.replace(/_pretty$/, "");
  if (base !== name && relative(when)) return relative(when);
  return DATES[base] && when.toLocaleString("en-US", { ...DATES[base], timeZone: myZone() });
}

function relative(when) {
  const day = (moment) => moment.toLocaleDateString("en-CA", { timeZone: myZone() });
  const days = Math.round((Date.parse(day(when)) - Date.parse(day(new Date()))) / 86400000);
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[days];
}

const myZone = () => store.known.people[store.me]?.tz || undefined;

export function timeOf(ts, options = DATES.time) {
  return new Date(Number(ts) * 1000).toLocaleString("en-US", { ...options, timeZone: myZone() });
}

export function dayOf(ts) {
  const when = new Date(Number(ts) * 1000);
  const near = relative(when);
  if (near) return near[0].toUpperCase() + near.slice(1);
  return timeOf(ts, { weekday: "long", month: "long", day: "numeric" });
}

// Lines that begin alike belong together: quotes, bullets and numbered lists.
const LINES = [
  [/^> ?/, (lines) => h("blockquote", {}, paragraphs(lines))],
  [
    /^\s*(?:•|◦|-|\*) +/,
    (lines) =>
      h(
        "ul",
        {},
        lines.map((line) => h("li", {}, inline(line))),
      ),
  ],
  [
    /^\s*\d+\. +/,
    (lines, first) =>
      h(
        "ol",
        { start: parseInt(first, 10) },
        lines.map((line) => h("li", {}, inline(line))),
      ),
  ],
];

export function mrkdwn(text) {
  return (text || "")
    .split("```")
    .flatMap((part, place) =>
      place % 2 ? [h("pre", {}, unescape(part.replace(/^\n/, "")))] : part.trim() || !place ? grouped(part) : [],
    );
}

function grouped(text) {
  const nodes = [];
  const lines = text.split("\n");
  while (lines.length) {
    const kind = LINES.find(([start]) => start.test(lines[0]));
    const end = lines.findIndex((line) => (kind ? !kind[0].test(line) : LINES.some(([start]) => start.test(line))));
    const taken = lines.splice(0, end < 0 ? lines.length : end);
    nodes.push(
      kind
        ? kind[1](
            taken.map((line) => line.replace(kind[0], "")),
            taken[0].trim(),
          )
        : paragraphs(taken),
    );
  }
  return nodes.flat();
}

function paragraphs(lines) {
  const nodes = lines.flatMap((line, place) => (place ? [h("br"), ...inline(line)] : inline(line)));
  return [h("p", {}, nodes)];
}

export function textObject(object) {
  if (!object) return [];
  return object.type === "mrkdwn" ? mrkdwn(object.text) : [h("p", {}, withBreaks(plainText(object)))];
}

export function inlineText(object) {
  if (!object) return [];
  return object.type === "mrkdwn" ? inline(object.text) : [plainText(object)];
}

const plainText = (object) => (object.emoji === false ? unescape(object.text) : plain(object.text));

const withBreaks = (text) => text.split("\n").flatMap((line, place) => (place ? [h("br"), line] : [line]));
