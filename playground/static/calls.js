// The drawer "Calls": everything that went between the playground and the bot, and the faults one can switch on.

import { h, icon } from "./dom.js";
import { oneAtATime } from "./once.js";

const MOST = 200;
let seen = 0;
let waiting = new Map(); // calls whose answer was not there yet, by number
let list = null;
let nodes = new Map();
let source = null;

// `from`: read(query) asks for calls, about(call) gives a few words on one, faults() draws what can go wrong.
export function openDrawer(drawer, onclose, from) {
  source = from;
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
    source.faults(),
    h("p", { class: "quiet" }, "Newest first. → to the app, ← from the app."),
    list,
  );
  return drawCalls();
}

export const drawCalls = oneAtATime(readCalls);

async function readCalls() {
  if (!list) return;
  const oldest = Math.min(seen, ...[...waiting.keys()].map((n) => n - 1));
  const answer = await source.read({ since: oldest, most: MOST });
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
  const said = call.response?.error;
  const error = call.failure || said?.code || said;
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
        h("span", { class: "name" }, call.name, source.about(call) && h("small", {}, source.about(call))),
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
