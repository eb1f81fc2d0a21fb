// A list of messages that grows at its end, and stays there unless somebody scrolled up.

import { h } from "./dom.js";

// Stays at the end while pictures arrive, unless somebody scrolled up.
export function log(name) {
  const node = h("div", {
    class: "log",
    role: "log",
    "aria-live": "polite",
    "aria-label": `Messages in ${name}`,
    tabIndex: 0,
  });
  node.addEventListener("scroll", () => (node.dataset.end = atEnd(node) ? "yes" : ""));
  node.addEventListener("load", () => node.dataset.end && toEnd(node), true);
  return node;
}

export const atEnd = (node) => node.scrollHeight - node.scrollTop - node.clientHeight < 80;

export const toEnd = (body) => requestAnimationFrame(() => body.scrollTo(0, body.scrollHeight));

// Puts the wanted nodes in place and leaves those alone that stand where they should.
export function sync(parent, wanted) {
  const keep = new Set(wanted);
  [...parent.children].forEach((node) => keep.has(node) || node.remove());
  wanted.forEach(
    (node, place) => parent.children[place] !== node && parent.insertBefore(node, parent.children[place] || null),
  );
}
