// The native control for every kind of input that a person can fill in.

import { upload } from "./api.js";
import { combobox } from "./combobox.js";
import { h, icon, toast } from "./dom.js";
import { inlineText, plain } from "./mrkdwn.js";
import { store } from "./state.js";

// Each maker gets {id, element, value, set(value), attributes, surface, block} and gives a node.
// `set` keeps the value; where the block reacts at once it also tells the bot.

const placeholder = (element) => (element.placeholder ? plain(element.placeholder.text) : undefined);

function line(type) {
  return ({ id, element, value, set, attributes, submit }) =>
    h("input", {
      id,
      type,
      value: value ?? "",
      placeholder: placeholder(element),
      maxlength: element.max_length || undefined,
      min: element.min_value,
      max: element.max_value,
      step: type === "number" ? (element.is_decimal_allowed ? "any" : "1") : undefined,
      autocomplete: "off",
      oninput: (event) => set(event.target.value || null, "typed"),
      onkeydown: (event) => event.key === "Enter" && submit?.(event),
      ...attributes,
    });
}

function words(about) {
  const { id, element, value, set, attributes } = about;
  if (!element.multiline) return line("text")(about);
  const grow = (area) => {
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight + 2, 320)}px`;
  };
  const area = h("textarea", {
    id,
    rows: "4",
    placeholder: placeholder(element),
    maxlength: element.max_length || "3000",
    oninput: () => {
      grow(area);
      set(area.value || null, "typed");
    },
    ...attributes,
  });
  area.value = value ?? "";
  return area;
}

function picker(type) {
  return ({ id, value, set, attributes }) =>
    h("input", {
      id,
      type,
      value: value ?? "",
      onchange: (event) => set(event.target.value || null),
      ...attributes,
    });
}

const optionsOf = (element) => (element.option_groups || [element]).flatMap((group) => group.options || []);

function select({ id, element, value, set, attributes }) {
  const one = (option) =>
    h("option", { value: option.value, selected: option.value === value?.value }, plain(option.text.text));
  const group = (part) => h("optgroup", { label: plain(part.label.text) }, part.options.map(one));
  const find = (wanted) => optionsOf(element).find((option) => option.value === wanted) || null;
  return h(
    "select",
    { id, onchange: (event) => set(find(event.target.value)), ...attributes },
    h("option", { value: "", selected: !value }, placeholder(element) || "Choose one"),
    element.option_groups ? element.option_groups.map(group) : element.options.map(one),
  );
}

function choices(type) {
  return ({ id, element, value, set, attributes }) => {
    const many = type === "checkbox";
    const chosen = new Set((many ? value || [] : value ? [value] : []).map((one) => one.value));
    const change = (option) => (event) => {
      if (!many) return set(option);
      event.target.checked ? chosen.add(option.value) : chosen.delete(option.value);
      return set(element.options.filter((one) => chosen.has(one.value)));
    };
    return h(
      "div",
      { class: "choices", id, role: many ? "group" : "radiogroup", ...attributes },
      element.options.map((option, place) =>
        h(
          "label",
          { class: "choice" },
          h("input", {
            type,
            name: id,
            id: `${id}-${place}`,
            checked: chosen.has(option.value),
            onchange: change(option),
          }),
          h("span", {}, inlineText(option.text), option.description && h("small", {}, inlineText(option.description))),
        ),
      ),
    );
  };
}

const asItem = (option) => ({
  value: option.value,
  label: plain(option.text.text),
  about: plain(option.description?.text),
  raw: option,
});
const has = (label, typed) => label.toLowerCase().includes(typed.toLowerCase());

function person(id) {
  const one = store.known.people[id];
  return { value: id, label: one?.name || id, about: one?.role || "" };
}

function channel(id) {
  const one = store.known.channels[id] || store.data.channels[id];
  return { value: id, label: one?.kind === "im" ? `${store.known.app.name} (direct messages)` : `#${one?.name || id}` };
}

const everybody = () =>
  Object.values(store.known.people)
    .filter((one) => !one.deleted && !one.is_bot)
    .map((one) => one.id);
const publicChannels = () =>
  Object.values(store.known.channels)
    .filter((one) => one.kind === "public")
    .map((one) => one.id);
const myChannels = () => Object.values(store.data.channels).map((one) => one.id);

// Where the options come from: what it lists, and how an id looks.
const SOURCES = {
  users_select: [everybody, person],
  conversations_select: [myChannels, channel],
  channels_select: [publicChannels, channel],
};

function chooser(about) {
  const { id, element, value, set, attributes } = about;
  const many = element.type.startsWith("multi_");
  const kind = element.type.replace("multi_", "");
  const [read, search] = kind in SOURCES ? listed(...SOURCES[kind]) : offered(about, kind);
  const give = (item) => item.raw || item.value;
  return combobox({
    id,
    many,
    search,
    attributes,
    placeholder: placeholder(element),
    least: kind === "external_select" ? (element.min_query_length ?? 3) : 0,
    most: element.max_selected_items || 100,
    chosen: (many ? value || [] : value ? [value] : []).map(read),
    onchange: (items) => set(many ? items.map(give) : items[0] ? give(items[0]) : null),
  });
}

const SHOWN = 60; // of many: who types more sees fewer

function listed(all, draw) {
  const found = (typed) =>
    all()
      .map(draw)
      .filter((one) => has(one.label, typed))
      .slice(0, SHOWN);
  return [draw, async (typed) => [{ label: "", options: found(typed) }]];
}

function offered({ element, surface, block }, kind) {
  const groups = (answer) =>
    (answer.option_groups || [{ options: answer.options || [] }]).map((group) => ({
      label: plain(group.label?.text),
      options: group.options.map(asItem),
    }));
  const filtered = (typed) => (group) => ({ ...group, options: group.options.filter((one) => has(one.label, typed)) });
  const search =
    kind === "external_select"
      ? async (typed) => groups(await surface.suggest(block, element, typed))
      : async (typed) =>
          groups(element)
            .map(filtered(typed))
            .filter((group) => group.options.length);
  return [asItem, search];
}

function files({ id, element, value, set, attributes }) {
  let kept = value || [];
  const list = h("ul", { class: "files" });
  const draw = () =>
    list.replaceChildren(
      ...kept.map((file) =>
        h(
          "li",
          {},
          icon("file"),
          h("span", {}, file.name),
          h(
            "button",
            {
              type: "button",
              class: "bare",
              "aria-label": `Remove ${file.name}`,
              onclick: () => keep(kept.filter((one) => one !== file)),
            },
            icon("close"),
          ),
        ),
      ),
    );
  const keep = (next) => {
    kept = next;
    set(kept);
    draw();
  };
  const add = async (event) => {
    for (const file of [...event.target.files].slice(0, (element.max_files || 10) - kept.length)) {
      const answer = await upload(file);
      if (answer.ok) keep([...kept, answer.file]);
      else toast(`${file.name} was not taken: ${answer.error}`);
    }
    event.target.value = "";
  };
  draw();
  const accept = element.filetypes?.map((one) => `.${one}`).join(",");
  return h(
    "div",
    { class: "file" },
    h("input", { id, type: "file", accept, multiple: (element.max_files || 10) > 1, onchange: add, ...attributes }),
    list,
  );
}

const MAKERS = {
  plain_text_input: words,
  number_input: line("number"),
  email_text_input: line("email"),
  url_text_input: line("url"),
  static_select: select,
  radio_buttons: choices("radio"),
  checkboxes: choices("checkbox"),
  datepicker: picker("date"),
  timepicker: picker("time"),
  file_input: files,
};

export const isGroup = (element) => element.type === "radio_buttons" || element.type === "checkboxes";

export function input(about) {
  return (MAKERS[about.element.type] || chooser)(about);
}
