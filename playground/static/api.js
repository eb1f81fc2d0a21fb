// Talks to the control API: everything that the page does, a test can do the same way.

import { store } from "./state.js";

export async function get(path, query = {}) {
  const response = await fetch(`/control/${path}?${new URLSearchParams({ team: store.known.team.id, ...query })}`);
  return response.json();
}

const SILENT = { ok: false, error: "The playground does not answer. Is it still running?" };

export async function post(path, body = {}) {
  const request = {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ user: store.me, team: store.known.team.id, ...body }),
  };
  const response = await fetch(`/control/${path}`, request).catch(() => null);
  return response ? response.json() : SILENT;
}

export async function upload(file) {
  const form = new FormData();
  form.append("user", store.me);
  form.append("team", store.known.team.id);
  form.append("file", file);
  const response = await fetch("/control/upload", { method: "POST", body: form });
  return response.json();
}
