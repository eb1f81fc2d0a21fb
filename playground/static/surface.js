// A message, a modal or a Home tab, as far as one can type into it and press things on it.

import { post } from "./api.js";
import { toast } from "./dom.js";
import { refresh } from "./state.js";

// How each kind of element names its value.
export const HOLDS = {
  plain_text_input: "value",
  number_input: "value",
  email_text_input: "value",
  url_text_input: "value",
  static_select: "selected_option",
  external_select: "selected_option",
  radio_buttons: "selected_option",
  multi_static_select: "selected_options",
  multi_external_select: "selected_options",
  checkboxes: "selected_options",
  users_select: "selected_user",
  multi_users_select: "selected_users",
  conversations_select: "selected_conversation",
  multi_conversations_select: "selected_conversations",
  channels_select: "selected_channel",
  multi_channels_select: "selected_channels",
  datepicker: "selected_date",
  timepicker: "selected_time",
  file_input: "files",
};

export class Surface {
  constructor(where, values) {
    this.where = where; // {view_id} or {channel, ts}
    this.values = values || {}; // what the server knows: block_id -> action_id -> typed value
    this.touched = {}; // what was changed here since
  }

  id(block, element) {
    return `${this.where.view_id || this.where.ts}-${block.block_id}-${element.action_id}`;
  }

  value(block, element) {
    const own = this.touched[block.block_id]?.[element.action_id];
    const value = own?.type === element.type ? own : this.values[block.block_id]?.[element.action_id];
    return value?.[HOLDS[element.type]] ?? null;
  }

  keep(block, element, value) {
    this.touched[block.block_id] = {
      ...this.touched[block.block_id],
      [element.action_id]: { type: element.type, [HOLDS[element.type]]: value },
    };
  }

  // Takes over what the server knows by now. False if something changed that was not changed here: draw it again.
  learns(values) {
    const untouched = (known) =>
      Object.entries(known).flatMap(([block, actions]) =>
        Object.entries(actions).filter(([action]) => !this.touched[block]?.[action]),
      );
    const same = JSON.stringify(untouched(values)) === JSON.stringify(untouched(this.values));
    this.values = values;
    return same;
  }

  // Presses a button or says that a choice was made, and waits for the bot's ack.
  async press(block, element, option, node) {
    node?.setAttribute("aria-busy", "true");
    const about = { action_id: element.action_id, block_id: block.block_id, ...this.where, state: this.touched };
    const chosen = option === undefined ? {} : { option };
    const outcome = await post("click", { ...about, value: element.value, ...chosen });
    node?.removeAttribute("aria-busy");
    if (outcome.note || outcome.error) toast(outcome.note || outcome.error);
    await refresh();
  }

  async suggest(block, element, words) {
    const about = { action_id: element.action_id, block_id: block.block_id, ...this.where };
    const outcome = await post("suggest", { ...about, value: words });
    if (outcome.note || outcome.error) toast(outcome.note || outcome.error);
    return outcome;
  }
}
