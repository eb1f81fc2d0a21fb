// The list of what one can look at: the chat with the app, and the channels of the team.

import { h, icon, replace } from "../dom.js";
import { face } from "../faces.js";
import { chat, conversations, store, unread } from "./state.js";

export function drawSidebar(nav, go) {
  const { app, group } = store.known;
  const channels = conversations().filter((one) => one.kind === "channel");
  const list = channels.map((one) => h("li", {}, entry(one.id, icon("hash"), one.name, unread(one), go)));
  replace(
    nav,
    h("h2", {}, "Chat"),
    h("ul", {}, h("li", {}, entry("chat", face(app.name, 0, true, "K"), app.name, unread(chat()), go))),
    h("h2", {}, group),
    channels.length ? h("ul", {}, list) : h("p", { class: "quiet" }, "You are not in this team."),
    h(
      "p",
      { class: "note" },
      "A tenant on this machine, for trying the app. Nothing leaves it, and it forgets everything when it stops.",
    ),
  );
}

function entry(place, mark, name, count, go) {
  return h(
    "button",
    {
      type: "button",
      id: `go-${place}`,
      class: count ? "unread" : "",
      "aria-current": store.place === place ? "page" : undefined,
      onclick: () => go(place),
    },
    mark,
    h("span", { class: "name" }, name),
    count > 0 && h("span", { class: "count" }, count, h("span", { class: "unseen" }, " unread")),
  );
}
