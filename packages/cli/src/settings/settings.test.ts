import { expect, test } from 'vitest';
import { changedSettings, namedSetting, settingsTemplate, settingValue } from './change.ts';
import { validateSettings } from './read.ts';
import { defaultSettings, roomSettings, settingRows } from './table.ts';

test('missing settings have their defaults, and given ones apply', () => {
  expect(validateSettings('')).toEqual({ value: defaultSettings, complaints: [] });
  const { value, complaints } = validateSettings(`
theme = "solarized" # mine
keys = "vim"
notify = "command"
notify-command = ["notify-send", "{title}"]
do-not-disturb = true
[rooms.ops]
muted = true
[rooms.constructor]
notify = "all"
`);
  expect(complaints).toEqual([]);
  expect(value).toMatchObject({
    theme: 'solarized',
    keys: 'vim',
    notifyCommand: ['notify-send', '{title}'],
    doNotDisturb: true,
  });
  expect(roomSettings(value, 'ops')).toEqual({ notify: 'mentions', muted: true });
  expect(roomSettings(value, 'constructor')).toEqual({ notify: 'all', muted: false });
  expect(roomSettings(value, 'toString')).toEqual({ notify: 'mentions', muted: false });
});

test('each mistake is reported with the allowed values, and only that setting falls back to its default', () => {
  const { value, complaints } = validateSettings(`
theme = 5
keyss = "vim"
notify = "pigeon"
do-not-disturb = "yes"
notify-command = "beep"
links = "never"
[rooms.ops]
notify = "some"
muted = true
loud = true
[rooms."a/b"]
muted = true
`);
  expect(complaints).toEqual([
    'theme is 5; it must be auto, dark, light, high-contrast, 16, none, or the name of a theme file.',
    'Unknown setting keyss. Did you mean keys? List them: securechat config list',
    'notify is "pigeon"; it must be one of auto, osc, bell, command, off.',
    'do-not-disturb is "yes"; it must be true or false.',
    expect.stringMatching(/^notify-command is "beep"; it must be a command and its arguments/),
    'rooms.ops.notify is "some"; it must be one of all, mentions, none.',
    'Unknown setting rooms.ops.loud. List them: securechat config list',
    expect.stringMatching(/^rooms\.a\/b: room names have/),
  ]);
  expect(value).toEqual({
    ...defaultSettings,
    links: 'never',
    rooms: Object.assign(Object.create(null), { ops: { notify: 'mentions', muted: true } }),
  });
  expect(validateSettings('theme = "dark"\nkeys = ').complaints).toEqual([expect.stringMatching(/^line 2: /)]);
  expect(validateSettings('rooms = 1').complaints).toEqual(['rooms must be tables: [rooms.NAME]']);
});

function changed(source: string, key: string, typed: string): string {
  const named = namedSetting(key);
  if (!named.ok) return named.error;
  const value = settingValue(named.value, typed);
  if (!value.ok) return value.error;
  const result = changedSettings(source, named.value, value.value);
  return result.ok ? result.value : result.error;
}

test('a change leaves comments and everything else unchanged', () => {
  const source = `# mine
theme = "dark" # calm
notify-command = [
  "a", # x
]

[rooms.ops]
# loud
notify = "all"
`;
  const lines = source.split('\n');
  expect(changed(source, 'theme', 'light')).toBe(source.replace('"dark"', '"light"'));
  const quiet = changed(source, 'do-not-disturb', 'true');
  expect(quiet.split('\n')).toEqual(expect.arrayContaining([...lines, 'do-not-disturb = true']));
  expect(validateSettings(quiet)).toMatchObject({ complaints: [], value: { doNotDisturb: true, theme: 'dark' } });
  expect(changed(source, 'rooms.ops.muted', 'true')).toContain('# loud\nnotify = "all"\nmuted = true\n');
  expect(changed(source, 'rooms.cats.muted', 'true')).toBe(`${source}\n[rooms.cats]\nmuted = true\n`);
  expect(changed('', 'theme', 'dark')).toBe('theme = "dark"\n');
  expect(changed('', 'rooms.cats.muted', 'true')).toBe('[rooms.cats]\nmuted = true\n');
  expect(changed('', 'notify-command', '["notify-send", "{text}"]')).toContain(
    '["notify-send", "{text}"]'.slice(1, -1),
  );
  expect(validateSettings(changed('', 'notify-command', 'beep')).value.notifyCommand).toEqual(['beep']);
  expect(validateSettings(changed('theme = "x"', 'theme', 'a"b\\')).value.theme).toBe('a"b\\');
});

test('an invalid setting is reported, and nothing changes', () => {
  expect(changed('', 'tehme', 'dark')).toBe(
    'Unknown setting tehme. Did you mean theme? List them: securechat config list',
  );
  expect(changed('', 'rooms.ops', 'x')).toContain('rooms.ROOM.notify and rooms.ROOM.muted');
  expect(changed('', 'rooms.OPS!.muted', 'true')).toContain('not a room name');
  expect(changed('', 'keys', 'nano')).toBe('keys is "nano"; it must be one of emacs, vim.');
  expect(changed('', 'do-not-disturb', '1')).toContain('true or false');
  expect(changed('theme = ', 'keys', 'vim')).toMatch(/not valid TOML.*config edit/);
});

test('the template changes nothing, and each of its lines is valid', () => {
  expect(validateSettings(settingsTemplate())).toEqual({ value: defaultSettings, complaints: [] });
  const used = settingsTemplate().replaceAll(/^# (?=[a-z-]+ = |\[rooms)/gm, '');
  const { value, complaints } = validateSettings(used);
  expect(complaints).toEqual([]);
  expect(value).toEqual({
    ...defaultSettings,
    rooms: { __proto__: null, general: { notify: 'mentions', muted: false } },
  });
  for (const key of Object.keys(settingRows)) expect(used).toMatch(new RegExp(`^${key} = `, 'm'));
});
