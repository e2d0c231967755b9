import { allowedOf, type SettingRow } from '../../packages/cli/src/settings/table.ts';
import { table } from './table.ts';

type Rows = Readonly<Record<string, SettingRow>>;

const rowsOf = (rows: Rows) =>
  table(
    ['key', 'what it sets', 'values', 'default'],
    Object.entries(rows).map(([key, row]) => [
      `\`${key}\``,
      row.description,
      allowedOf(row),
      `\`${JSON.stringify(row.default)}\``,
    ]),
  );

/** The page of the chat's settings, generated from their tables. */
export function renderSettingsPage(settings: Rows, roomSettings: Rows): string {
  return `# Settings of the terminal client

Generated from \`packages/cli/src/settings/table.ts\` by \`npm run docs\`.

The settings are in \`settings.toml\` in the system's configuration folder, \`~/.config/securechat/\` on Linux. \`securechat config path\` prints
the path.

\`\`\`sh
securechat config                          # list every setting with its value
securechat config get theme
securechat config set theme dark           # change one line, keep comments
securechat config set rooms.ops.notify all
securechat config unset theme              # remove the line: the default applies again
securechat config edit                     # open the file in your editor and check it afterwards
securechat config edit keys                # the same for keys.toml, see keys.md
\`\`\`

Unknown keys and invalid values are reported when the chat opens. The chat then uses the default.

${rowsOf(settings)}

## Settings of one room

These go into a table with the room's name, \`[rooms.NAME]\`:

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
