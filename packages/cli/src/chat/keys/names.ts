import { err, ok, type Result } from '@securechat/protocol/result';

/** A key press: a key by its name in the table, or text. */
export type Press = { readonly key: string } | { readonly text: string };

/** Keys that produce no character, by their names in the table. */
const named = [
  'enter',
  'escape',
  'tab',
  'backspace',
  'delete',
  'insert',
  'space',
  'up',
  'down',
  'left',
  'right',
  'home',
  'end',
  'pageup',
  'pagedown',
  ...Array.from({ length: 24 }, (_, i) => `f${i + 1}`),
];

const otherNames: Readonly<Record<string, string>> = {
  return: 'enter',
  ret: 'enter',
  esc: 'escape',
  del: 'delete',
  ins: 'insert',
  bs: 'backspace',
  spc: 'space',
  pgup: 'pageup',
  pgdn: 'pagedown',
  pgdown: 'pagedown',
  plus: '+',
};

/** In the order in which they appear in a name. */
const modifiers = ['ctrl', 'alt', 'shift'] as const;
export type Modifier = (typeof modifiers)[number];
const otherModifiers: Readonly<Record<string, Modifier>> = {
  control: 'ctrl',
  c: 'ctrl',
  meta: 'alt',
  option: 'alt',
  m: 'alt',
  a: 'alt',
  s: 'shift',
};

const modifierThen = /^([a-z]+)[+-](?=.)/i;
const modifierOf = (name: string) =>
  modifiers.find((known) => known === name.toLowerCase()) ?? otherModifiers[name.toLowerCase()];

/** The canonical name of a key: modifiers in order, then the key. A letter with a modifier is lower case; its capital has `shift+`. */
export function keyName(key: string, held: ReadonlySet<Modifier>): string {
  const isLetter = key.length === 1 && key !== key.toLowerCase();
  const all = isLetter && held.size > 0 ? new Set([...held, 'shift']) : held;
  const plain = all.size > 0 ? key.toLowerCase() : key;
  return [...modifiers.filter((modifier) => all.has(modifier)), plain].join('+');
}

/** Alt+key as the two presses that send the same bytes: Esc, then the key, or its character as text. `undefined` for a key without Alt. */
export function withoutAlt(name: string): readonly Press[] | undefined {
  const parts = name.replace(/\+\+$/, '+plus').split('+');
  if (!parts.includes('alt')) return undefined;
  const key = parts.pop() ?? '';
  const bare = key === 'plus' ? '+' : key;
  const held = parts.filter((part) => part !== 'alt');
  const esc = { key: 'escape' };
  const writes = [...bare].length === 1 || bare === 'space';
  if (!writes || held.includes('ctrl')) return [esc, { key: [...held, bare].join('+') }];
  if (bare === 'space') return [esc, { text: ' ' }];
  return [esc, { text: held.includes('shift') ? bare.toUpperCase() : bare }];
}

/** The valid forms of a name, for error messages. */
export const keyForms =
  'a character, or one of enter, escape, tab, backspace, delete, insert, space, up, down, left, right, home, end, pageup, pagedown, f1 … f24, ' +
  'with ctrl+, alt+ or shift+ in front; two keys pressed in a row are separated by a space: ctrl+x ctrl+e';

function parseOne(written: string): string | undefined {
  const held = new Set<Modifier>();
  let rest = written;
  // The part after a plus must not be empty: the plus sign itself is a key, too.
  for (let found = modifierThen.exec(rest); found; found = modifierThen.exec(rest)) {
    const [all, name = ''] = found;
    const modifier = modifierOf(name);
    if (modifier === undefined) break;
    held.add(modifier);
    rest = rest.slice(all.length);
  }
  const lower = rest.toLowerCase();
  const key = [...rest].length === 1 ? rest : (otherNames[lower] ?? lower);
  if ([...key].length !== 1 && !named.includes(key)) return undefined;
  // Alt+A is written for the key with an A on it.
  return held.size > 0 ? keyName(key.toLowerCase(), held) : key;
}

/** Parses written keys (`Ctrl+X Ctrl+E`, `alt+1`, `PgUp`) into their name in the table. */
export function parseKeys(written: string): Result<string, string> {
  const keys = written.trim().split(/\s+/).map(parseOne);
  if (keys.length > 2) return err(`${written} is more than two keys.`);
  if (keys.some((key) => key === undefined)) return err(`${written} is not a key. Keys are: ${keyForms}.`);
  return ok(keys.join(' '));
}

const said: Readonly<Record<string, string>> = { pageup: 'PageUp', pagedown: 'PageDown' };
const capital = (part: string) => said[part] ?? `${part[0]?.toUpperCase() ?? ''}${part.slice(1)}`;

/** The name of a key as shown to users: `Ctrl+X u`; a single letter is unchanged. */
export function sayKey(name: string): string {
  const one = (key: string) =>
    key.length === 1 ? key : key.replace(/\+\+$/, '+plus').split('+').map(capital).join('+');
  return name.split(' ').map(one).join(' ');
}
