import { type Action, type ActionName, type KeyRow, keyTable, type Mode } from './bindings.ts';
import { sayKey } from './names.ts';

/** The key bindings that keys.toml builds on. */
export type Preset = 'emacs' | 'vim';

/** The meaning of a key in a mode: an action, or the first key of a chord. */
type Meaning = Action | 'begins';

/** The effective key bindings. */
export type Keymap = {
  readonly preset: Preset;
  /** The meaning of a key or chord in this mode, not including what it means everywhere. */
  meaning(mode: Mode, keys: string): Meaning | undefined;
  /** True if single characters are keys in this mode, so that text must be handled character by character. */
  hasLetters(mode: Mode): boolean;
  /** The keys of an action, by name; may be empty. */
  keysOf(name: ActionName): readonly string[];
};

/** Custom keys, which replace the preset's for the named actions. */
export type CustomKeys = ReadonlyMap<ActionName, readonly string[]>;

type TakenKeys = { readonly name: ActionName; readonly keys: string };
type InMode = { readonly meanings: Map<string, Meaning>; readonly takenBy: Map<string, TakenKeys> };

const entries = Object.entries(keyTable) as readonly (readonly [ActionName, KeyRow])[];

/** The action that has these keys already: the same ones, or a prefix of each other. */
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

/** A preset with custom keys. If two rows of a mode want the same keys, the later one loses, and a sentence reports it. */
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
      // A default that yields to a custom key is not a conflict.
      else if (ownKeys && other.name !== name)
        conflicts.push(`${name}: ${keys} is taken by ${other.name} (${other.keys}).`);
      return other === undefined;
    });
    keysOf.set(name, got);
  };
  // Custom keys come first, in the order of the file, so that they take precedence over defaults.
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

/** The bindings without a keys.toml. */
export const defaultKeymap: Keymap = keymapOf('emacs').keymap;

/** The key that cancels an edit, as it is shown. */
export function cancelKey({ keysOf }: Keymap): string {
  return sayKey(keysOf('close')[0] ?? keysOf('vim-close')[0] ?? 'escape');
}
