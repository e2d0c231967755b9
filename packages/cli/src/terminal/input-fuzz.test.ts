import { isDeepStrictEqual } from 'node:util';
import { FakeClock } from '@securechat/testkit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type InputEvent, TerminalInput } from './input.ts';

/** Number of streams per property: `INPUT_FUZZ_RUNS=100000 vitest run --project unit packages/cli/src/terminal/input-fuzz.test.ts`. */
const runs = { numRuns: Number(process.env.INPUT_FUZZ_RUNS || 300) };

const esc = '\u001b';
const pasteStart = `${esc}[200~`;
const pasteEnd = `${esc}[201~`;
/** Longer than anything is held back. */
const settledMs = 2000;

type Told = { readonly [kind: string]: unknown };

/** Merges adjacent texts, whatever the number of reads. */
function add(told: Told[], event: InputEvent): void {
  const last = told.at(-1);
  if (event.kind !== 'key') told.push(event);
  else if ('key' in event.press) told.push(event.press);
  else if (typeof last?.typed === 'string') told[told.length - 1] = { typed: last.typed + event.press.text };
  else told.push({ typed: event.press.text });
}

function opened() {
  const clock = new FakeClock();
  const told: Told[] = [];
  const input = new TerminalInput((event) => add(told, event), clock);
  return { clock, told, input };
}

/** The events of these reads, with a pause between them. */
function emitted(reads: readonly Uint8Array[], pauseMs = 0): readonly Told[] {
  const { clock, told, input } = opened();
  for (const [i, read] of reads.entries()) {
    if (i > 0) clock.advance(pauseMs);
    input.push(read);
  }
  clock.advance(settledMs);
  if (clock.waiting > 0) throw new Error('something is still held back');
  return told;
}

/** `toEqual` would take most of the time of a run, and is needed only for the message of a failure. */
function same(told: readonly Told[], all: readonly Told[]): void {
  if (!isDeepStrictEqual(told, all)) expect(told).toEqual(all);
}

const cutOnce = (bytes: Uint8Array) =>
  Array.from({ length: Math.max(0, bytes.length - 1) }, (_, i) => [bytes.subarray(0, i + 1), bytes.subarray(i + 1)]);
const eachByte = (bytes: Uint8Array) => Array.from(bytes, (byte) => Uint8Array.of(byte));

/** Bytes that a terminal sends, and their meaning. `whole`: a pause after the escape character turns it into the key Esc. */
type Token = { readonly sent: string; readonly is: readonly Told[]; readonly whole?: true };
const key = (sent: string, name: string): Token => ({ sent, is: [{ key: name }] });
const typed = (text: string): Token => ({ sent: text, is: [{ typed: text }] });
const reply = (sent: string): Token => ({ sent, is: [{ kind: 'other-report', sequence: sent }] });
const tokens: readonly Token[] = [
  ...['a', 'Z', '5', ' ', ';', '[', 'é', '漢', '👍', 'hello there'].map(typed),
  ...Object.entries({ '\u0001': 'ctrl+a', '\u007f': 'backspace', '\t': 'tab', '\u001f': 'ctrl+_' }).map(
    ([sent, name]) => key(sent, name),
  ),
  ...Object.entries({
    '[A': 'up',
    '[1;5C': 'ctrl+right',
    '[3~': 'delete',
    '[5^': 'ctrl+pageup',
    '[[C': 'f3',
    '[Z': 'shift+tab',
    '[27u': 'escape',
    '[13;2u': 'shift+enter',
    '[57421;5:1u': 'ctrl+pageup',
    '[27;5;13~': 'ctrl+enter',
    '[24;2~': 'shift+f12',
  }).map(([sent, name]) => key(esc + sent, name)),
  // Esc followed by `OMG` may be typed.
  ...Object.entries({ OA: 'up', OP: 'f1', OM: 'enter', '\u001b[A': 'alt+up' }).map(
    ([sent, name]): Token => ({ ...key(esc + sent, name), whole: true }),
  ),
  ...(['a', '7', '漢'] as const).map((char): Token => ({ ...key(esc + char, `alt+${char}`), whole: true })),
  { sent: `${pasteStart}one\r${esc}[A\u0003漢${pasteEnd}`, is: [{ kind: 'paste', text: `one\r${esc}[A\u0003漢` }] },
  { sent: `${esc}[I`, is: [{ kind: 'focus', focused: true }] },
  { sent: `${esc}[O`, is: [{ kind: 'focus', focused: false }] },
  { sent: `${esc}]11;rgb:ff/ff/ff\u0007`, is: [{ kind: 'background', background: 'light' }] },
  { sent: `${esc}]11;rgba:0/0/0/0${esc}\\`, is: [{ kind: 'background', background: 'dark' }] },
  { sent: `${esc}[?1u`, is: [{ kind: 'kitty-keyboard' }] },
  ...['[?62;4c', '[>0;276;0c', '[8;24;80t', '[?2026;2$y', '[M !!', '[<64;1;1m', '[48;24;80;0;0t'].map((report) =>
    reply(esc + report),
  ),
  ...[`]10;rgb:0/0/0\u0007`, `P>|XTerm(1)${esc}\\`, `_Gi=1;OK${esc}\\`].map((report) => reply(esc + report)),
  // Neither a release nor a cursor position is a key press.
  { sent: `${esc}[97;1:3u`, is: [] },
  { sent: `${esc}[24;80R`, is: [] },
];

const joined = (stream: readonly Token[]) => Buffer.from(stream.map(({ sent }) => sent).join(''));
function expected(stream: readonly Token[]): readonly Told[] {
  const told: Told[] = [];
  for (const one of stream.flatMap(({ is }) => is)) {
    const last = told.at(-1);
    if (typeof one.typed === 'string' && typeof last?.typed === 'string') {
      told[told.length - 1] = { typed: last.typed + one.typed };
    } else told.push(one);
  }
  return told;
}
/** Two pastes with only text between them may be one paste that contains a marker: the terminal does not say. */
const markers = (stream: readonly Token[]) => stream.filter(({ sent }) => sent.startsWith(pasteStart)).length;
const streams = fc
  .array(fc.constantFrom(...tokens), { minLength: 1, maxLength: 8 })
  .filter((stream) => markers(stream) <= 1);

test('keys, pastes and replies arrive once and in order, wherever the reads split them', () => {
  const property = fc.property(streams, (stream) => {
    const bytes = joined(stream);
    const all = expected(stream);
    for (const reads of [[bytes], ...cutOnce(bytes), eachByte(bytes)]) same(emitted(reads), all);
  });
  fc.assert(property, runs);
});

test('a pause of up to half a second inside a sequence loses no key', () => {
  // The beginning of a sequence is a key of its own if nothing follows in time.
  const begins = new Set<unknown>(['escape', 'alt+]', 'alt+shift+p', 'alt+_']);
  const withoutBeginnings = (told: readonly Told[]) => {
    const all: Told[] = [];
    for (const one of told.filter((event) => !begins.has(event.key))) {
      const last = all.at(-1);
      if (typeof one.typed === 'string' && typeof last?.typed === 'string') {
        all[all.length - 1] = { typed: last.typed + one.typed };
      } else all.push(one);
    }
    return all;
  };
  const cuttable = streams.map((stream) => stream.filter(({ whole }) => !whole));
  const property = fc.property(cuttable, fc.integer({ min: 0, max: 499 }), (stream, pauseMs) => {
    const all = withoutBeginnings(expected(stream));
    for (const reads of cutOnce(joined(stream))) same(withoutBeginnings(emitted(reads, pauseMs)), all);
  });
  fc.assert(property, runs);
});

/** Bytes that occur in sequences, and others. */
const pieces = [
  ...[...'[O]P_MGu~ABRc;:?<>$+!|^\\019xé'].map((char) => Buffer.from(char)),
  ...Array<Buffer>(12).fill(Buffer.from(esc)),
  ...['\u0007', '\u0001', '\u007f', '\u0000', '\t', `${esc}[`, `${esc}]11;rgb:f/f/f`, `${esc}P>|`].map((text) =>
    Buffer.from(text),
  ),
];
const hostile = [
  ...pieces,
  ...[0x80, 0xc3, 0xe6, 0xf0, 0xff].map((byte) => Buffer.of(byte)),
  ...['\r', '\n', '\u0003', '1\r2', pasteStart, pasteEnd, '9'.repeat(70), 'y'.repeat(1100)].map((text) =>
    Buffer.from(text),
  ),
];
const noise = (from: readonly Buffer[]) =>
  fc.array(fc.constantFrom(...from), { minLength: 1, maxLength: 20 }).map((parts) => Buffer.concat(parts));

test('arbitrary bytes give the same events, wherever the reads split them', () => {
  const property = fc.property(noise(pieces), (bytes) => {
    const whole = emitted([bytes]);
    for (const reads of [...cutOnce(bytes), eachByte(bytes)]) same(emitted(reads), whole);
  });
  fc.assert(property, runs);
});

test('after any bytes, at any pace, the next key is recognized', () => {
  const property = fc.property(noise(hostile), fc.integer({ min: 0, max: 1200 }), (bytes, pauseMs) => {
    const shortened = bytes.length > 200 ? bytes.subarray(0, 200) : bytes;
    for (const reads of [[bytes], ...cutOnce(shortened)]) {
      const { clock, told, input } = opened();
      for (const read of reads) {
        input.push(read);
        clock.advance(pauseMs);
      }
      clock.advance(settledMs);
      // Ctrl+C ends a paste that has no end.
      input.push(Buffer.from('\u0003'));
      same(told.slice(-1), [{ key: 'ctrl+c' }]);
      input.push(Buffer.from('k'));
      same(told.slice(-1), [{ typed: 'k' }]);
      if (clock.waiting > 0) throw new Error('something is still held back');
    }
  });
  fc.assert(property, runs);
});

test.each([`${esc}]11;`, `${esc}[`, `${esc}[1 `, `${esc}P>|`, `${esc}_G`, `${esc}[M`, `${esc}${esc}[`, `${esc}O1;`])(
  'an unfinished %j holds back only a few characters',
  (begun) => {
    const { told, input } = opened();
    input.push(Buffer.from(begun));
    const length = 100_000;
    for (let i = 0; i < length / 100; i++) input.push(Buffer.from('1'.repeat(100)));
    const shown = told.reduce((sum, { typed: text }) => sum + (typeof text === 'string' ? text.length : 0), 0);
    expect(length - shown).toBeLessThan(1100);
  },
);
