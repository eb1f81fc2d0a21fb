// Starts the page: who you are, where you look, and the stream that says when to look again.

import { post } from "./api.js";
import { drawCalls, openDrawer } from "./calls.js";
import { h, icon, keepingFocus, replace } from "./dom.js";
import { source } from "./faults.js";
import { drawModal } from "./modal.js";
import { drawRoom } from "./room.js";
import { drawSidebar } from "./sidebar.js";
import { changed, imId, onChange, refresh, remember, restore, store, unread } from "./state.js";

const part = (id) => document.getElementById(id);

function draw() {
  drawRoom(part("main"), openTab); // first: what it shows is read
  keepingFocus(() => drawSidebar(part("sidebar"), go));
  drawModal();
  const count = Object.keys(store.data.channels).reduce((sum, id) => sum + unread(id), 0);
  document.title = `${count ? `(${count}) ` : ""}Playground · ${store.known.team.name}`;
}

let turns = 0; // how often somebody chose where to look

async function go(place) {
  turns += 1;
  store.place = place;
  showSidebar(false);
  if (place === "app") return openTab(unread(imId()) ? "messages" : store.tab);
  remember();
  draw();
  part("composer")?.focus();
  return refresh();
}

// Opening a tab of the app is something that Slack tells the app.
async function openTab(tab) {
  turns += 1;
  store.tab = tab;
  remember();
  changed();
  await post("home", { tab });
  await refresh();
}

async function become(person) {
  store.me = person;
  store.data = { channels: {}, modals: [], home: null, notes: [] };
  remember();
  const here = turns;
  await refresh();
  if (turns !== here) return changed(); // they chose meanwhile
  if (store.place !== "app" && !store.data.channels[store.place]) store.place = "app";
  if (store.place === "app") await openTab(unread(imId()) ? "messages" : "home");
  changed();
}

function drawPeople() {
  const role = { admin: " · admin", guest: " · guest", pupil: " · pupil" };
  const people = Object.values(store.known.people).filter((one) => !one.is_bot && !one.deleted);
  replace(
    part("person"),
    people.map((one) =>
      h("option", { value: one.id, selected: one.id === store.me }, one.name + (role[one.role] || "")),
    ),
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
if (store.place === "app") await openTab(store.tab);
else if (!store.data.channels[store.place]) await go("app");
