import { isDeepStrictEqual } from 'node:util';
import { patch } from '@decimalturn/toml-patch';
import { err, isRoomId, ok, type Result } from '@securechat/protocol';
import { parse } from 'smol-toml';
import { nearest } from '../nearest.ts';
import { judgeValue, readToml } from './read.ts';
import { allowedOf, roomSettingRows, type SettingRow, settingRows } from './table.ts';

/** A setting as a person names it: its row, and where it stands in the file. */
export type Named = { readonly key: string; readonly row: SettingRow; readonly path: readonly string[] };

const own = (rows: Readonly<Record<string, SettingRow>>, key: string) =>
  Object.hasOwn(rows, key) ? rows[key] : undefined;

/** Finds the setting that `theme` or `rooms.ops.notify` names. */
export function namedSetting(key: string): Result<Named, string> {
  const [, room, field] = /^rooms\.([^.]+)\.([^.]+)$/.exec(key) ?? [];
  const row = field === undefined ? own(settingRows, key) : own(roomSettingRows, field);
  if (room !== undefined && !isRoomId(room)) return err(`${room} is no name of a room.`);
  if (row) return ok({ key, row, path: room === undefined ? [key] : ['rooms', room, field ?? ''] });
  if (key.startsWith('rooms')) {
    return err(
      `${key} is no setting. Those of a room are rooms.NAME.${Object.keys(roomSettingRows).join(', rooms.NAME.')}.`,
    );
  }
  return err(
    `${key} is no setting. Did you mean ${nearest(key, Object.keys(settingRows))}? All: securechat config list`,
  );
}

/** A value as it is typed in a shell. A list is typed as in the file, or is the one word. */
function typedValue({ kind }: SettingRow, typed: string): unknown {
  if (kind === 'flag') return typed === 'true' ? true : typed === 'false' ? false : typed;
  if (kind !== 'list') return typed;
  const list = readToml(`list = ${typed}`).value.list;
  return Array.isArray(list) ? list : typed === '' ? [] : [typed];
}

type Table = Record<string, unknown>;

/** The table with this value at this place; tables on the way are made. */
function withValue(table: Readonly<Table>, [first = '', ...rest]: readonly string[], value: unknown): Table {
  const inner = (Object.hasOwn(table, first) ? table[first] : {}) as Table;
  return { ...table, [first]: rest.length === 0 ? value : withValue(inner, rest, value) };
}

/** A room's first setting begins a table of its own at the end, as a person would write it. */
function withTable(source: string, table: Readonly<Table>, path: readonly string[]): string {
  const rooms = (table.rooms ?? {}) as Table;
  const room = path[1];
  if (path.length < 3 || room === undefined || Object.hasOwn(rooms, room)) return source;
  return `${source}${source === '' || source.endsWith('\n') ? '' : '\n'}${source === '' ? '' : '\n'}[rooms.${room}]\n`;
}

/** The file's text with one setting changed; comments and all else stay as they are. The error is a sentence. */
export function changedSettings(source: string, named: Named, typed: string): Result<string, string> {
  const judged = judgeValue(named.key, named.row, typedValue(named.row, typed));
  const [wrong] = judged.complaints;
  if (wrong !== undefined) return err(wrong);
  const before = readToml(source);
  const [broken] = before.complaints;
  if (broken !== undefined) return err(`The file is not TOML: ${broken} Mend it first: securechat config edit`);
  const cannot = err(`The file's form cannot be changed safely. Set ${named.key} by hand: securechat config edit`);
  try {
    const wanted = withValue(before.value, named.path, judged.value);
    const patched = patch(withTable(source, before.value, named.path), wanted);
    const after = patched.endsWith('\n') ? patched : `${patched}\n`;
    // What was written by one library must read the same by the other, which the chat uses.
    return isDeepStrictEqual(parse(after), parse(patch('', wanted))) ? ok(after) : cannot;
  } catch {
    return cannot;
  }
}

/** A file to begin with: every setting with what it does, each as a comment with its default. */
export function settingsTemplate(): string {
  const lines = (rows: Readonly<Record<string, SettingRow>>) =>
    Object.entries(rows).map(
      ([key, row]) => `# ${row.say}: ${allowedOf(row)}\n# ${key} = ${JSON.stringify(row.without)}\n`,
    );
  const rooms = ['# One room:', '# [rooms.general]', ...lines(roomSettingRows)].join('\n');
  return [
    `# Settings of the SecureChat terminal client. Take away a # to set one.\n`,
    ...lines(settingRows),
    rooms,
  ].join('\n');
}
