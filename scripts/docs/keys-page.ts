import type { KeyRow } from '../../packages/cli/src/tui/keys/bindings.ts';
import { keyForms, sayKey } from '../../packages/cli/src/tui/keys/names.ts';
import { table } from './table.ts';

const say = (keys: readonly string[]) => keys.map((key) => `\`${sayKey(key)}\``).join(', ');

/** The page of the chat's keys, from their table. */
export function renderKeysPage(groups: readonly string[], rows: Readonly<Record<string, KeyRow>>): string {
  const sections = groups.map((group) => {
    const own = Object.entries(rows).filter(([, row]) => row.group === group);
    const lines = own.map(([name, row]) => [
      say(row.keys),
      row.vim ? say(row.vim) : 'the same',
      row.say,
      `\`${name}\``,
    ]);
    return `## ${group}\n\n${table(['key', 'vim preset', 'what it does', 'action'], lines)}`;
  });
  return `# Keys of the chat

This page is made from \`packages/cli/src/tui/keys/bindings.ts\` by \`npm run docs\`. In the chat, \`?\` shows the keys as they are in force.

Keys are like those of emacs and readline. \`securechat config set keys vim\` gives those of vim: text is typed in insert mode, \`Escape\` leaves it, and
letters then are commands.

${sections.join('\n\n')}

## Your own keys

\`keys.toml\` beside \`settings.toml\` gives an action other keys; the actions are in the tables above. \`securechat config edit keys\` opens it, and says
what in it is not right.

\`\`\`toml
next-activity = ["f5", "alt+a"]
edit-outside = "ctrl+x e"
transpose = []
\`\`\`

Keys are ${keyForms}. Capital letters in names mean nothing
(\`Ctrl+K\`, \`ctrl+k\` and \`C-k\` are one key); for a capital letter with another key write \`alt+shift+a\`. A key that one of your actions takes is
taken from the action that had it before. Where two of yours want the same key in the same place, the later one does without, and the chat
says so as it opens.

Some terminals send the same for two keys: \`ctrl+i\` and \`tab\`, \`ctrl+m\` and \`enter\`, \`ctrl+h\` and \`backspace\`. \`shift+enter\` and \`ctrl+enter\` need
a terminal that speaks the kitty keyboard protocol.
`;
}
