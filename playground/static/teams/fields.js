// Draws the inputs of a card: a label that is tied to its control, what is needed, and what is wrong.

import { combobox } from "../combobox.js";
import { h } from "../dom.js";
import { store } from "./state.js";

const PEOPLE = "graph.microsoft.com/users";
const SHOWN = 60; // of many: who types more sees fewer

export function field(input, sheet, path) {
  const id = sheet.id(path);
  const error = sheet.errors[input.id];
  const attributes = {
    "aria-describedby": `${id}-error`,
    "aria-invalid": error ? "true" : undefined,
    "aria-required": input.isRequired ? "true" : undefined,
  };
  const set = (value) => sheet.keep(input, value);
  const control = maker(input)({ id, input, sheet, value: sheet.value(input), set, attributes });
  const needed = input.isRequired && h("span", { class: "needed", "aria-hidden": "true" }, " *");
  const group = isGroup(input);
  const tied = group ? {} : { for: id };
  const label = input.label && h(group ? "legend" : "label", { ...tied, class: "typed" }, input.label, needed);
  return h(
    group ? "fieldset" : "div",
    { class: `block is-input ${error === undefined ? "" : "wrong"}` },
    label,
    control,
    h("p", { class: "error", id: `${id}-error` }, error),
  );
}

const isGroup = (input) => input.type === "Input.ChoiceSet" && ["radio", "checkbox"].includes(kindOf(input));

function kindOf(input) {
  if (input["choices.data"] || input.style === "filtered") return "find";
  if (input.isMultiSelect) return "checkbox";
  return input.style === "expanded" ? "radio" : "select";
}

const CHOICES = { find, checkbox: boxes, radio: boxes, select };
const MAKERS = { "Input.Text": text, "Input.Date": date, "Input.Toggle": toggle };
const maker = (input) => MAKERS[input.type] || CHOICES[kindOf(input)];

function text({ id, input, value, set, attributes }) {
  const shared = { id, placeholder: input.placeholder, maxlength: input.maxLength, autocomplete: "off", ...attributes };
  if (!input.isMultiline) {
    return h("input", { ...shared, type: input.style || "text", value, oninput: (event) => set(event.target.value) });
  }
  const grow = () => {
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight + 2, 320)}px`;
  };
  const area = h("textarea", { ...shared, rows: "4", oninput: () => (grow(), set(area.value)) });
  area.value = value;
  return area;
}

function date({ id, input, value, set, attributes }) {
  const change = (event) => set(event.target.value);
  return h("input", { id, type: "date", value, min: input.min, max: input.max, onchange: change, ...attributes });
}

function toggle({ id, input, value, set, attributes }) {
  const on = input.valueOn ?? "true";
  const change = (event) => set(event.target.checked ? on : (input.valueOff ?? "false"));
  const needed = input.isRequired && !input.label && h("span", { class: "needed", "aria-hidden": "true" }, " *");
  return h(
    "div",
    {},
    h(
      "label",
      { class: "choice" },
      h("input", { id, type: "checkbox", checked: value === on, onchange: change, ...attributes }),
      h("span", {}, input.title, needed),
    ),
  );
}

function select({ id, input, value, set, attributes }) {
  return h(
    "select",
    { id, onchange: (event) => set(event.target.value), ...attributes },
    h("option", { value: "", selected: !value }, input.placeholder || "Choose one"),
    input.choices.map((one) => h("option", { value: one.value, selected: one.value === value }, one.title)),
  );
}

function boxes({ id, input, value, set, attributes }) {
  const many = Boolean(input.isMultiSelect);
  const chosen = new Set(many ? value.split(",").filter(Boolean) : [value]);
  const change = (one) => (event) => {
    if (!many) return set(one.value);
    event.target.checked ? chosen.add(one.value) : chosen.delete(one.value);
    return set(input.choices.map((each) => each.value).filter((each) => chosen.has(each)).join(","));
  };
  return h(
    "div",
    { class: "choices", id, role: many ? "group" : "radiogroup", "aria-label": input.label, ...attributes },
    input.choices.map((one, place) =>
      h(
        "label",
        { class: "choice" },
        h("input", {
          type: many ? "checkbox" : "radio",
          name: id,
          id: `${id}-${place}`,
          checked: chosen.has(one.value),
          onchange: change(one),
        }),
        h("span", {}, one.title),
      ),
    ),
  );
}

// Choices that are found while one types: listed in the card, people of the tenant, or what the app finds.
function find({ id, input, sheet, value, set, attributes }) {
  const titles = (sheet.titles[input.id] ??= {});
  const asOption = (one) => ({ value: one.value, label: one.title, about: one.about });
  const shown = (one) => ({ value: one, label: titleOf(input, titles, one) });
  return combobox({
    id,
    attributes,
    many: Boolean(input.isMultiSelect),
    placeholder: input.placeholder,
    chosen: value.split(",").filter(Boolean).map(shown),
    search: async (words) => {
      const options = (await found(input, sheet, words)).map(asOption);
      options.forEach((one) => (titles[one.value] = one.label));
      return [{ label: "", options: options.slice(0, SHOWN) }];
    },
    onchange: (options) => set(options.map((one) => one.value).join(",")),
  });
}

function titleOf(input, titles, value) {
  if (titles[value]) return titles[value];
  if (input["choices.data"]?.dataset === PEOPLE) return store.known.people[value]?.name || value;
  return (input.choices || []).find((one) => one.value === value)?.title || value;
}

async function found(input, sheet, words) {
  if (input["choices.data"]) return sheet.search(input, words);
  return input.choices.filter((one) => one.title.toLowerCase().includes(words.toLowerCase()));
}
