import { type Action, type ActionName, type KeyRow, keyTable, type Mode } from './bindings.ts';

/** Which keys there are before those of keys.toml. */
export type Preset = 'emacs' | 'vim';

/** What a key means in a mode: an action, or the first half of one. */
type Meaning = Action | 'begins';

/** The keys as they are in force. */
export type Keymap = {
  readonly preset: Preset;
  /** What a key, or two after one another, mean in this mode itself; not what they mean everywhere. */
  meaning(mode: Mode, keys: string): Meaning | undefined;
  /** True where single letters mean something, so that text must be looked at letter by letter. */
  hasLetters(mode: Mode): boolean;
  /** The keys of an action, by their names; none when it has none. */
  keysOf(name: ActionName): readonly string[];
};

/** A user's own keys: in the place of the preset's, for the actions that are named. */
export type CustomKeys = ReadonlyMap<ActionName, readonly string[]>;

type TakenKeys = { readonly name: ActionName; readonly keys: string };
type InMode = { readonly meanings: Map<string, Meaning>; readonly takenBy: Map<string, TakenKeys> };

const entries = Object.entries(keyTable) as readonly (readonly [ActionName, KeyRow])[];

/** Who has these keys already: the same ones, or ones of which one begins the other. */
function takenBy({ takenBy: taken }: InMode, keys: string): TakenKeys | undefined {
  const [first = '', second] = keys.split(' ');
  const same = taken.get(keys) ?? (second === undefined ? undefined : taken.get(first));
  return (
    same ?? (second === undefined ? [...taken.values()].find((other) => other.keys.startsWith(`${first} `)) : undefined)
  );
}

function put({ meanings, takenBy: taken }: InMode, name: ActionName, keys: string): void {
  const [first = '', second] = keys.split(' ');
  taken.set(keys, { name, keys });
  meanings.set(keys, keyTable[name].does);
  if (second !== undefined) meanings.set(first, 'begins');
}

/** The keys of a preset with a user's own. Where two rows of a mode want the same keys, the later one loses and a sentence says so. */
export function keymapOf(
  preset: Preset,
  custom: CustomKeys = new Map(),
): { readonly keymap: Keymap; readonly conflicts: readonly string[] } {
  const byMode = new Map<Mode, InMode>();
  const inMode = (mode: Mode): InMode => {
    const known = byMode.get(mode) ?? { meanings: new Map(), takenBy: new Map() };
    byMode.set(mode, known);
    return known;
  };
  const keysOf = new Map<ActionName, string[]>();
  const conflicts: string[] = [];
  const bind = (name: ActionName, wanted: readonly string[], ownKeys: boolean) => {
    const where = inMode(keyTable[name].mode);
    const got = wanted.filter((keys) => {
      const other = takenBy(where, keys);
      if (other === undefined) put(where, name, keys);
      // That a default gives way to what the user wants is no conflict.
      else if (ownKeys && other.name !== name)
        conflicts.push(`${name}: ${keys} is taken by ${other.name} (${other.keys}).`);
      return other === undefined;
    });
    keysOf.set(name, got);
  };
  // The user's own come first, in the order of the file, so that they win over every default.
  for (const [name, keys] of custom) bind(name, keys, true);
  for (const [name, { keys, vim }] of entries) {
    if (!custom.has(name)) bind(name, preset === 'vim' ? (vim ?? keys) : keys, false);
  }
  const letters = new Set(
    [...byMode]
      .filter(([, { meanings }]) => [...meanings.keys()].some((key) => [...key].length === 1))
      .map(([mode]) => mode),
  );
  const keymap: Keymap = {
    preset,
    meaning: (mode, keys) => byMode.get(mode)?.meanings.get(keys),
    hasLetters: (mode) => letters.has(mode),
    keysOf: (name) => keysOf.get(name) ?? [],
  };
  return { keymap, conflicts };
}

/** The keys of someone who has no keys.toml. */
export const defaultKeymap: Keymap = keymapOf('emacs').keymap;
