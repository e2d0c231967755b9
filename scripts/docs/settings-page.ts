import { allowedOf, type SettingRow } from '../../packages/cli/src/settings/table.ts';
import { table } from './table.ts';

type Rows = Readonly<Record<string, SettingRow>>;

const rowsOf = (rows: Rows) =>
  table(
    ['key', 'what it sets', 'what it may be', 'without it'],
    Object.entries(rows).map(([key, row]) => [
      `\`${key}\``,
      row.say,
      allowedOf(row),
      `\`${JSON.stringify(row.without)}\``,
    ]),
  );

/** The page of the chat's settings, from their tables. */
export function renderSettingsPage(settings: Rows, roomSettings: Rows): string {
  return `# Settings of the terminal client

This page is made from \`packages/cli/src/settings/table.ts\` by \`npm run docs\`.

Settings stand in \`settings.toml\` in the system's folder for settings, on Linux \`~/.config/securechat/\`; \`securechat config path\` prints it.

\`\`\`
securechat config                          every setting with its value
securechat config get theme
securechat config set theme dark           changes this line; comments and all else stay
securechat config set rooms.ops.notify all
securechat config edit                     opens the file in your editor, and says what in it is not right
securechat config edit keys                the same with keys.toml: see keys.md
\`\`\`

A key that there is not, or a value that may not be, is said when the chat opens, with the file and what is allowed. The chat opens
nevertheless, with the default of that key.

${rowsOf(settings)}

## One room

In a table with the room's name, \`[rooms.NAME]\`:

${rowsOf(roomSettings)}

\`\`\`toml
theme = "dark"
keys = "vim"

[rooms.ops]
notify = "all"

[rooms.lunch]
muted = true
\`\`\`
`;
}
