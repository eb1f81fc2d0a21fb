// Draws Block Kit blocks, in messages, modals and the Home tab alike.

import { h, icon, menuAt } from "./dom.js";
import { sure } from "./confirm.js";
import { input, isGroup } from "./inputs.js";
import { inlineText, plain, textObject } from "./mrkdwn.js";

const DRAW = {
  section,
  header: (block) => h("h3", {}, inlineText(block.text)),
  divider: () => h("hr"),
  context: (block) => h("div", { class: "context" }, block.elements.map(contextPart)),
  actions: (block, surface) =>
    h(
      "div",
      { class: "actions" },
      block.elements.map((one) => element(block, one, surface)),
    ),
  image: (block) => h("figure", {}, block.title && h("figcaption", {}, inlineText(block.title)), picture(block)),
  input: inputBlock,
};

export function drawBlocks(blocks, surface, errors = {}) {
  return blocks.map((block) => {
    const node = (DRAW[block.type] || unknown)(block, surface, errors[block.block_id]);
    node.classList.add("block", `is-${block.type}`);
    node.dataset.block = block.block_id;
    return node;
  });
}

const unknown = (block) => h("p", { class: "quiet" }, `A block of type “${block.type}” is not drawn here yet.`);
const picture = (image) =>
  h("img", {
    src: image.image_url || `/control/file/${image.slack_file.id}`,
    alt: plain(image.alt_text),
    loading: "lazy",
  });

function contextPart(part) {
  return part.type === "image" ? picture(part) : h("span", {}, inlineText(part));
}

function section(block, surface) {
  const fields =
    block.fields &&
    h(
      "div",
      { class: "fields" },
      block.fields.map((one) => h("div", {}, textObject(one))),
    );
  const words = h("div", { class: "words" }, textObject(block.text), fields);
  const accessory =
    block.accessory?.type === "image"
      ? picture(block.accessory)
      : block.accessory && element(block, block.accessory, surface, plain(block.text?.text || ""));
  return h("div", {}, words, accessory && h("div", { class: "accessory" }, accessory));
}

// An element outside an input block acts at once.
function element(block, one, surface, label) {
  if (one.type === "button") return button(block, one, surface);
  if (one.type === "overflow") return overflow(block, one, surface);
  const id = surface.id(block, one);
  const name = one.placeholder ? plain(one.placeholder.text) : label || "Choose";
  const set = async (value) => {
    if (!(await sure(one.confirm))) return;
    surface.keep(block, one, value);
    await surface.press(block, one, value ?? "", node);
  };
  const node = h(
    "div",
    { class: "control" },
    input({
      id,
      block,
      element: one,
      value: surface.value(block, one),
      set,
      surface,
      attributes: { "aria-label": name },
    }),
  );
  return node;
}

function button(block, one, surface) {
  const press = async () => {
    if (node.getAttribute("aria-busy") || !(await sure(one.confirm))) return;
    if (one.url) window.open(one.url, "_blank", "noopener");
    await surface.press(block, one, undefined, node);
  };
  const node = h(
    "button",
    {
      type: "button",
      class: `button ${one.style || ""}`,
      id: `${surface.id(block, one)}-${one.value || ""}`,
      "aria-label": one.accessibility_label,
      data: { action: one.action_id, value: one.value || "" },
      onclick: press,
    },
    inlineText(one.text),
  );
  return node;
}

function overflow(block, one, surface) {
  const choose = (option) => async () => {
    if (!(await sure(one.confirm))) return;
    if (option.url) window.open(option.url, "_blank", "noopener");
    await surface.press(block, one, option.value, node);
  };
  const items = one.options.map((option) => ({
    label: plain(option.text.text),
    about: plain(option.description?.text),
    act: choose(option),
  }));
  const node = h(
    "button",
    {
      type: "button",
      class: "button more",
      id: surface.id(block, one),
      "aria-label": "More",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      data: { action: one.action_id },
      onclick: () => menuAt(node, items, "More"),
    },
    icon("more"),
  );
  return node;
}

function inputBlock(block, surface, error) {
  const one = block.element;
  const id = surface.id(block, one);
  const set = (value, how) => {
    surface.keep(block, one, value);
    const eager = one.dispatch_action_config?.trigger_actions_on?.includes("on_character_entered");
    if (block.dispatch_action && (how !== "typed" || eager)) surface.press(block, one, value ?? "", node);
  };
  const submit = block.dispatch_action
    ? (event) => {
        event.preventDefault();
        surface.press(block, one, surface.value(block, one) ?? "", node);
      }
    : undefined;
  const attributes = {
    "aria-describedby": `${id}-hint ${id}-error`,
    "aria-invalid": error ? "true" : undefined,
    "aria-required": block.optional ? undefined : "true",
    autofocus: one.focus_on_load || undefined,
  };
  const group = isGroup(one);
  const label = [inlineText(block.label), block.optional && h("span", { class: "optional" }, " (optional)")];
  const node = h(
    group ? "fieldset" : "div",
    { class: error ? "wrong" : "" },
    group ? h("legend", {}, label) : h("label", { for: id }, label),
    input({ id, block, element: one, value: surface.value(block, one), set, submit, surface, attributes }),
    h("p", { class: "error", id: `${id}-error` }, error),
    block.hint && h("p", { class: "hint", id: `${id}-hint` }, inlineText(block.hint)),
  );
  return node;
}
