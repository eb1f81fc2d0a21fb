// The drawer "Calls": everything that went between the workspace and the bot, and the faults one can switch on.

import { get, post } from "./api.js";
import { h, icon, toast } from "./dom.js";
import { oneAtATime } from "./state.js";

const MOST = 200;
let seen = 0;
let waiting = new Map(); // calls whose answer was not there yet, by number
let list = null;
let nodes = new Map();

export function openDrawer(drawer, onclose) {
  seen = 0;
  nodes = new Map();
  waiting = new Map();
  list = h("ol", { class: "calls", reversed: true });
  drawer.replaceChildren(
    h(
      "header",
      {},
      h("h2", {}, "Calls"),
      h("button", { type: "button", class: "bare", "aria-label": "Close calls", onclick: onclose }, icon("close")),
    ),
    faults(),
    h("p", { class: "quiet" }, "Newest first. → to the app, ← from the app."),
    list,
  );
  return drawCalls();
}

export const drawCalls = oneAtATime(readCalls);

async function readCalls() {
  if (!list) return;
  const oldest = Math.min(seen, ...[...waiting.keys()].map((n) => n - 1));
  const answer = await get("calls", { since: oldest, most: MOST });
  if (!answer.ok) return;
  if (answer.calls.length === 0 && answer.last < seen) nodes.forEach((node) => node.remove());
  for (const call of answer.calls) {
    const node = entry(call);
    if (nodes.has(call.n)) nodes.get(call.n).replaceWith(node);
    else list.prepend(node);
    nodes.set(call.n, node);
    if (call.ms === undefined) waiting.set(call.n, true);
    else waiting.delete(call.n);
  }
  seen = Math.max(seen, answer.last);
  while (list.children.length > MOST) list.lastElementChild.remove();
}

const key = (call) => call.request?.metadata?.event_payload?.key;

function entry(call) {
  const out = call.direction === "to bot";
  const failed = call.failure || call.response?.ok === false || call.status >= 400;
  const how = call.ms === undefined ? "…" : `${Math.round(call.ms)} ms`;
  const error = call.failure || call.response?.error;
  return h(
    "li",
    { class: failed ? "failed" : "" },
    h(
      "details",
      {},
      h(
        "summary",
        {},
        h("span", { class: "way" }, out ? "→" : "←"),
        h("span", { class: "name" }, call.name, about(call) && h("small", {}, about(call))),
        error && h("b", {}, error),
        h("span", { class: "quiet" }, how),
      ),
      key(call) && h("p", {}, "key ", h("code", {}, key(call))),
      Object.keys(call.headers || {}).length > 0 && h("pre", {}, JSON.stringify(call.headers, null, 1)),
      h("h3", {}, out ? "Sent" : "Asked"),
      h("pre", {}, JSON.stringify(call.request, null, 2)),
      h("h3", {}, "Answer", call.status ? ` · ${call.status}` : ""),
      h("pre", {}, JSON.stringify(call.response, null, 2)),
    ),
  );
}

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
