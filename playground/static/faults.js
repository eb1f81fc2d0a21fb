// Slack's side of the drawer "Calls": what is told of a call, and the faults one can switch on.

import { get, post } from "./api.js";
import { h, toast } from "./dom.js";

export const source = { read: (query) => get("calls", query), about, faults };

function about(call) {
  const asked = call.request || {};
  return (
    asked.actions?.[0]?.action_id ||
    asked.view?.callback_id ||
    asked.callback_id ||
    asked.text?.slice(0, 40) ||
    asked.channel ||
    ""
  );
}

const METHODS = [
  "chat.postMessage",
  "chat.postEphemeral",
  "chat.update",
  "views.open",
  "views.update",
  "views.publish",
  "*",
];
const FAULTS = {
  "429, try again in 2 s": { status: 429, retry_after: 2 },
  internal_error: { error: "internal_error" },
  not_in_channel: { error: "not_in_channel" },
  "status 500": { status: 500 },
};

function faults() {
  const number = (label, name, step, scale) =>
    h(
      "label",
      {},
      label,
      h("input", {
        type: "number",
        min: "0",
        step,
        placeholder: "as usual",
        onchange: (event) => change({ [name]: Number(event.target.value || (name === "latency_ms" ? 0 : 3)) * scale }),
      }),
    );
  const method = h(
    "select",
    {},
    METHODS.map((one) => h("option", { value: one }, one === "*" ? "any method" : one)),
  );
  const fault = h(
    "select",
    {},
    Object.keys(FAULTS).map((one) => h("option", {}, one)),
  );
  const once = () => change({ method: { [method.value]: { ...FAULTS[fault.value], times: 1 } } });
  return h(
    "details",
    { class: "faults" },
    h("summary", {}, "Make something go wrong"),
    number("Slack answers late by (ms)", "latency_ms", "50", 1),
    number("An app must answer within (s)", "ack_seconds", "0.1", 1),
    number("A trigger lives for (s)", "trigger_seconds", "0.1", 1),
    h("label", {}, "The next call of", method),
    h("label", {}, "is answered with", fault),
    h(
      "label",
      { class: "choice" },
      h("input", { type: "checkbox", onchange: (event) => change({ honour_keys: event.target.checked }) }),
      "The same key posts only once",
    ),
    h(
      "p",
      { class: "row" },
      h("button", { type: "button", class: "button", onclick: once }, "Let it fail once"),
      h(
        "button",
        { type: "button", class: "button danger", onclick: () => post("reset").then(() => location.reload()) },
        "Start afresh",
      ),
    ),
  );
}

async function change(wanted) {
  await post("faults", wanted);
  toast("Switched.");
}
