// Asks "are you sure?" where the app wants it asked.

import { h } from "./dom.js";
import { inlineText, textObject } from "./mrkdwn.js";

export function sure(confirm) {
  if (!confirm) return Promise.resolve(true);
  return new Promise((resolve) => {
    const end = (answer) => () => {
      dialog.close();
      dialog.remove();
      resolve(answer);
    };
    const kind = confirm.style === "danger" ? "danger" : "primary";
    const deny = h(
      "button",
      { type: "button", class: "button", onclick: end(false) },
      confirm.deny ? inlineText(confirm.deny) : "Cancel",
    );
    const agree = h(
      "button",
      { type: "button", class: `button ${kind}`, onclick: end(true) },
      confirm.confirm ? inlineText(confirm.confirm) : "Yes",
    );
    const dialog = h(
      "dialog",
      { class: "modal small", "aria-labelledby": "sure-title", oncancel: end(false) },
      h("header", {}, h("h2", { id: "sure-title" }, inlineText(confirm.title))),
      h("div", { class: "body words" }, textObject(confirm.text)),
      h("footer", {}, deny, agree),
    );
    document.body.append(dialog);
    dialog.showModal();
    agree.focus();
  });
}
