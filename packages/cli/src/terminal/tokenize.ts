import { keyName, type Modifier, type Press } from '../chat/keys/names.ts';
import { accepted } from '../text/accepted.ts';

const none: ReadonlySet<Modifier> = new Set();
const alt: ReadonlySet<Modifier> = new Set(['alt']);
const ctrl: ReadonlySet<Modifier> = new Set(['ctrl']);
const altCtrl: ReadonlySet<Modifier> = new Set(['alt', 'ctrl']);

const named = (key: string, held = none): Press[] => [{ key: keyName(key, held) }];

/** A control character. Enter is a carriage return; a line feed is Ctrl+J, which inserts a line break. */
function controlKey(code: number, held: ReadonlySet<Modifier>): Press[] {
  if (code === 13) return named('enter', held);
  if (code === 9) return named('tab', held);
  if (code === 127 || code === 8) return named('backspace', held);
  if (code === 27) return named('escape', held);
  const withCtrl = held.has('alt') ? altCtrl : ctrl;
  // Terminals send it for Ctrl+/, too.
  if (code === 31) return named('_', withCtrl);
  return code >= 1 && code <= 26 ? named(String.fromCharCode(96 + code), withCtrl) : [];
}

const controls = /(\p{Cc})/u;

function textPresses(input: string): Press[] {
  return input.split(controls).flatMap((part): Press[] => {
    if (part === '') return [];
    if (controls.test(part)) return controlKey(part.charCodeAt(0), none);
    const text = accepted(part);
    return text === '' ? [] : [{ text }];
  });
}

/** Keys by the last letter of a sequence. */
const byLetter: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
  M: 'enter',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
  Z: 'tab',
};

/** Keys by the number of a sequence that ends with `~`, or with rxvt's `$` (Shift) or `^` (Ctrl). */
const byNumber: Readonly<Record<number, string>> = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'pageup',
  6: 'pagedown',
  7: 'home',
  8: 'end',
  ...Object.fromEntries([11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24].map((number, i) => [number, `f${i + 1}`])),
};

/** Keys that insert no text, by their code points in kitty's protocol. */
const byCode: Readonly<Record<number, string>> = {
  9: 'tab',
  13: 'enter',
  27: 'escape',
  32: 'space',
  127: 'backspace',
  57414: 'enter',
  57417: 'left',
  57418: 'right',
  57419: 'up',
  57420: 'down',
  57421: 'pageup',
  57422: 'pagedown',
  57423: 'home',
  57424: 'end',
  57425: 'insert',
  57426: 'delete',
};
const keypadFrom = 57399;
const keypad = '0123456789./*-+';
const privateUse = { from: 57344, to: 63743 };

/** The modifiers of `ESC [ 1 ; 5 A`: one more than the sum of their bits. */
function heldOf(parameter: string | undefined): ReadonlySet<Modifier> {
  const bits = Math.max(0, Number(parameter || 1) - 1);
  const held = new Set<Modifier>();
  if (bits & 1) held.add('shift');
  // Some terminals report Alt as Meta.
  if (bits & 2 || bits & 32) held.add('alt');
  if (bits & 4) held.add('ctrl');
  return held;
}

/** A key by its code point (kitty's protocol). A character without modifiers, or with only Shift, is text. */
function codeKey(code: number, held: ReadonlySet<Modifier>, written: string | undefined): Press[] {
  const name = byCode[code];
  const onlyShift = held.size === 0 || (held.size === 1 && held.has('shift'));
  if (name !== undefined) return name === 'space' && onlyShift ? [{ text: ' ' }] : named(name, held);
  const onKeypad = keypad[code - keypadFrom];
  if (onKeypad !== undefined) return onlyShift ? [{ text: onKeypad }] : named(onKeypad, held);
  if (code < 32 || code > 0x10ffff || (code >= privateUse.from && code <= privateUse.to)) return [];
  if (!onlyShift) return named(String.fromCodePoint(code), held);
  const letter = written ?? String.fromCodePoint(code);
  const text = accepted(written === undefined && held.has('shift') ? letter.toUpperCase() : letter);
  return text === '' ? [] : [{ text }];
}

/** The text that a key inserted, as kitty's protocol reports it. */
const writtenOf = (field: string | undefined) =>
  field === undefined || field === ''
    ? undefined
    : String.fromCodePoint(
        ...field
          .split(':')
          .map(Number)
          .filter((code) => code > 31 && code <= 0x10ffff),
      );

const released = '3';
const sequence = /^\[(?<params>[\d;:]*)(?<last>[A-Za-z~^$])$|^O(?<held>\d?)(?<ss3>[A-Za-z])$|^\[\[(?<console>[A-E])$/;

/** A control sequence without its escape character; empty if it is not a key press (a release, a cursor position). */
function sequenceKey(body: string, before: ReadonlySet<Modifier>): Press[] {
  const { params = '', last = '', held = '', ss3, console } = sequence.exec(body)?.groups ?? {};
  if (console !== undefined) return named(`f${'ABCDE'.indexOf(console) + 1}`, before);
  if (ss3 !== undefined) return lettered(ss3, new Set([...before, ...heldOf(held)]), true);
  const [first = '', second = '', third] = params.split(';');
  const [modifiers, event] = second.split(':');
  if (event === released) return [];
  const all = new Set([...before, ...heldOf(modifiers)]);
  const number = Number(first.split(':')[0] || 1);
  if (last === 'u') return codeKey(number, all, writtenOf(third));
  // xterm's modifyOtherKeys, also what tmux sends with `extended-keys`.
  if (last === '~' && number === 27) return third === undefined ? [] : codeKey(Number(third), all, undefined);
  if (last === '~' || last === '^' || last === '$') {
    const name = byNumber[number];
    if (last !== '~') all.add(last === '^' ? 'ctrl' : 'shift');
    return name === undefined ? [] : named(name, all);
  }
  return first === '' || first === '1' ? lettered(last, all, false) : [];
}

/** A key by its letter. rxvt sends lower-case ones: with Ctrl after `ESC O`, with Shift after `ESC [`. */
function lettered(letter: string, held: ReadonlySet<Modifier>, afterO: boolean): Press[] {
  const name = byLetter[letter];
  if (name !== undefined && (letter !== 'M' || afterO)) {
    return named(name, letter === 'Z' ? new Set([...held, 'shift']) : held);
  }
  const small = 'abcd'.includes(letter) ? byLetter[letter.toUpperCase()] : undefined;
  return small === undefined ? [] : named(small, new Set([...held, afterO ? 'ctrl' : 'shift']));
}

/** What follows an escape character: the rest of a sequence, or a key with Alt. */
function escapedKey(rest: string, held: ReadonlySet<Modifier>): Press[] {
  if (rest === '') return named('escape', held);
  if (rest.length > 1 && /^[[O]/.test(rest)) return sequenceKey(rest, held);
  if (rest.startsWith('\u001b')) return rest.length === 1 ? named('escape') : escapedKey(rest.slice(1), alt);
  const [key = '', ...more] = rest;
  const first = controls.test(key) ? controlKey(key.charCodeAt(0), alt) : named(key === ' ' ? 'space' : key, alt);
  return more.length === 0 ? first : [...first, ...textPresses(more.join(''))];
}

/**
 * Splits input into key presses, in order. With fast typing or a slow line many keys arrive at once (`"hi\r"`). The input is either text
 * with possible control characters, or one whole escape sequence.
 */
export function tokenize(input: string): Press[] {
  return input.startsWith('\u001b') ? escapedKey(input.slice(1), none) : textPresses(input);
}
