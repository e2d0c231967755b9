import type { Entry } from '@securechat/client';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { windowRows } from '../chat/window.ts';
import { aMessage, anEvent, presence, user } from '../testing/values.ts';
import { rowText, rowWidth } from '../text/rows.ts';
import { type TimelineSource, timelineLines } from './timeline-lines.ts';

const me = user('ada');
const noon = new Date(2026, 0, 1, 12, 34).getTime();
const dayMs = 24 * 3_600_000;
const lines = (timeline: readonly Entry[], given: Partial<TimelineSource> = {}, width = 40) =>
  timelineLines({ room: '#general', timeline, pending: [], me, nowMs: noon, ...given }, width);
const texts = (timeline: readonly Entry[], given: Partial<TimelineSource> = {}, width = 40) => {
  const all = lines(timeline, given, width);
  return Array.from({ length: all.count }, (_, i) => all.rows(i).map(rowText)).flat();
};
/** A line across 40 columns. */
const rule = (words: string) => `── ${words} `.padEnd(40, '─');

test('each day starts with a line, except today at the top', () => {
  const timeline = [-400, -2, -1, 0].map((days, i) => aMessage(i + 1, 'bob', `day ${days}`, noon + days * dayMs));
  expect(texts(timeline)).toEqual([
    rule('Wednesday 27 November 2024'),
    '12:34 bob  day -400',
    rule('Tuesday 30 December 2025'),
    '12:34 bob  day -2',
    rule('Yesterday, Wednesday 31 December'),
    '12:34 bob  day -1',
    rule('Today, Thursday 1 January'),
    '12:34 bob  day 0',
  ]);
  expect(texts(timeline.slice(3))).toEqual(['12:34 bob  day 0']);
  expect(texts(timeline.slice(0, 1), {}, 25)[0]).toBe('── Wed 27 Nov 2024 ──────');
});

test('consecutive messages show their author once', () => {
  const timeline = [
    aMessage(1, 'bob', 'one', noon),
    aMessage(2, 'bob', 'two', noon + 1000),
    aMessage(3, 'bob', 'three', noon + 60_000),
    aMessage(4, 'ada', 'four', noon + 61_000),
    aMessage(5, 'bob', 'five', noon + 62_000),
  ];
  expect(texts(timeline)).toEqual([
    '12:34 bob  one',
    '           two',
    '12:35      three',
    '12:35 ada  four',
    '12:35 bob  five',
  ]);
  expect(texts(timeline.slice(0, 2), { timeFormat: '12h' })).toEqual(['12:34pm bob  one', '             two']);
  expect(texts(timeline.slice(1, 2), { timeFormat: '24h-seconds' })).toEqual(['12:34:01 bob  two']);
});

test('a line is above the first message that others wrote while the reader was away', () => {
  const timeline = [
    aMessage(1, 'bob', 'read', noon),
    aMessage(2, 'ada', 'from the other device', noon + 1000),
    presence('cyd', true, noon + 1500),
    aMessage(3, 'bob', 'new', noon + 2000),
    aMessage(4, 'bob', 'new, too', noon + 3000),
    aMessage(5, 'bob', 'live', noon + 9000),
  ];
  const backMs = noon + 5000;
  expect(texts(timeline, { away: { readUpTo: 1, backMs } })).toEqual([
    '12:34 bob  read',
    '12:34 ada  from the other device',
    '12:34 cyd joined the chat',
    rule('new since you left'),
    '12:34 bob  new',
    '           new, too',
    '           live',
  ]);
  // Messages that arrive while the reader is there are not new.
  for (const readUpTo of [4, 5]) expect(texts(timeline, { away: { readUpTo, backMs } }).join()).not.toContain('since');
  expect(texts(timeline, { away: { readUpTo: 0, backMs } }).join()).not.toContain('since');
  expect(texts(timeline, { away: { readUpTo: 3, backMs } })[4]).toBe(rule('new since you left'));
});

test('consecutive joins and leaves become one line, which names the people', () => {
  const busy = [
    aMessage(1, 'bob', 'hello', noon),
    presence('cyd', true, noon),
    presence('dan', true, noon + 1),
    presence('cyd', false, noon + 2),
    anEvent(2, 'member-joined', 'eve', noon + 60_000),
    aMessage(3, 'bob', 'bye', noon + 60_000),
    presence('cyd', true, noon + 60_001),
    presence('dan', false, noon + 60_002),
  ];
  expect(texts(busy, { fold: true }, 60)).toEqual([
    '12:34 bob  hello',
    '12:35 cyd and dan joined the chat, cyd left the chat, eve',
    '      joined #general',
    '12:35 bob  bye',
    '12:35 cyd joined the chat',
    '12:35 dan left the chat',
  ]);
  expect(texts(busy, {}, 60)).toHaveLength(8);
  // Only the last line of the run has rows.
  expect([1, 2, 3, 4].map((i) => lines(busy, { fold: true }, 60).rows(i).length)).toEqual([0, 0, 0, 2]);
});

test('of many people the first two are named, each person once', () => {
  const came = (count: number) => Array.from({ length: count }, (_, i) => presence(`u${i + 1}`, true, noon + i));
  expect(texts(came(4), { fold: true }, 60)).toEqual(['12:34 u1, u2, u3 and u4 joined the chat']);
  expect(texts(came(5), { fold: true }, 60)).toEqual(['12:34 u1, u2 and 3 more joined the chat']);
  expect(texts(came(300), { fold: true }, 60)).toEqual(['12:34 u1, u2 and 98+ more joined the chat']);
  const flapping = [presence('cyd', true, noon), presence('cyd', false, noon + 1), presence('cyd', true, noon + 2)];
  expect(texts(flapping, { fold: true }, 60)).toEqual(['12:34 cyd joined the chat, cyd left the chat']);
});

test('a long message is folded, and shown in full once it is expanded', () => {
  const long = aMessage(1, 'bob', Array.from({ length: 82 }, (_, i) => `line ${i + 1}`).join('\n'), noon);
  const { id } = long;
  const hint = 'Alt+O to expand';
  const folded = texts([long], { long: { opened: new Set(), hint } });
  expect(folded).toHaveLength(31);
  expect(folded.slice(-2)).toEqual(['           line 30', '      … 52 more lines · Alt+O to expand']);
  expect(texts([long], { long: { opened: new Set([id]), hint } })).toHaveLength(82);
  expect(texts([long])).toHaveLength(82);
  const wide = aMessage(2, 'bob', 'x'.repeat(16_000), noon);
  expect(texts([wide], { long: { opened: new Set(), hint } })).toHaveLength(31);
  const just = aMessage(3, 'bob', 'x\n'.repeat(30), noon);
  expect(texts([just], { long: { opened: new Set(), hint } })).toHaveLength(31);
  expect(texts([just], { long: { opened: new Set(), hint } }).join()).not.toContain('more');
});

test('the first visible row names its author, even if the group starts above', () => {
  const group = [
    aMessage(1, 'bob', 'one', noon),
    aMessage(2, 'bob', 'two\nthree', noon + 1000),
    aMessage(3, 'bob', 'four', noon + 60_000),
  ];
  const seen = (height: number, marks?: TimelineSource['marks'], timeline = group) =>
    windowRows(lines(timeline, { marks }), height, undefined).map((row) => rowText(row).trimEnd());
  expect(seen(4)).toEqual(['12:34 bob  one', '           two', '           three', '12:35      four']);
  expect(seen(3)).toEqual(['12:34 bob  two', '           three', '12:35      four']);
  expect(seen(2)).toEqual(['12:34 bob  three', '12:35      four']);
  expect(seen(1)).toEqual(['12:35 bob  four']);
  expect(seen(2, { at: 2, isPicked: () => false })).toEqual(['> 12:34 bob  three', '  12:35      four']);
  // The day line above a message is not one of its rows.
  const nextDay = [aMessage(1, 'bob', 'one', noon - dayMs), ...group.slice(1)];
  expect(seen(4, undefined, nextDay)).toEqual([
    rule('Today, Thursday 1 January'),
    '12:34 bob  two',
    '           three',
    '12:35      four',
  ]);
  expect(seen(2, undefined, nextDay)).toEqual(['12:34 bob  three', '12:35      four']);
});

test('a folded run that spans midnight is shown separately for each day', () => {
  const at = (days: number) => [1, 2, 3].map((n) => presence(`u${n}`, true, noon + days * dayMs + n));
  expect(texts([...at(-1), ...at(0)], { fold: true })).toEqual([
    rule('Yesterday, Wednesday 31 December'),
    '12:34 u1, u2 and u3 joined the chat',
    rule('Today, Thursday 1 January'),
    '12:34 u1, u2 and u3 joined the chat',
  ]);
});

test('a folded run counts every entry once, whatever is added or dropped at either end', () => {
  const kind = fc.constantFrom('in', 'out', 'said');
  const some = fc.array(kind, { maxLength: 12 });
  fc.assert(
    fc.property(some, some, some, fc.nat(6), (older, first, more, drop) => {
      let n = 0;
      const made = (kinds: readonly string[]) =>
        kinds.map((what): Entry => {
          n++;
          return what === 'said' ? aMessage(n, 'bob', 'hi', noon + n) : presence(`u${n}`, what === 'in', noon + n);
        });
      const [before, begun, added] = [made(older), made(first), made(more)];
      const grown = [...begun, ...added];
      // In this order, so that counts of an earlier list are cached when the next is laid out.
      for (const timeline of [begun, grown, grown.slice(drop), [...before, ...grown]]) {
        const all = texts(timeline, { fold: true }, 80);
        const people = (pattern: RegExp) =>
          all.reduce((sum, text) => {
            const [, names = '', more = '0'] = pattern.exec(text) ?? [];
            return sum + (names.match(/u\d+/g) ?? []).length + Number(more);
          }, 0);
        const were = (online: boolean) => timeline.filter((i) => i.kind === 'presence' && i.online === online).length;
        expect(people(/((?:u\d+(?:, | and | ))+)(?:(\d+) more )?joined the chat/)).toBe(were(true));
        expect(people(/((?:u\d+(?:, | and | ))+)(?:(\d+) more )?left the chat/)).toBe(were(false));
      }
    }),
    { numRuns: 60 },
  );
});

test('rows are laid out once per view', () => {
  const timeline = [aMessage(1, 'bob', 'before', noon)];
  expect(lines(timeline).rows(0)).toBe(lines(timeline).rows(0));
  expect(lines(timeline, {}, 30).rows(0)).not.toBe(lines(timeline).rows(0));
  for (const row of lines([aMessage(1, 'bob', 'x', noon - dayMs)], {}, 8).rows(0))
    expect(rowWidth(row)).toBeLessThan(9);
});
