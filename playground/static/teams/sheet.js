// A card as far as one can type into it and press things on it: what was typed, what is wrong, what is unfolded.

import { toast } from "../dom.js";
import { changed, post, refresh } from "./state.js";

export class Sheet {
  constructor(where, words) {
    this.where = where; // {message, card}, or {} for the dialog in front
    this.words = words; // the card as text: another text is another card
    this.version = 0; // drawn again when it grows
    this.typed = {}; // input's id -> what was typed
    this.titles = {}; // input's id -> value -> the words that were chosen
    this.errors = {};
    this.open = new Set(); // paths of the cards that are unfolded
  }

  id(path) {
    return `${this.where.message || "dialog"}-${this.where.card ?? ""}${path.replaceAll("/", "-")}`;
  }

  value(input) {
    if (input.id in this.typed) return this.typed[input.id];
    return input.value ?? (input.type === "Input.Toggle" ? (input.valueOff ?? "false") : "");
  }

  keep(input, value) {
    this.typed[input.id] = value;
  }

  drawAgain() {
    this.version += 1;
    changed();
  }

  unfold(path) {
    if (!this.open.delete(path)) this.open.add(path);
    this.drawAgain();
  }

  // Presses an action with all that was typed, and waits for the answer.
  async press(path, node) {
    if (node.getAttribute("aria-busy")) return;
    node.setAttribute("aria-busy", "true");
    const outcome = await post("press", { ...this.where, action: path, inputs: this.typed });
    node.removeAttribute("aria-busy");
    const before = Object.keys(this.errors).length;
    this.errors = outcome.errors || {};
    const unseen = outcome.error || (!outcome.dialog && !outcome.beside && outcome.note);
    if (unseen) toast(unseen);
    if (before || outcome.errors) this.drawAgain();
    await refresh();
    if (outcome.errors) this.firstWrong()?.focus();
  }

  firstWrong() {
    const scope = this.where.message ? `[data-id="${this.where.message}"]` : "dialog.modal";
    return document.querySelector(`${scope} .wrong :is(input, textarea, select)`);
  }

  async search(input, words) {
    const outcome = await post("suggest", { ...this.where, input: input.id, words });
    if (outcome.note || outcome.error) toast(outcome.note || outcome.error);
    return outcome.options || [];
  }
}
