// Draws the Markdown that Teams knows as DOM nodes: bold, italic, links, lists, mentions and dates.
// Text always becomes a text node, so what people typed can never become markup.

import { h } from "../dom.js";

const SAFE = /^(https?:\/\/|mailto:)/i;

// Each way to mark words: what it looks like, and the node that it becomes.
const MARKS = [
  [/^\\([\\`*_{}[\]()#+\-.!~>|<])/, (found) => found[1]],
  [/^<at>(.*?)<\/at>/i, (found) => h("span", { class: "mention" }, found[1])],
  [/^\[([^\]]+)\]\(([^\s)]+)\)/, (found) => link(found[2], inline(found[1]))],
  [/^(\*\*|__)(?=\S)(.*?\S)\1/s, (found) => h("b", {}, inline(found[2]))],
  [/^\*(?=\S)([^*]*[^\s*])\*/s, (found) => h("i", {}, inline(found[1]))],
  [/^_(?=\S)([^_]*[^\s_])_(?![\p{L}\p{N}])/su, (found) => h("i", {}, inline(found[1]))],
  [/^\{\{(DATE|TIME)\(([^,)]+)(?:,\s*(\w+))?\)\}\}/, (found) => when(found[1], found[2].trim(), found[3])],
];
const SPECIAL = /[\\<[*_{]/;

export function inline(text) {
  const nodes = [];
  let plain = "";
  const flush = () => {
    if (plain) nodes.push(plain);
    plain = "";
  };
  for (let rest = text, before = ""; rest; ) {
    const [found, make] = marked(rest, before);
    if (found) {
      flush();
      nodes.push(make(found));
    } else plain += rest[0];
    const length = found ? found[0].length : 1;
    before = rest[length - 1];
    rest = rest.slice(length);
  }
  flush();
  return nodes;
}

function marked(rest, before) {
  if (!SPECIAL.test(rest[0]) || (rest[0] === "_" && /[\p{L}\p{N}]/u.test(before))) return [null];
  for (const [pattern, make] of MARKS) {
    const found = pattern.exec(rest);
    if (found) return [found, make];
  }
  return [null];
}

export function link(address, words) {
  if (!SAFE.test(address)) return h("span", {}, words);
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, words);
}

const SHAPES = {
  COMPACT: { dateStyle: "short" },
  SHORT: { weekday: "short", month: "short", day: "numeric", year: "numeric" },
  LONG: { dateStyle: "full" },
};

function when(kind, moment, shape = "COMPACT") {
  const date = new Date(moment);
  if (Number.isNaN(date.getTime())) return moment;
  const words =
    kind === "TIME"
      ? date.toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit" })
      : date.toLocaleDateString("en-US", SHAPES[shape] || SHAPES.COMPACT);
  return h("time", { datetime: date.toISOString() }, words);
}

const BULLET = /^\s*[-*+]\s+/;
const NUMBER = /^\s*\d+[.)]\s+/;

// Lines that begin alike belong together: bullets and numbered lists. An empty line begins another paragraph.
export function markdown(text) {
  const nodes = [];
  let lines = [];
  let kind = null;
  const flush = () => {
    if (lines.length) nodes.push(block(kind, lines));
    lines = [];
  };
  for (const line of text.replace(/\r\n?/g, "\n").split("\n")) {
    const is = BULLET.test(line) ? "ul" : NUMBER.test(line) ? "ol" : line.trim() ? "p" : null;
    if (is !== kind) flush();
    kind = is;
    if (is) lines.push(line);
  }
  flush();
  return nodes;
}

function block(kind, lines) {
  if (kind === "p") return h("p", {}, inline(lines.join(" ")));
  const start = kind === "ol" ? Number.parseInt(lines[0], 10) : undefined;
  return h(
    kind,
    { start },
    lines.map((line) => h("li", {}, inline(line.replace(kind === "ul" ? BULLET : NUMBER, "")))),
  );
}
