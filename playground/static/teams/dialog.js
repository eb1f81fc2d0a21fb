// The dialog in front of the person you are: a card, or a sentence.

import { h, icon, keepingFocus, toast } from "../dom.js";
import { drawCard } from "./card.js";
import { Sheet } from "./sheet.js";
import { post, refresh, store } from "./state.js";

let dialog = null;
let drawn = "";
let sheet = null;

export function drawDialog() {
  const now = store.data.dialog;
  if (!now) return shut();
  const words = `${now.id}/${now.version}`;
  const fresh = sheet?.words !== words;
  if (fresh) sheet = new Sheet({}, words);
  const key = JSON.stringify([words, now.note, sheet.version]);
  if (key === drawn) return undefined;
  drawn = key;
  if (!dialog) open();
  const scroll = dialog.querySelector(".body")?.scrollTop;
  keepingFocus(() => dialog.replaceChildren(...content(now)));
  dialog.className = `modal ${["small", "large"].includes(now.width) ? `is-${now.width}` : ""}`;
  dialog.querySelector(".body").scrollTop = fresh ? 0 : scroll;
  if (fresh) start()?.focus();
  return undefined;
}

function shut() {
  dialog?.close();
  dialog?.remove();
  dialog = null;
  sheet = null;
  drawn = "";
}

function open() {
  dialog = h("dialog", { class: "modal", "aria-labelledby": "dialog-title", oncancel: cancel });
  document.body.append(dialog);
  dialog.showModal();
}

const start = () =>
  dialog.querySelector(".body :is(input, textarea, select)") || dialog.querySelector(".body .button, footer .button");

async function cancel(event) {
  event?.preventDefault();
  const outcome = await post("close");
  if (outcome.error) toast(outcome.error);
  await refresh();
}

function content(now) {
  const close = h("button", { type: "button", class: "button primary", onclick: cancel }, "Close");
  return [
    h(
      "header",
      {},
      h("h2", { id: "dialog-title" }, now.title),
      h("button", { type: "button", class: "bare", "aria-label": "Close", onclick: cancel }, icon("close")),
    ),
    h("div", { class: "trouble", role: "alert" }, now.note),
    h("div", { class: "body" }, now.card ? drawCard(now.card, sheet) : h("p", { class: "typed said" }, now.text)),
    !now.card && h("footer", {}, h("span", { class: "app" }, store.known.app.name), close),
  ].filter(Boolean);
}
