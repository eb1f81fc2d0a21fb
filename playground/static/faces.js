// The square with letters that stands for a person or an app. `place` gives each their own colour.

import { h } from "./dom.js";

export function face(name, place, isBot, letters) {
  const initials = name
    .replace(/[^\p{L} ]/gu, "")
    .split(" ")
    .filter((word) => /^\p{Lu}/u.test(word))
    .map((word) => word[0]);
  const node = h(
    "span",
    { class: `avatar ${isBot ? "bot" : ""}`, "aria-hidden": "true" },
    letters || initials.slice(0, 2).join("").toUpperCase(),
  );
  node.style.setProperty("--hue", (place * 67 + 20) % 360);
  return node;
}
