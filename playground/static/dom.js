// Builds DOM nodes. Text always becomes a text node, so what people typed can never become markup.

export function h(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else if (name === "data") Object.assign(node.dataset, value);
    else if (name in node && typeof value !== "string") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const PATHS = {
  menu: "M3 6h18M3 12h18M3 18h18",
  close: "M6 6l12 12M18 6L6 18",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  hash: "M9 4L7 20M17 4l-2 16M4 9h16M4 15h16",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 017 0v3",
  send: "M4 12l16-8-6 16-3-7z",
  eye: "M2 12s4-6 10-6 10 6 10 6-4 6-10 6-10-6-10-6zM12 9.5a2.5 2.5 0 100 5 2.5 2.5 0 000-5z",
  down: "M7 10l5 5 5-5",
  check: "M5 13l4 4L19 7",
  calls: "M4 8h13l-3-3M20 16H7l3 3",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

export function replace(parent, ...children) {
  parent.replaceChildren(...children.flat(Infinity).filter(Boolean));
  return parent;
}

// Draws again without losing the caret: the element that had the focus is found again by its id.
export function keepingFocus(draw) {
  const before = document.activeElement;
  const { id, selectionStart, selectionEnd } = before || {};
  draw();
  const after = id && document.getElementById(id);
  if (!after || after === document.activeElement) return;
  after.focus({ preventScroll: true });
  if (typeof selectionStart === "number") after.setSelectionRange?.(selectionStart, selectionEnd);
}

// A menu in the browser's top layer, so that no scrolling box cuts it off.
export function menuAt(button, items, label) {
  const choose = (item) => () => {
    list.hidePopover();
    item.act();
  };
  const list = h(
    "div",
    { class: "menu", role: "menu", popover: "auto", "aria-label": label },
    items.map((item) =>
      h(
        "button",
        { type: "button", role: "menuitem", onclick: choose(item) },
        h("span", {}, item.label),
        item.about && h("small", {}, item.about),
      ),
    ),
  );
  button.after(list);
  list.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    button.setAttribute("aria-expanded", "false");
    if (document.activeElement === document.body || list.contains(document.activeElement)) button.focus();
    list.remove();
  });
  list.addEventListener("keydown", (event) => step(event, [...list.children]));
  list.showPopover();
  place(list, button, "end");
  button.setAttribute("aria-expanded", "true");
  list.firstElementChild?.focus();
}

function step(event, items) {
  const moves = { ArrowDown: 1, ArrowUp: -1 };
  if (!(event.key in moves)) return;
  event.preventDefault();
  const now = items.indexOf(document.activeElement);
  items[(now + moves[event.key] + items.length) % items.length].focus();
}

// Puts a popover under (or, where there is no room, over) the thing that it belongs to.
export function place(popover, anchor, align = "start") {
  const at = anchor.getBoundingClientRect();
  const own = popover.getBoundingClientRect();
  const below = window.innerHeight - at.bottom;
  const left = align === "end" ? at.right - own.width : at.left;
  popover.style.left = `${Math.max(8, Math.min(left, window.innerWidth - own.width - 8))}px`;
  popover.style.top = `${below > own.height + 12 ? at.bottom + 4 : Math.max(8, at.top - own.height - 4)}px`;
}

export function toast(words) {
  const note = h("p", { class: "toast" }, words);
  const toasts = document.getElementById("toasts");
  toasts.append(note);
  if (toasts.matches(":popover-open")) toasts.hidePopover();
  toasts.showPopover(); // on top of whatever is open now
  setTimeout(() => note.remove(), 9000);
}
