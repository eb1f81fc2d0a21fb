// A box that one types into to find and choose one or several of many: people, channels, what the bot suggests.

import { h, icon, place } from "./dom.js";

const PAUSE = 180;

// `search(words)` gives groups: [{label, options: [{value, label, about}]}]. `onchange` gets the chosen options.
export function combobox({ id, many, placeholder, chosen, search, onchange, attributes = {}, least = 0, most = 100 }) {
  const state = { chosen: [...chosen], shown: [], active: -1, timer: null, asked: 0 };
  const list = h("div", { class: "menu options", role: "listbox", id: `${id}-list`, popover: "manual" });
  if (many) list.setAttribute("aria-multiselectable", "true");
  const input = h("input", {
    id,
    type: "text",
    role: "combobox",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": `${id}-list`,
    ...attributes,
  });
  const chips = h("span", { class: "chips" });
  const clear = h(
    "button",
    { type: "button", class: "bare clear", "aria-label": "Clear", onclick: () => choose([]) },
    icon("close"),
  );
  const box = h("div", { class: "combobox" }, chips, input, clear, icon("down"), list);

  const isChosen = (option) => state.chosen.some((one) => one.value === option.value);

  function drawChosen() {
    chips.replaceChildren(...(many ? state.chosen.map(chip) : []));
    input.value = many ? "" : state.chosen[0]?.label || "";
    input.placeholder = many && state.chosen.length ? "" : placeholder || (many ? "Choose" : "Choose one");
    clear.hidden = many || !state.chosen.length;
  }

  function chip(option) {
    const remove = () => choose(state.chosen.filter((one) => one.value !== option.value));
    return h(
      "span",
      { class: "chip" },
      option.label,
      h(
        "button",
        { type: "button", class: "bare", "aria-label": `Remove ${option.label}`, onclick: remove },
        icon("close"),
      ),
    );
  }

  function choose(options) {
    state.chosen = options;
    drawChosen();
    onchange(options);
    input.focus();
  }

  function pick(option) {
    const without = state.chosen.filter((one) => one.value !== option.value);
    const next = !many ? [option] : isChosen(option) ? without : [...state.chosen, option].slice(0, most);
    hide();
    choose(next);
  }

  async function show(words) {
    if (words.length < least) return hide();
    const ticket = ++state.asked;
    open(h("p", { class: "quiet" }, "Looking …"));
    const groups = await search(words);
    if (ticket !== state.asked || !box.isConnected) return undefined;
    state.shown = groups.flatMap((group) => group.options);
    state.active = -1;
    open(...(state.shown.length ? groups.map(drawGroup) : [h("p", { class: "quiet" }, "Nothing found")]));
    return undefined;
  }

  function drawGroup(group) {
    return h(
      "div",
      { role: "group", "aria-label": group.label || undefined },
      group.label && h("p", { class: "group", "aria-hidden": "true" }, group.label),
      group.options.map((option) => {
        const place = state.shown.indexOf(option);
        return h(
          "div",
          {
            role: "option",
            id: `${id}-${place}`,
            "aria-selected": String(isChosen(option)),
            onmousedown: (event) => event.preventDefault(),
            onclick: () => pick(option),
          },
          h("span", {}, option.label),
          option.about && h("small", {}, option.about),
          isChosen(option) && icon("check"),
        );
      }),
    );
  }

  function open(...children) {
    list.replaceChildren(...children);
    if (!list.matches(":popover-open")) list.showPopover();
    list.style.minWidth = `${box.getBoundingClientRect().width}px`;
    place(list, box);
    input.setAttribute("aria-expanded", "true");
  }

  function hide() {
    state.asked += 1;
    state.active = -1;
    clearTimeout(state.timer);
    if (list.matches(":popover-open")) list.hidePopover();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function move(by) {
    if (!list.matches(":popover-open")) return show("");
    const count = state.shown.length;
    if (!count) return undefined;
    state.active = (state.active + by + count + (state.active < 0 && by < 0 ? 1 : 0)) % count;
    list
      .querySelectorAll("[role=option]")
      .forEach((one) => one.classList.toggle("active", one.id === `${id}-${state.active}`));
    document.getElementById(`${id}-${state.active}`).scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", `${id}-${state.active}`);
    return undefined;
  }

  const KEYS = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => state.shown[state.active] && pick(state.shown[state.active]),
    Escape: hide,
    Backspace: () => many && !input.value && state.chosen.length && choose(state.chosen.slice(0, -1)),
  };

  input.addEventListener("keydown", (event) => {
    const isOpen = list.matches(":popover-open");
    if (!(event.key in KEYS) || (!isOpen && (event.key === "Escape" || event.key === "Enter"))) return;
    if (event.key !== "Backspace") event.preventDefault();
    if (event.key === "Escape") event.stopPropagation();
    KEYS[event.key]();
  });
  input.addEventListener("input", () => {
    clearTimeout(state.timer);
    state.timer = setTimeout(() => show(input.value.trim()), PAUSE);
  });
  const toggle = () => !list.matches(":popover-open") && show(many ? input.value.trim() : "");
  box.addEventListener("click", (event) => {
    if (event.target !== box && !event.target.closest(".combobox > .icon")) return;
    input.focus();
    toggle();
  });
  input.addEventListener("click", toggle);
  input.addEventListener("blur", () => {
    hide();
    drawChosen();
  });
  drawChosen();
  return box;
}
