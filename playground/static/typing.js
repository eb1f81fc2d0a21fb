// What one types in Slack: messages, slash commands, and @mentions.

import { post } from "./api.js";
import { composer } from "./composer.js";
import { refresh, store } from "./state.js";

// What can be completed: the words before the caret, the candidates, and what choosing one writes.
const COMPLETIONS = [
  {
    pattern: /^\/(\S*)$/,
    items: (typed) =>
      store.known.app.commands
        .filter((one) => one.command.slice(1).startsWith(typed))
        .map((one) => ({
          label: `${one.command} ${one.usage_hint || ""}`,
          about: one.description,
          write: `${one.command} `,
        })),
  },
  {
    pattern: /(?:^|\s)@([^@\n]*)$/,
    items: (typed) =>
      Object.values(store.known.people)
        .filter((one) => one.name.toLowerCase().startsWith(typed.toLowerCase()))
        .slice(0, 6)
        .map((one) => ({ label: one.name, about: one.is_bot ? "App" : "", write: `@${one.name} ` })),
  },
];

export function composerFor(channelId, name) {
  const onsend = async (text) => {
    const outcome = await post(text.startsWith("/") ? "command" : "message", { channel: channelId, text });
    await refresh();
    return outcome;
  };
  return composer({
    label: `Message ${name}`,
    placeholder: `Message ${name}, or / for a command`,
    completions: COMPLETIONS,
    onsend,
  });
}
