import { isRoomId } from '@securechat/protocol';
import { didYouMean } from '@securechat/protocol/did-you-mean';
import { parse, TomlError } from 'smol-toml';
import * as v from 'valibot';
import {
  allowedOf,
  defaultSettings,
  defaultsOf,
  propertyOf,
  type RoomSettings,
  roomSettingRows,
  type SettingRow,
  type Settings,
  settingRows,
} from './table.ts';

/** A file's value, and a sentence for each mistake in it; the defaults apply there. */
export type Validated<T> = { readonly value: T; readonly complaints: readonly string[] };

type Table = Readonly<Record<string, unknown>>;

/** The schema of a row's value. */
function schemaOf({ kind, choices }: SettingRow): v.GenericSchema {
  if (choices) return v.picklist(choices);
  if (kind === 'flag') return v.boolean();
  return kind === 'list' ? v.array(v.string()) : v.string();
}

const text = (value: unknown) => JSON.stringify(value) ?? String(value);

/** Validates a value; the complaint names the allowed values. */
export function validateValue(where: string, row: SettingRow, value: unknown): Validated<unknown> {
  const checked = v.safeParse(schemaOf(row), value);
  if (checked.success) return { value: checked.output, complaints: [] };
  const wrong = `${where} is ${text(value).slice(0, 60)}; it must be ${allowedOf(row)}.`;
  return { value: row.default, complaints: [wrong] };
}

/** Reads the rows of one table; `prefix` precedes its keys in complaints. */
function validateTable(prefix: string, rows: Readonly<Record<string, SettingRow>>, given: Table): Validated<Table> {
  const value: Record<string, unknown> = defaultsOf(rows);
  const complaints: string[] = [];
  for (const [key, has] of Object.entries(given)) {
    const row = Object.hasOwn(rows, key) ? rows[key] : undefined;
    if (!row) {
      const names = Object.keys(rows);
      complaints.push(
        `Unknown setting ${prefix}${key}.${didYouMean(key, names, prefix)} List them: securechat config list`,
      );
      continue;
    }
    const validated = validateValue(`${prefix}${key}`, row, has);
    complaints.push(...validated.complaints);
    value[propertyOf(key)] = validated.value;
  }
  return { value, complaints };
}

/** Settings are kept for the name of a room, and for `@bob`. */
export const isRoomKey = (name: string): boolean => isRoomId(name.replace(/^@/, ''));

const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

function validateRooms(given: unknown): Validated<Settings['rooms']> {
  const rooms: Record<string, RoomSettings> = Object.create(null);
  if (!isTable(given)) return { value: rooms, complaints: ['rooms must be tables: [rooms.NAME]'] };
  const complaints: string[] = [];
  for (const [name, table] of Object.entries(given)) {
    if (!isRoomKey(name))
      complaints.push(
        `rooms.${name}: room names have 1–32 characters: a–z, 0–9, _ and -, starting with a letter or digit.`,
      );
    else if (!isTable(table)) complaints.push(`rooms.${name} must be a table: [rooms.${name}]`);
    else {
      const validated = validateTable(`rooms.${name}.`, roomSettingRows, table);
      complaints.push(...validated.complaints);
      rooms[name] = validated.value as RoomSettings;
    }
  }
  return { value: rooms, complaints };
}

/** Parses TOML. The complaint names the line. */
export function readToml(source: string): Validated<Table> {
  try {
    return { value: parse(source), complaints: [] };
  } catch (thrown) {
    const at = thrown instanceof TomlError ? `line ${thrown.line}: ` : '';
    const why = thrown instanceof Error ? (thrown.message.split('\n')[0] ?? '') : String(thrown);
    return { value: {}, complaints: [`${at}${why}. The file is ignored.`] };
  }
}

/** Reads settings from a file's text. Never fails: each mistake is a complaint, and its default applies. */
export function validateSettings(source: string): Validated<Settings> {
  const toml = readToml(source);
  const { rooms: given = {}, ...rest } = toml.value;
  const own = validateTable('', settingRows, rest);
  const rooms = validateRooms(given);
  return {
    value: { ...defaultSettings, ...own.value, rooms: rooms.value },
    complaints: [...toml.complaints, ...own.complaints, ...rooms.complaints],
  };
}
