// Draws Adaptive Cards. Each drawer gets (element, sheet, path): where it stands in the card is how an action is named.

import { h } from "../dom.js";
import { actions, asAction } from "./actions.js";
import { field } from "./fields.js";
import { inline, markdown } from "./markdown.js";

const DRAW = {
  TextBlock: textBlock,
  RichTextBlock: richText,
  Container: (element, sheet, path) => h("div", {}, drawAll(element.items, sheet, `${path}/items`)),
  ColumnSet: columns,
  Image: (element) => h("div", {}, h("img", { src: element.url, alt: element.altText || "" })),
  FactSet: facts,
  ActionSet: (element, sheet, path) => h("div", {}, actions(element.actions, sheet, `${path}/actions`, drawCard)),
  "Input.Text": field,
  "Input.Date": field,
  "Input.ChoiceSet": field,
  "Input.Toggle": field,
};

// A card, or one that stands in another at `path`.
export function drawCard(card, sheet, path = "") {
  const full = card.msteams?.width?.toLowerCase() === "full" ? "full" : "";
  return h(
    "div",
    { class: path ? "card inner" : `card ${full}`, lang: card.lang },
    drawAll(card.body || [], sheet, `${path}/body`),
    card.actions && actions(card.actions, sheet, `${path}/actions`, drawCard),
  );
}

function drawAll(elements, sheet, path) {
  return elements.map((element, place) => draw(element, sheet, `${path}/${place}`)).filter(Boolean);
}

function draw(element, sheet, path) {
  if (element.isVisible === false) return null;
  const node = (DRAW[element.type] || unknown)(element, sheet, path);
  node.classList.add("element", `is-${element.type.replace("Input.", "input-").toLowerCase()}`);
  if (element.separator) node.classList.add("separated");
  if (element.spacing) node.classList.add(`spaced-${element.spacing.toLowerCase()}`);
  if (element.style && element.items) node.classList.add("styled", `style-${element.style.toLowerCase()}`);
  if (element.selectAction) asAction(node, element.selectAction, sheet, `${path}/selectAction`);
  return node;
}

const unknown = (element) => h("p", { class: "quiet" }, `“${element.type}” is not drawn here yet.`);

function looks(element) {
  const names = ["size", "weight", "color", "fontType", "horizontalAlignment"];
  const given = names.filter((name) => element[name]);
  const classes = given.map((name) => `${name.toLowerCase()}-${element[name].toLowerCase()}`);
  if (element.isSubtle) classes.push("subtle");
  return classes.join(" ");
}

function textBlock(element) {
  const heading = element.style === "heading";
  const words = heading ? [h("p", {}, inline(element.text))] : markdown(element.text);
  const node = h("div", { class: `words ${looks(element)} ${element.wrap ? "" : "one-line"}` }, words);
  if (heading) {
    node.setAttribute("role", "heading");
    node.setAttribute("aria-level", "3");
  }
  if (element.wrap && element.maxLines) {
    node.classList.add("clamped");
    node.style.setProperty("--lines", element.maxLines);
  }
  return node;
}

function richText(element, sheet, path) {
  const run = (one, place) => {
    if (typeof one === "string") return one;
    const marks = ["italic", "underline", "strikethrough", "highlight"].filter((name) => one[name]);
    const node = h("span", { class: [looks(one), ...marks].join(" ") }, one.text);
    if (one.selectAction) asAction(node, one.selectAction, sheet, `${path}/inlines/${place}/selectAction`);
    return node;
  };
  return h("p", { class: `words typed ${looks(element)}` }, element.inlines.map(run));
}

function columns(element, sheet, path) {
  return h(
    "div",
    { class: "columns" },
    element.columns.map((column, place) => {
      const here = `${path}/columns/${place}`;
      const node = draw({ ...column, type: "Container" }, sheet, here);
      if (!node) return null;
      node.classList.add("column", `upright-${column.verticalContentAlignment || "top"}`);
      wide(node, column.width ?? "stretch");
      return node;
    }),
  );
}

function wide(node, width) {
  if (width === "auto") node.style.flex = "0 1 auto";
  else if (width === "stretch") node.style.flex = "1 1 0";
  else if (/^\d+px$/.test(width)) node.style.flex = `0 0 ${width}`;
  else node.style.flex = `${Number(width) || 1} 1 0`;
}

function facts(element) {
  const row = (fact) => [h("dt", {}, inline(fact.title)), h("dd", {}, inline(fact.value))];
  return h("dl", {}, element.facts.map(row));
}
