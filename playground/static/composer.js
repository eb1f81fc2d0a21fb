// Where one types, with a list of what may be meant. What is typed is kept when it could not be sent.

import { h, icon, toast } from "./dom.js";

// `completions`: patterns of what stands before the caret, and what they offer. `onsend(text)` gives an outcome.
export function composer({ label, placeholder, completions, onsend }) {
  const state = { items: [], active: 0, strip: 0 };
  const list = h("div", {
    class: "menu above",
    id: "completions",
    role: "listbox",
    "aria-label": "Suggestions",
    hidden: true,
  });
  const area = h("textarea", {
    id: "composer",
    rows: "1",
    placeholder,
    "aria-label": label,
    "aria-controls": "completions",
    "aria-autocomplete": "list",
  });

  function complete() {
    const before = area.value.slice(0, area.selectionStart);
    state.items = [];
    for (const { pattern, items } of completions) {
      const found = pattern.exec(before);
      if (!found) continue;
      state.items = items(found[1]);
      state.strip = before.length - found[1].length - 1;
    }
    state.active = 0;
    drawList();
  }

  function drawList() {
    list.hidden = !state.items.length;
    list.replaceChildren(
      ...state.items.map((item, place) =>
        h(
          "div",
          {
            role: "option",
            id: `completion-${place}`,
            class: place === state.active ? "active" : "",
            "aria-selected": String(place === state.active),
            onmousedown: (event) => event.preventDefault(),
            onclick: () => pick(item),
          },
          h("span", {}, item.label),
          item.about && h("small", {}, item.about),
        ),
      ),
    );
    if (state.items.length) area.setAttribute("aria-activedescendant", `completion-${state.active}`);
    else area.removeAttribute("aria-activedescendant");
  }

  function pick(item) {
    const end = area.selectionStart;
    area.setRangeText(item.write, state.strip, end, "end");
    state.items = [];
    drawList();
    area.focus();
  }

  async function send() {
    const text = area.value.trim();
    if (!text) return;
    area.value = "";
    grow();
    complete();
    const outcome = await onsend(text);
    if (outcome.error) {
      toast(outcome.error);
      area.value = text;
    }
  }

  function grow() {
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight, 180)}px`;
  }

  const KEYS = {
    ArrowDown: () => go(1),
    ArrowUp: () => go(-1),
    Tab: () => pick(state.items[state.active]),
    Enter: () => pick(state.items[state.active]),
    Escape: () => {
      state.items = [];
      drawList();
    },
  };
  const go = (by) => {
    state.active = (state.active + by + state.items.length) % state.items.length;
    drawList();
  };
  // Enter sends a command that is typed in full, also while the list still shows it.
  const isWhole = () => state.items.length === 1 && state.items[0].write.trim() === area.value.trim();

  area.addEventListener("keydown", (event) => {
    if (state.items.length && event.key in KEYS && !event.shiftKey && !(event.key === "Enter" && isWhole())) {
      event.preventDefault();
      KEYS[event.key]();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      send();
    }
  });
  area.addEventListener("input", () => {
    grow();
    complete();
  });
  area.addEventListener("blur", () => KEYS.Escape());
  return h(
    "form",
    { class: "composer", onsubmit: (event) => (event.preventDefault(), send()) },
    list,
    area,
    h("button", { type: "submit", class: "bare send", "aria-label": "Send" }, icon("send")),
  );
}
