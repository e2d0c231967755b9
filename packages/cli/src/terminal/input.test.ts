import { FakeClock, growth } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { type InputEvent, TerminalInput } from './input.ts';

const esc = '\u001b';

/** An event in short form: text, `<key>`, or its kind with its value. */
function short(event: InputEvent): unknown {
  switch (event.kind) {
    case 'key':
      return 'text' in event.press ? event.press.text : `<${event.press.key}>`;
    case 'paste':
      return { paste: event.text };
    case 'focus':
      return { focus: event.focused };
    case 'background':
      return { background: event.background };
    default:
      return event;
  }
}

/** An input, its events in order, and a way to feed bytes or text. */
function keyboard() {
  const clock = new FakeClock();
  const told: unknown[] = [];
  const input = new TerminalInput((event) => {
    if (event.kind !== 'other-report') told.push(short(event));
  }, clock);
  const read = (text: string | Uint8Array) => input.push(typeof text === 'string' ? Buffer.from(text) : text);
  return { told, read, clock, input };
}

/** The events of these reads, with a pause between them; waits at the end until nothing is held back. */
function heard(reads: readonly string[], betweenMs = 0): unknown[] {
  const { told, read, clock } = keyboard();
  for (const text of reads) {
    read(text);
    clock.advance(betweenMs);
  }
  clock.advance(2000);
  return told;
}

const cuts = (text: string) =>
  Array.from({ length: text.length - 1 }, (_, i) => [text.slice(0, i + 1), text.slice(i + 1)]);
const withoutEscape = (told: readonly unknown[]) => (told[0] === '<escape>' ? told.slice(1) : told);

test.each([
  [`${esc}[200~one\rtwo${esc}[201~`, { paste: 'one\rtwo' }],
  [`${esc}[A`, '<up>'],
  [`${esc}[1;5C`, '<ctrl+right>'],
  [`${esc}[27;5;97~`, '<ctrl+a>'],
  [`${esc}[13;2u`, '<shift+enter>'],
  [`${esc}[15~`, '<f5>'],
  [`${esc}[[A`, '<f1>'],
])('%j is recognized wherever reads split it, with pauses of up to half a second', (text, what) => {
  expect(heard([text])).toEqual([what]);
  for (const parts of cuts(text)) {
    for (const ms of [0, 20, 100, 499]) {
      // An escape character by itself is reported as a key before the rest arrives.
      expect(withoutEscape(heard(parts, ms)), `${JSON.stringify(parts)} ${ms} ms`).toEqual([what]);
    }
  }
  expect(withoutEscape(heard([...text], 100))).toEqual([what]);
});

test('a lone escape character soon becomes the key Esc, and what is typed after it is text', () => {
  const { told, read, clock } = keyboard();
  read(esc);
  expect(told).toEqual([]);
  clock.advance(30);
  expect(told).toEqual(['<escape>']);
  clock.advance(100);
  read('[');
  read('x');
  expect(told).toEqual(['<escape>', '[', 'x']);
  expect(heard([esc, 'Oh'], 100)).toEqual(['<escape>', 'Oh']);
  expect(heard([esc, '/'], 100)).toEqual(['<escape>', '/']);
});

test('keys with Alt, and unknown escape sequences, lose no character', () => {
  expect(heard([`${esc}/quit`])).toEqual(['<alt+/>', 'quit']);
  expect(heard([`${esc}[hello`])).toEqual(['<alt+[>', 'hello']);
  expect(heard([`${esc}Oh`])).toEqual(['<alt+shift+o>', 'h']);
  expect(heard([`${esc}[`])).toEqual(['<alt+[>']);
  expect(heard([`${esc}]`])).toEqual(['<alt+]>']);
  expect(heard([`${esc}Please`])).toEqual(['<alt+shift+p>', 'lease']);
  expect(heard([`${esc}漢字`])).toEqual(['<alt+漢>', '字']);
  expect(heard([`${esc}👍!`])).toEqual(['<alt+👍>', '!']);
  expect(heard([`${esc}[12`])).toEqual(['<alt+[>', '12']);
});

test('several lines in one read without markers are a paste; a line and Enter are not', () => {
  expect(heard(['one\rtwo\r'])).toEqual([{ paste: 'one\rtwo\r' }]);
  expect(heard(['one\n\ttwo'])).toEqual([{ paste: 'one\n\ttwo' }]);
  expect(heard(['hi\r'])).toEqual(['hi', '<enter>']);
  expect(heard(['\r\r'])).toEqual(['<enter>', '<enter>']);
  expect(heard(['one\u0001\rtwo\r'])).toEqual(['one', '<ctrl+a>', '<enter>', 'two', '<enter>']);
  // A long paste arrives in several reads, one of which may contain only the end of a line.
  expect(heard(['a\rb', 'c\r'], 10)).toEqual([{ paste: 'a\rb' }, { paste: 'c\r' }]);
  expect(heard(['a\rb', '\r'], 10)).toEqual([{ paste: 'a\rb' }, '<enter>']);
  expect(heard(['a\rb', 'c\r'], 1000)).toEqual([{ paste: 'a\rb' }, 'c', '<enter>']);
});

test('a marked paste may arrive in any number of reads, with pauses', () => {
  const { told, read, clock } = keyboard();
  read(`${esc}[200~one\r`);
  read('two');
  expect(told).toEqual([]);
  clock.advance(1000);
  expect(told).toEqual([{ paste: 'one\rtwo' }]);
  read(`\rthree${esc}[20`);
  clock.advance(1000);
  read('1~after');
  expect(told).toEqual([{ paste: 'one\rtwo' }, { paste: '\rthree' }, { paste: '' }, 'after']);
});

test('Ctrl+C ends a paste without an end marker, and is text in one that continues', () => {
  const { told, read, clock } = keyboard();
  for (const part of [`${esc}[200~one`, '\u0003', `\r/quit\r${esc}[201~`]) read(part);
  expect(told).toEqual([{ paste: 'one\u0003\r/quit\r' }]);
  read(`${esc}[200~two`);
  clock.advance(1000);
  // A partial character does not prevent that.
  read(Buffer.of(0xe6));
  read('\u0003');
  read('three');
  expect(told.slice(1)).toEqual([{ paste: 'two' }, '<ctrl+c>', 'three']);
});

test('mouse reports that another program left on are not keys, wherever reads split them', () => {
  const reports = [`${esc}[M !!`, `${esc}[M#\ufffd!`, `${esc}[<0;10;20M`, `${esc}[<64;1;1m`, `${esc}[35;10;20M`];
  for (const report of reports) {
    expect(heard([`a${report}b`]), JSON.stringify(report)).toEqual(['a', 'b']);
    for (const parts of cuts(report)) expect(withoutEscape(heard(parts, 100)), JSON.stringify(parts)).toEqual([]);
  }
});

test("replies to another program's requests are not keys", () => {
  for (const answer of [
    '[24;80R',
    '[?1;2c',
    '[>0;276;0c',
    '[?2004;1$y',
    '[8;24;80t',
    ']10;rgb:ff/ff/ff\u0007',
    'P>|XTerm(1)',
    '_Gi=1;OK',
  ]) {
    const end = /^[P_]/.test(answer) ? `${esc}\\` : '';
    expect(heard([`a${esc}${answer}${end}b`]), answer).toEqual(['a', 'b']);
  }
});

test('focus reports are recognized among keys, wherever reads split them', () => {
  expect(heard([`hi${esc}[Othere`])).toEqual(['hi', { focus: false }, 'there']);
  expect(heard([`${esc}[I${esc}[O`])).toEqual([{ focus: true }, { focus: false }]);
  expect(heard([`${esc}${esc}[I`])).toEqual(['<escape>', { focus: true }]);
  for (const parts of cuts(`${esc}[I`)) expect(withoutEscape(heard(parts, 100))).toEqual([{ focus: true }]);
});

test('the background reply is recognized wherever reads split it, also without its terminator', () => {
  const body = `${esc}]11;rgb:ff/ff/ff`;
  for (const text of [`${body}\u0007`, `${body}${esc}\\`]) {
    for (const parts of cuts(text)) {
      expect(withoutEscape(heard([...parts, 'x'], 20)), JSON.stringify(parts)).toEqual([{ background: 'light' }, 'x']);
    }
  }
  expect(heard([body])).toEqual([{ background: 'light' }]);
  expect(heard([`${body}\u0007\\x`])).toEqual([{ background: 'light' }, '\\x']);
  expect(heard([`${esc}]11;rgb:`])).toEqual(['<alt+]>', '11;rgb:']);
});

test("the reply about kitty's keyboard protocol is recognized, and after stop nothing is held back", () => {
  expect(heard([`a${esc}[?1u`])).toEqual(['a', { kind: 'kitty-keyboard' }]);
  const { told, read, input, clock } = keyboard();
  read(`b${esc}[`);
  input.stop();
  clock.advance(2000);
  expect(told).toEqual(['b']);
  expect(clock.waiting).toBe(0);
});

test('a character whose bytes arrive separately is one character, and a part of one does not end a sequence', () => {
  const { told, read, clock } = keyboard();
  const [first = 0, ...others] = Buffer.from('漢');
  read(Uint8Array.of(first));
  read(Uint8Array.from(others));
  expect(told).toEqual(['漢']);
  read(`${esc}`);
  read(Uint8Array.of(first));
  clock.advance(40);
  expect(told).toEqual(['漢', '<escape>']);
});

test('an endless paste does not fill the memory, and its end is still recognized', () => {
  const { told, read } = keyboard();
  const chunk = 'x'.repeat(1024 * 1024);
  read(`${esc}[200~`);
  for (let i = 0; i < 12; i++) read(chunk);
  read(`${esc}[201~y`);
  expect(told).toEqual([{ paste: expect.any(String) }, 'y']);
  expect((told[0] as { paste: string }).paste.length).toBeLessThanOrEqual(8 * 1024 * 1024);
});

test('an end marker inside pasted text does not turn the rest into keys', () => {
  expect(heard([`${esc}[200~one${esc}[201~/quit\r${esc}[201~`])).toEqual([{ paste: `one${esc}[201~/quit\r` }]);
  expect(heard([`${esc}[200~one`, `${esc}[201~\r${esc}[201~y`])).toEqual([{ paste: `one${esc}[201~\r` }, 'y']);
  // Two pastes stay two, and text typed between them is not lost.
  expect(heard([`${esc}[200~one${esc}[201~x${esc}[200~two${esc}[201~`])).toEqual([
    { paste: 'one' },
    'x',
    { paste: 'two' },
  ]);
});

test('a paste of ten times as many reads takes ten times as long, not a hundred times', () => {
  const read = 'x'.repeat(4096);
  const pasted = (reads: number) => () => {
    const keys = keyboard();
    keys.read(`${esc}[200~`);
    for (let i = 0; i < reads; i++) keys.read(read);
    keys.read(`${esc}[201~`);
    expect(keys.told).toHaveLength(1);
  };
  expect(growth(pasted(200), pasted(2000), 40)).toBeLessThan(40);
});
