import { action, type CommandRow } from './command-row.ts';
import { type SettingRow, settingRows, themeNames } from './settings/table.ts';

/** A separate import, because no other command needs the settings. */
const settings = () => import('./commands/config.ts');
const settingKeys = Object.keys(settingRows);
const valuesOf = ({ kind, choices = [] }: SettingRow) => (kind === 'flag' ? ['true', 'false'] : choices);
const settingValues = {
  ...Object.fromEntries(Object.entries<SettingRow>(settingRows).map(([key, row]) => [key, valuesOf(row)])),
  theme: ['auto', ...themeNames],
};
const settingFiles = ['settings', 'keys'];

/** `securechat config` and its subcommands. */
export const config: CommandRow = {
  usage: 'config',
  summary: 'list, get, set, unset and edit the settings of the chat',
  examples: ['securechat config', 'securechat config set theme dark', 'securechat config edit'],
  run: action(async (run) => (await settings()).listSettings(run)),
  subcommands: [
    {
      usage: 'list',
      summary: 'list every setting with its value',
      examples: ['securechat config list --json'],
      run: action(async (run) => (await settings()).listSettings(run)),
    },
    {
      usage: 'get <key>',
      summary: 'print the value of a setting',
      words: settingKeys,
      examples: ['securechat config get theme', 'securechat config get rooms.ops.notify'],
      run: action(async (run, key) => (await settings()).getSetting(run, key)),
    },
    {
      usage: 'set <key> <value>',
      summary: 'change a setting in settings.toml, keeping its comments',
      words: settingKeys,
      values: settingValues,
      examples: [
        'securechat config set keys vim',
        'securechat config set rooms.ops.notify all',
        `securechat config set notify-command '["notify-send", "{title}", "{text}"]'`,
      ],
      run: action(async (run, key, [, value = '']) => (await settings()).setSetting(run, key, value)),
    },
    {
      usage: 'unset <key>',
      summary: 'remove a setting from settings.toml, so that its default applies',
      words: settingKeys,
      examples: ['securechat config unset theme', 'securechat config unset rooms.ops.notify'],
      run: action(async (run, key) => (await settings()).unsetSetting(run, key)),
    },
    {
      usage: 'edit [file]',
      summary: 'open settings.toml or keys.toml in an editor, and check it afterwards',
      words: settingFiles,
      examples: ['securechat config edit', 'securechat config edit keys'],
      run: action(async (run, file: string | undefined) => (await settings()).editSettings(run, file)),
    },
    {
      usage: 'path [file]',
      summary: 'print the path of settings.toml or keys.toml',
      words: settingFiles,
      examples: ['securechat config path', 'cp my-keys.toml "$(securechat config path keys)"'],
      run: action(async (run, file: string | undefined) => (await settings()).settingsPath(run, file)),
    },
  ],
};
