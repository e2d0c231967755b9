import type { KeyRow } from '../../packages/cli/src/chat/keys/bindings.ts';
import { keyForms, sayKey } from '../../packages/cli/src/chat/keys/names.ts';
import { table } from './table.ts';

const say = (keys: readonly string[]) => keys.map((key) => `\`${sayKey(key)}\``).join(', ');

/** The page of the chat's keys, generated from their table. */
export function renderKeysPage(groups: readonly string[], rows: Readonly<Record<string, KeyRow>>): string {
  const sections = groups.map((group) => {
    const own = Object.entries(rows).filter(([, row]) => row.group === group);
    const lines = own.map(([name, row]) => [
      say(row.keys),
      row.vim ? say(row.vim) : 'the same',
      row.description,
      `\`${name}\``,
    ]);
    return `## ${group}\n\n${table(['key', 'vim preset', 'what it does', 'action'], lines)}`;
  });
  return `# Keys of the chat

Generated from \`packages/cli/src/chat/keys/bindings.ts\` by \`npm run docs\`. In the chat, \`?\` shows the current keys.

The default keys are those of emacs and readline. \`securechat config set keys vim\` switches to vim keys: you type in insert mode, and
\`Escape\` returns to normal mode.

\`Up\` in the empty composer edits your last message, as in Slack, Discord and Mattermost; \`Enter\` saves it and \`Escape\` gives back what you
were writing. After a command that does not exist, it brings the command back instead. \`Alt+P\` recalls the messages that you have sent, as in
the shells of emacs, and so does \`Up\` on the first line of a text.

${sections.join('\n\n')}

## Your own keys

To change the keys of an action, add a line to \`keys.toml\`, which is beside \`settings.toml\`. The tables above list the actions.
\`securechat config edit keys\` opens the file and checks it afterwards. An empty list removes all keys of an action:

\`\`\`toml
next-activity = ["f5", "alt+a"]
edit-outside = "ctrl+x e"
transpose = []
\`\`\`

A key is ${keyForms}. Names are case-insensitive
(\`Ctrl+K\`, \`ctrl+k\` and \`C-k\` are the same key); for a capital letter with a modifier write \`alt+shift+a\`. A key that you give to an action is
removed from the action that had it. If two of your actions use the same key in the same place, the first one in the file gets it, and the
chat reports the other one when it opens.

Some terminals send the same code for two keys: \`ctrl+i\` and \`tab\`, \`ctrl+m\` and \`enter\`, \`ctrl+h\` and \`backspace\`. \`shift+enter\` and \`ctrl+enter\` need
a terminal that supports the kitty keyboard protocol or xterm's modifyOtherKeys.
`;
}
