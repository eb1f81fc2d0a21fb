// Starts the Teams page: who you are, where you look, and the stream that says when to look again.

import { drawCalls, openDrawer } from "../calls.js";
import { h, icon, keepingFocus, replace } from "../dom.js";
import { drawDialog } from "./dialog.js";
import { source } from "./faults.js";
import { drawRoom } from "./room.js";
import { drawSidebar } from "./sidebar.js";
import { conversations, forget, onChange, people, refresh, remember, restore, store, unread } from "./state.js";

const part = (id) => document.getElementById(id);

function draw() {
  drawRoom(part("main")); // first: what it shows is read
  keepingFocus(() => drawSidebar(part("sidebar"), go));
  drawDialog();
  const count = conversations().reduce((sum, one) => sum + unread(one), 0);
  document.title = `${count ? `(${count}) ` : ""}Playground · Teams · ${store.known.team.name}`;
}

async function go(place) {
  store.place = place;
  store.reply = null;
  showSidebar(false);
  remember();
  draw();
  part("composer")?.focus();
  return refresh();
}

async function become(person) {
  store.me = person;
  forget();
  remember();
  await refresh();
  if (store.place !== "chat" && !store.data.conversations[store.place]) await go("chat");
}

function drawPeople() {
  const named = (one) => one.name + (one.role === "guest" ? " · guest" : "");
  replace(
    part("person"),
    people()
      .filter((one) => !one.deleted)
      .map((one) => h("option", { value: one.id, selected: one.id === store.me }, named(one))),
  );
  part("person").addEventListener("change", (event) => become(event.target.value));
}

function showSidebar(open) {
  document.body.classList.toggle("with-sidebar", open);
  part("menu").setAttribute("aria-expanded", String(open));
}

function showDrawer(open) {
  part("drawer").hidden = !open;
  document.body.classList.toggle("with-drawer", open);
  part("calls-button").setAttribute("aria-expanded", String(open));
  if (open) openDrawer(part("drawer"), () => showDrawer(false), source);
  else part("calls-button").focus();
}

function listen() {
  const stream = new EventSource("/control/events");
  stream.onmessage = () => {
    refresh();
    if (!part("drawer").hidden) drawCalls();
  };
  stream.onopen = () => refresh();
}

restore();
drawPeople();
replace(part("menu"), icon("menu"));
part("calls-button").prepend(icon("calls"));
part("menu").addEventListener("click", () => showSidebar(!document.body.classList.contains("with-sidebar")));
part("calls-button").addEventListener("click", () => showDrawer(part("drawer").hidden));
document.addEventListener("keydown", (event) => event.key === "Escape" && showSidebar(false));
onChange(draw);
await refresh();
listen();
if (store.place !== "chat" && !store.data.conversations[store.place]) await go("chat");
