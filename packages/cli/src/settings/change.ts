import { isDeepStrictEqual } from 'node:util';
import { patch } from '@decimalturn/toml-patch';
import { err, isRoomId, ok, type Result } from '@securechat/protocol';
import { didYouMean } from '@securechat/protocol/did-you-mean';
import { parse } from 'smol-toml';
import { isRoomKey, readToml, validateValue } from './read.ts';
import { allowedOf, roomSettingRows, type SettingRow, settingRows } from './table.ts';

/** A setting by its typed name: its row, and its path in the file. */
export type Named = { readonly key: string; readonly row: SettingRow; readonly path: readonly string[] };

const own = (rows: Readonly<Record<string, SettingRow>>, key: string) =>
  Object.hasOwn(rows, key) ? rows[key] : undefined;

/** Finds the setting by a name such as `theme` or `rooms.ops.notify`. */
export function namedSetting(key: string): Result<Named, string> {
  const [, named, field] = /^rooms\.#?([^.]+)\.([^.]+)$/.exec(key) ?? [];
  const room = named?.toLowerCase();
  const row = field === undefined ? own(settingRows, key) : own(roomSettingRows, field);
  if (room !== undefined && !isRoomKey(room)) return err(`${room} is not a room name.`);
  if (row)
    return ok({
      key: room === undefined ? key : `rooms.${room}.${field}`,
      row,
      path: room === undefined ? [key] : ['rooms', room, field ?? ''],
    });
  if (key.startsWith('rooms')) {
    return err(
      `Unknown setting ${key}. The settings of a room are rooms.ROOM.${Object.keys(roomSettingRows).join(' and rooms.ROOM.')}.`,
    );
  }
  return err(`Unknown setting ${key}.${didYouMean(key, Object.keys(settingRows))} List them: securechat config list`);
}

/** Parses a value typed in a shell. A list is written as in the file, or is a single word. */
function typedValue({ kind }: SettingRow, typed: string): unknown {
  if (kind === 'flag') return typed === 'true' ? true : typed === 'false' ? false : typed;
  if (kind !== 'list') return typed;
  const list = readToml(`list = ${typed}`).value.list;
  return Array.isArray(list) ? list : typed === '' ? [] : [typed];
}

type Table = Record<string, unknown>;

/** The table with this value at this path; missing tables are created. */
function withValue(table: Readonly<Table>, [first = '', ...rest]: readonly string[], value: unknown): Table {
  const inner = (Object.hasOwn(table, first) ? table[first] : {}) as Table;
  return { ...table, [first]: rest.length === 0 ? value : withValue(inner, rest, value) };
}

/** A room's first setting starts a new table at the end of the file. */
function withTable(source: string, table: Readonly<Table>, path: readonly string[]): string {
  const rooms = (table.rooms ?? {}) as Table;
  const room = path[1];
  if (path.length < 3 || room === undefined || Object.hasOwn(rooms, room)) return source;
  return `${source}${source === '' || source.endsWith('\n') ? '' : '\n'}${source === '' ? '' : '\n'}[rooms.${isRoomId(room) ? room : JSON.stringify(room)}]\n`;
}

/** The table without the value at this path; a table that becomes empty is removed, too. */
function withoutValue(table: Readonly<Table>, [first = '', ...rest]: readonly string[]): Table {
  const { [first]: inner, ...others } = table;
  if (rest.length === 0) return others;
  const left = withoutValue((inner ?? {}) as Table, rest);
  return Object.keys(left).length === 0 ? others : { ...table, [first]: left };
}

const isSet = (table: unknown, path: readonly string[]): boolean =>
  path.length === 0
    ? true
    : typeof table === 'object' &&
      table !== null &&
      Object.hasOwn(table, path[0] ?? '') &&
      isSet((table as Table)[path[0] ?? ''], path.slice(1));

/** The line ends of a file, by its first line. Mixed ones are unified. */
const lineEnd = (source: string) => (/^[^\n]*\r\n/.test(source) ? '\r\n' : '\n');

/** Edits the file's text; comments, order and line ends are preserved. The error is a sentence. */
function edited(
  source: string,
  key: string,
  edit: (table: Readonly<Table>, text: string) => { readonly wanted: Table; readonly text: string },
): Result<string, string> {
  const text = source.replaceAll('\r\n', '\n');
  const before = readToml(text);
  const [broken] = before.complaints;
  if (broken !== undefined) return err(`The file is not valid TOML: ${broken} Fix it first: securechat config edit`);
  const cannot = err(`The file cannot be changed safely. Change ${key} by hand: securechat config edit`);
  try {
    const { wanted, text: begun } = edit(before.value, text);
    const patched = patch(begun, wanted);
    const after = patched === '' || patched.endsWith('\n') ? patched : `${patched}\n`;
    // The editing library and the one that the chat reads with must agree on the result.
    if (!isDeepStrictEqual(parse(after), parse(patch('', wanted)))) return cannot;
    return ok(lineEnd(source) === '\n' ? after : after.replaceAll('\n', '\r\n'));
  } catch {
    return cannot;
  }
}

/** The value typed for a setting. The error is a sentence. */
export function settingValue({ key, row }: Named, typed: string): Result<unknown, string> {
  const { value, complaints } = validateValue(key, row, typedValue(row, typed));
  return complaints[0] === undefined ? ok(value) : err(complaints[0]);
}

/** The file's text with one setting changed; comments and all else are preserved. The error is a sentence. */
export function changedSettings(source: string, { key, path }: Named, value: unknown): Result<string, string> {
  return edited(source, key, (table, text) => ({
    wanted: withValue(table, path, value),
    text: withTable(text, table, path),
  }));
}

/** The text without the one line whose removal gives `wanted`. Comments above it stay, since they may be about the whole file. */
function withoutLine(text: string, wanted: Table): string | undefined {
  const lines = text.split('\n');
  const reads = (candidate: string) => {
    const { value, complaints } = readToml(candidate);
    return (
      complaints.length === 0 &&
      isDeepStrictEqual(JSON.parse(JSON.stringify(value)), JSON.parse(JSON.stringify(wanted)))
    );
  };
  return lines.map((_, i) => lines.toSpliced(i, 1).join('\n')).find(reads);
}

/** The file's text without one setting; `undefined` if the file does not set it. The error is a sentence. */
export function unsetSettings(source: string, { key, path }: Named): Result<string | undefined, string> {
  if (!isSet(readToml(source).value, path)) return ok(undefined);
  return edited(source, key, (table, text) => {
    const wanted = withoutValue(table, path);
    return { wanted, text: withoutLine(text, wanted) ?? text };
  });
}

/** A template: every setting with its description, commented out with its default. */
export function settingsTemplate(): string {
  const lines = (rows: Readonly<Record<string, SettingRow>>) =>
    Object.entries(rows).map(
      ([key, row]) => `# ${row.description}: ${allowedOf(row)}\n# ${key} = ${JSON.stringify(row.default)}\n`,
    );
  const rooms = ['# One room:', '# [rooms.general]', ...lines(roomSettingRows)].join('\n');
  return [
    `# Settings of the SecureChat terminal client. Remove a # to change a setting.\n`,
    ...lines(settingRows),
    rooms,
  ].join('\n');
}
