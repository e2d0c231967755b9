import { decodeServerFrame, limits } from '@securechat/protocol';
import { growth } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { initialUi, reduceUi } from '../chat/state/ui-state.ts';
import { aChat, aMessage, aRoom } from '../testing/values.ts';
import { frameOf } from './frame.ts';

/** Parts of messages that a member can send: each was, or could be, slow in some step on its way to the screen. */
const units = {
  words: 'word ',
  'one long word': 'x',
  spaces: ' ',
  lines: 'x\n',
  'a fenced block': '```\n    code\n',
  links: 'https://a.example/x ',
  'one link with brackets': ')',
  'one link with dots': '.',
  mentions: '@ada ',
  'at signs': '@',
  'letters with marks': 'a\u0301\u0302\u0303',
  'marks alone': '\u0301',
  emoji: '👩‍🚀',
  'one chain of joined emoji': '👩\u200d',
  'regional indicators': '🇩',
  'leading consonants': 'ᄀ',
  'vowels alone': 'ᅡ',
  conjuncts: 'क्',
  ideographs: '漢',
  'shaped by joiners': 'ی\u200c',
  Thai: 'ที่',
  'flags by tags': '🏴\u{e0067}',
  escapes: '\u001b[31m',
  tabs: '\t',
} as const;
const beginnings: Readonly<Record<string, string>> = {
  'one link with brackets': 'https://a.example/(',
  'one link with dots': 'https://a.example/',
};

const textOf = (kind: string, unit: string, length: number) =>
  ((beginnings[kind] ?? '') + unit.repeat(Math.ceil(length / unit.length))).slice(0, length);

/** Ten times the input takes about ten times the work; quadratic work would take a hundred times as much. */
const maxGrowth = 40;

function expectLinear(work: (size: number) => void, size: number): void {
  const times = growth(
    () => work(size),
    () => work(10 * size),
    maxGrowth,
  );
  expect(times).toBeLessThan(maxGrowth);
}

/** Lays out the screen with this text in a message and in the composer. */
function draw(text: string): void {
  const chat = aChat([aRoom('general', [aMessage(1, 'bob', text)])]);
  const ui = reduceUi(initialUi(undefined), { kind: 'typed', room: 'general', text: text.slice(0, limits.text) });
  frameOf({ ui, chat, size: { columns: 80, rows: 24 }, serverName: 'fake', nowMs: 0 });
}

for (const [kind, unit] of Object.entries(units)) {
  test(`drawing a message of ten times as many ${kind} takes about ten times as long`, () => {
    expectLinear((size) => draw(textOf(kind, unit, size)), limits.text / 10);
  });
}

const event = (seq: number) => ({
  ...{ room: 'general', seq, id: `e${seq}`, author: 'bob', at: 1 },
  ...{ type: 'message', n: 1, body: { kind: 'text', text: 'hello' } },
});
const list = <T>(count: number, make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i + 1));

const frames: Readonly<Record<string, (count: number) => unknown>> = {
  events: (count) => ({ type: 'events', room: 'general', after: 0, head: count, events: list(count, event) }),
  text: (count) => ({ type: 'event', event: { ...event(1), body: { kind: 'text', text: 'x'.repeat(100 * count) } } }),
  nesting: (count) => list(count, () => [[[[]]]]),
};

for (const [name, make] of Object.entries(frames)) {
  test(`decoding a frame of ten times the size (${name}) takes about ten times as long`, () => {
    const texts = new Map([20, 200].map((count) => [count, JSON.stringify(make(count))]));
    expectLinear((count) => void decodeServerFrame(texts.get(count) ?? ''), 20);
  });
}
