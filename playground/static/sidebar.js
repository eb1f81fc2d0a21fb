// The list of what one can look at: channels, and the app.

import { h, icon, replace } from "./dom.js";
import { avatar } from "./messages.js";
import { imId, store, unread } from "./state.js";

export function drawSidebar(nav, go) {
  const channels = Object.values(store.data.channels).filter((one) => one.kind !== "im");
  const app = store.known.people[store.known.app.bot_user];
  replace(
    nav,
    h("h2", {}, "Channels"),
    h(
      "ul",
      {},
      channels.map((one) =>
        h("li", {}, entry(one.id, icon(one.kind === "private" ? "lock" : "hash"), one.name, unread(one.id), go)),
      ),
    ),
    !channels.length && h("p", { class: "quiet" }, "You are in no channel."),
    h("h2", {}, "Apps"),
    h("ul", {}, h("li", {}, entry("app", avatar(app), app.name, unread(imId()), go))),
    h(
      "p",
      { class: "note" },
      "A workspace on this machine, for trying the app. Nothing leaves it, and it forgets everything when it stops.",
    ),
  );
}

function entry(place, mark, name, count, go) {
  const here = store.place === place;
  return h(
    "button",
    {
      type: "button",
      id: `go-${place}`,
      class: count ? "unread" : "",
      "aria-current": here ? "page" : undefined,
      onclick: () => go(place),
    },
    mark,
    h("span", { class: "name" }, name),
    count > 0 && h("span", { class: "count" }, count, h("span", { class: "unseen" }, " unread")),
  );
}
