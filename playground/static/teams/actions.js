// Draws what can be pressed on a card: buttons, links, cards that unfold, and the rest behind "More".

import { h, icon, menuAt } from "../dom.js";

const STYLES = { positive: "primary", destructive: "danger" };

// `drawCard` draws the card that Action.ShowCard unfolds.
export function actions(list, sheet, path, drawCard) {
  const placed = list.map((action, place) => ({ action, path: `${path}/${place}` }));
  const seen = placed.filter((one) => one.action.mode !== "secondary");
  const rest = placed.filter((one) => one.action.mode === "secondary");
  const open = placed.filter((one) => one.action.type === "Action.ShowCard" && sheet.open.has(one.path));
  return h(
    "div",
    { class: "act" },
    h(
      "div",
      { class: "actions" },
      seen.map((one) => button(one.action, sheet, one.path)),
      rest.length > 0 && overflow(rest, sheet, path),
    ),
    open.map((one) => drawCard(one.action.card, sheet, `${one.path}/card`)),
  );
}

function button(action, sheet, path) {
  const unfolds = action.type === "Action.ShowCard";
  const node = h(
    "button",
    {
      type: "button",
      class: `button ${STYLES[action.style] || ""}`,
      id: sheet.id(path),
      title: action.tooltip,
      disabled: action.isEnabled === false,
      "aria-expanded": unfolds ? String(sheet.open.has(path)) : undefined,
      onclick: () => act(action, sheet, path, node),
    },
    action.title,
    unfolds && icon("down"),
  );
  return node;
}

function act(action, sheet, path, node) {
  if (action.type === "Action.OpenUrl") return window.open(action.url, "_blank", "noopener");
  if (action.type === "Action.ShowCard") return sheet.unfold(path);
  return sheet.press(path, node);
}

function overflow(rest, sheet, path) {
  const items = rest.map((one) => ({ label: one.action.title, act: () => act(one.action, sheet, one.path, node) }));
  const node = h(
    "button",
    {
      type: "button",
      class: "button more",
      id: sheet.id(`${path}/more`),
      "aria-label": "More actions",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      onclick: () => menuAt(node, items, "More actions"),
    },
    icon("more"),
  );
  return node;
}

// Makes a whole element something that one presses.
export function asAction(node, action, sheet, path) {
  const press = (event) => {
    const typed = event.key && event.key !== "Enter" && event.key !== " ";
    if (typed || event.target.closest("button, a, input, select, textarea")) return;
    event.preventDefault();
    act(action, sheet, path, node);
  };
  node.classList.add("pressable");
  node.setAttribute("role", action.type === "Action.OpenUrl" ? "link" : "button");
  node.id = sheet.id(path);
  node.tabIndex = 0;
  if (action.title || action.tooltip) node.setAttribute("aria-label", action.title || action.tooltip);
  node.addEventListener("click", press);
  node.addEventListener("keydown", press);
}
