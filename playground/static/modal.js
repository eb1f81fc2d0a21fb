// The modal on top of the stack of the person you are.

import { post } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { h, icon, keepingFocus, toast } from "./dom.js";
import { inlineText } from "./mrkdwn.js";
import { refresh, store } from "./state.js";
import { Surface } from "./surface.js";

const surfaces = {}; // view_id -> what was typed there
let dialog = null;
let drawn = "";

export function drawModal() {
  const view = store.data.modals[store.data.modals.length - 1];
  if (!view) return closeDialog();
  const key = JSON.stringify([view.id, view.hash, view.errors, view.note]);
  if (key === drawn) return undefined;
  const same = dialog?.dataset.view === view.id;
  drawn = key;
  if (!dialog) open();
  const scroll = dialog.querySelector(".body")?.scrollTop;
  keepingFocus(() => dialog.replaceChildren(...content(view)));
  dialog.dataset.view = view.id;
  dialog.querySelector(".body").scrollTop = same ? scroll : 0;
  if (!same) start().focus();
  else if (Object.keys(view.errors).length) first(".wrong")?.focus();
  return undefined;
}

function closeDialog() {
  dialog?.close();
  dialog?.remove();
  dialog = null;
  drawn = "";
}

function open() {
  dialog = h("dialog", { class: "modal", "aria-labelledby": "modal-title", oncancel: cancel });
  document.body.append(dialog);
  dialog.showModal();
}

const first = (where) => dialog.querySelector(`${where} :is(input, textarea, select)`);
const start = () => dialog.querySelector("[autofocus]") || first(".is-input") || dialog.querySelector("footer .button");

function cancel(event) {
  event?.preventDefault();
  return act("close", {});
}

async function act(path, body) {
  if (!dialog || dialog.getAttribute("aria-busy")) return;
  dialog.setAttribute("aria-busy", "true");
  const outcome = await post(path, body);
  if (outcome.error) toast(outcome.error);
  dialog?.removeAttribute("aria-busy");
  await refresh();
}

function content(view) {
  const known = surfaces[view.id];
  const surface = (surfaces[view.id] = new Surface({ view_id: view.id }, view.state.values));
  if (known) surface.touched = known.touched;
  const submit = (event) => {
    event.preventDefault();
    if (view.submit) act("submit", { view_id: view.id, state: surface.touched });
  };
  const depth = store.data.modals.length;
  return [
    h(
      "form",
      { class: "sheet", novalidate: true, onsubmit: submit },
      h(
        "header",
        {},
        h("h2", { id: "modal-title" }, inlineText(view.title)),
        depth > 1 && h("p", { class: "quiet" }, `${depth} of up to 3`),
        h("button", { type: "button", class: "bare", "aria-label": "Close", onclick: cancel }, icon("close")),
      ),
      h("div", { class: "trouble", role: "alert" }, view.note),
      h("div", { class: "body" }, drawBlocks(view.blocks, surface, view.errors)),
      h(
        "footer",
        {},
        h("span", { class: "app" }, store.known.app.name),
        h(
          "button",
          { type: "button", class: "button", onclick: cancel },
          view.close ? inlineText(view.close) : "Cancel",
        ),
        view.submit && h("button", { type: "submit", class: "button primary" }, inlineText(view.submit)),
      ),
    ),
  ];
}
