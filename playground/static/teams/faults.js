// Teams' side of the drawer "Calls": what is told of a call, and the faults one can switch on.

import { h, toast } from "../dom.js";
import { get, post } from "./state.js";

export const source = { read: async (query) => (await get("calls", query)) || { ok: false }, about, faults };

function about(call) {
  const asked = call.request || {};
  return (
    asked.value?.action?.verb ||
    asked.value?.commandId ||
    asked.action ||
    asked.text?.slice(0, 40) ||
    asked.summary?.slice(0, 40) ||
    asked.from?.name ||
    ""
  );
}

const METHODS = [
  "sendActivity",
  "updateActivity",
  "deleteActivity",
  "createConversation",
  "member",
  "members",
  "pagedMembers",
  "token",
  "*",
];
const FAULTS = {
  "429, try again in 2 s": { code: "Throttled", retry_after: 2 },
  "412, try again": { code: "PreconditionFailed" },
  "403, the person blocked the app": { code: "MessageWritesBlocked" },
  "403, the app is not installed": { code: "BotNotInConversationRoster" },
  "404, no such conversation": { code: "ConversationNotFound" },
  "502, try again": { code: "BadGateway" },
};

function faults() {
  const number = (label, name, step, usual, scale = 1) =>
    h(
      "label",
      {},
      label,
      h("input", {
        type: "number",
        min: "0",
        step,
        placeholder: "as usual",
        onchange: (event) => change({ [name]: Number(event.target.value || usual) * scale }),
      }),
    );
  const choice = (names, words) =>
    h(
      "select",
      {},
      names.map((one) => h("option", { value: one }, words(one))),
    );
  const method = choice(METHODS, (one) => (one === "*" ? "any method" : one));
  const fault = choice(Object.keys(FAULTS), (one) => one);
  const once = () => change({ method: { [method.value]: { ...FAULTS[fault.value], times: 1 } } });
  return h(
    "details",
    { class: "faults" },
    h("summary", {}, "Make something go wrong"),
    number("Teams answers late by (ms)", "latency_ms", "50", 0),
    number("An app must answer a press within (s)", "invoke_seconds", "0.1", 5),
    h("label", {}, "The next call of", method),
    h("label", {}, "is answered with", fault),
    h(
      "p",
      { class: "row" },
      h("button", { type: "button", class: "button", onclick: once }, "Let it fail once"),
      h("button", { type: "button", class: "button", onclick: again }, "Send the last once more"),
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

async function again() {
  const outcome = await post("again");
  toast(outcome.error || outcome.note || "Sent once more.");
}
