import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ok, type Result } from '@securechat/protocol';
import { didYouMean } from '@securechat/protocol/did-you-mean';
import { keysTemplate } from '../chat/keys/custom.ts';
import { loadKeymap } from '../chat/keys/load.ts';
import type { CommandContext } from '../cli-args/command-context.ts';
import { readIfThere, replaceFile } from '../config/files.ts';
import { type Home, homeAt } from '../config/home.ts';
import { readServers } from '../config/known-servers.ts';
import { type CommandError, commandError } from '../output/command-error.ts';
import { loadSettings, loadTheme } from '../settings/load.ts';
import { readToml } from '../settings/read.ts';
import { propertyOf, roomSettingRows, type Settings, settingRows, themeNames } from '../settings/table.ts';
import { accountNames } from './server-directory.ts';

const readable = 0o644;

type ShownSetting = { readonly key: string; readonly value: unknown; readonly set: boolean };

/** A value as written in the file. */
const inFile = (value: unknown) => JSON.stringify(value);
const settingIn = (settings: object, key: string): unknown => (settings as Record<string, unknown>)[propertyOf(key)];

/** The effective settings. Mistakes in the file are reported; the rest applies. */
function inForce(run: CommandContext): {
  readonly settings: Settings;
  readonly given: Readonly<Record<string, unknown>>;
} {
  const home = homeAt(run.flags.home);
  const { value, complaints } = loadSettings(home);
  for (const complaint of complaints) run.out.note(`securechat: ${complaint}`);
  const text = readIfThere(home.settingsFile);
  return { settings: value, given: readToml((text.ok && text.value) || '').value };
}

/** Prints every setting with its effective value. */
export async function listSettings(run: CommandContext): Promise<Result<void, CommandError>> {
  const { settings, given } = inForce(run);
  const general = Object.keys(settingRows).map(
    (key): ShownSetting => ({ key, value: settingIn(settings, key), set: Object.hasOwn(given, key) }),
  );
  const rooms = Object.entries(settings.rooms).flatMap(([room, values]) =>
    Object.keys(roomSettingRows).map(
      (key): ShownSetting => ({ key: `rooms.${room}.${key}`, value: settingIn(values, key), set: true }),
    ),
  );
  for (const { key, value, set } of [...general, ...rooms]) {
    if (run.flags.json) run.out.json({ key, value, set });
    else run.out.line(`${key} = ${inFile(value)}${set ? '' : run.out.dim('  # default')}`);
  }
  return ok(undefined);
}

/** Prints one setting's value. */
export async function getSetting(run: CommandContext, key: string): Promise<Result<void, CommandError>> {
  const { namedSetting } = await import('../settings/change.ts');
  const named = namedSetting(key);
  if (!named.ok) return commandError('usage', named.error);
  const { settings } = inForce(run);
  const { path, row } = named.value;
  const [, room, field] = path;
  const holder = room === undefined ? settings : settings.rooms[room];
  const value = holder === undefined ? row.default : settingIn(holder, field ?? key);
  if (run.flags.json) run.out.json({ key, value });
  else run.out.line(typeof value === 'string' ? value : inFile(value));
  return ok(undefined);
}

/** Refuses a theme that is neither built in nor a valid file, which the chat would report only when it starts. */
function checkTheme(home: Home, name: string): Result<void, CommandError> {
  const builtIn: readonly string[] = ['auto', ...themeNames];
  if (builtIn.includes(name)) return ok(undefined);
  const file = join(home.themesFolder, `${name}.toml`);
  if (/^[\w-]+$/.test(name) && existsSync(file)) {
    const { complaints } = loadTheme(home, name);
    return complaints[0] === undefined ? ok(undefined) : commandError('usage', complaints[0]);
  }
  return commandError(
    'usage',
    `Unknown theme ${name}.${didYouMean(name, builtIn)} Built in: ${builtIn.join(', ')}. Your own would be ${file}`,
  );
}

/** Refuses a server without an account in this home, which the chat would report only when it starts. */
function checkServers(home: Home, names: readonly string[]): Result<void, CommandError> {
  const known = readServers(home);
  if (!known.ok) return known;
  const openable = accountNames(known.value);
  const unknown = names.find((name) => !openable.includes(name));
  if (unknown === undefined) return ok(undefined);
  return commandError(
    'usage',
    `You are not logged in at ${unknown}.${didYouMean(unknown, openable)} Log in: securechat login --server ${unknown}`,
  );
}

/** Whether a well-formed value can be used on this device. */
function checkValue(home: Home, key: string, value: unknown): Result<void, CommandError> {
  if (key === 'theme') return checkTheme(home, value as Settings['theme']);
  return key === 'servers' ? checkServers(home, value as Settings['servers']) : ok(undefined);
}

/** Changes one setting in the file, and nothing else. */
export async function setSetting(run: CommandContext, key: string, typed: string): Promise<Result<void, CommandError>> {
  const { changedSettings, namedSetting, settingValue } = await import('../settings/change.ts');
  const named = namedSetting(key);
  if (!named.ok) return commandError('usage', named.error);
  const value = settingValue(named.value, typed);
  if (!value.ok) return commandError('usage', value.error);
  const home = homeAt(run.flags.home);
  const usable = checkValue(home, named.value.key, value.value);
  if (!usable.ok) return usable;
  const before = readIfThere(home.settingsFile);
  if (!before.ok) return before;
  const after = changedSettings(before.value ?? '', named.value, value.value);
  return after.ok
    ? replaceFile(home.settingsFile, after.value, readable, { keepsMode: true })
    : commandError('usage', after.error);
}

/** Removes one setting from the file, so that its default applies. */
export async function unsetSetting(run: CommandContext, key: string): Promise<Result<void, CommandError>> {
  const { namedSetting, unsetSettings } = await import('../settings/change.ts');
  const named = namedSetting(key);
  if (!named.ok) return commandError('usage', named.error);
  const { settingsFile } = homeAt(run.flags.home);
  const before = readIfThere(settingsFile);
  if (!before.ok) return before;
  const after = unsetSettings(before.value ?? '', named.value);
  if (!after.ok) return commandError('usage', after.error);
  if (after.value !== undefined) return replaceFile(settingsFile, after.value, readable, { keepsMode: true });
  run.out.note(`${named.value.key} is not set; its default already applies.`);
  return ok(undefined);
}

type Which = 'settings' | 'keys';

/** The file that an argument names. */
function fileOf(
  run: CommandContext,
  which: string | undefined,
): Result<{ readonly which: Which; readonly path: string }, CommandError> {
  const { settingsFile, keysFile } = homeAt(run.flags.home);
  if (which === undefined || which === 'settings') return ok({ which: 'settings', path: settingsFile });
  return which === 'keys'
    ? ok({ which, path: keysFile })
    : commandError('usage', `Unknown file ${which}. Use settings or keys.`);
}

/** Prints the path of the file. */
export async function settingsPath(
  run: CommandContext,
  which: string | undefined,
): Promise<Result<void, CommandError>> {
  const file = fileOf(run, which);
  if (!file.ok) return file;
  if (run.flags.json) run.out.json({ path: file.value.path });
  else run.out.line(file.value.path);
  return ok(undefined);
}

/** The mistakes in a file. */
function complaintsOf(run: CommandContext, which: Which): readonly string[] {
  const home = homeAt(run.flags.home);
  const settings = loadSettings(home);
  if (which === 'settings') return settings.complaints;
  return loadKeymap(home, settings.value.keys).complaints;
}

async function templateOf(which: Which): Promise<string> {
  if (which === 'keys') return keysTemplate();
  return (await import('../settings/change.ts')).settingsTemplate();
}

/** Opens the file in the user's editor, and reports mistakes afterwards. A missing file starts as a template. */
export async function editSettings(
  run: CommandContext,
  which: string | undefined,
): Promise<Result<void, CommandError>> {
  const file = fileOf(run, which);
  if (!file.ok) return file;
  if (!run.env.stdin.isTTY)
    return commandError('usage', `No terminal to run an editor in. Edit the file yourself: ${file.value.path}`);
  const { path } = file.value;
  const there = readIfThere(path);
  if (!there.ok) return there;
  if (there.value === undefined) {
    const made = replaceFile(path, await templateOf(file.value.which), readable);
    if (!made.ok) return made;
  }
  const { editorOf, runEditor } = await import('../process/editor.ts');
  const editor = loadSettings(homeAt(run.flags.home)).value.editor || editorOf(run.env.variables);
  const ran = await runEditor(editor, path);
  if (!ran.ok) return commandError('unexpected', ran.error);
  const [first, ...more] = complaintsOf(run, file.value.which);
  if (first === undefined) return ok(undefined);
  return commandError('usage', [first, ...more].join('\n'));
}
