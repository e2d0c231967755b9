import fc from 'fast-check';
import { expect, test } from 'vitest';
import { limits } from '../src/index.ts';
import { everybodyIn, namesIn } from '../src/mention.ts';

const names = (text: string) => namesIn(text).map(({ name }) => name);

test('a name is mentioned by @name as a word, in any case', () => {
  for (const text of ['@ada', 'hi @Ada!', '(@ADA)', '@ada, @bob', '@ada - look', '@ada’s', 'ask @ada.', '/me @ada']) {
    expect(names(text), text).toContain('ada');
  }
  for (const text of ['ada', '@adam', '@ada-lovelace', '@ada_', 'bob@ada', '@@ada', 'ada@example.org', '@ädä', '']) {
    expect(names(text), text).not.toContain('ada');
  }
  expect(names('to @a-b_1 and @bob')).toEqual(expect.arrayContaining(['a-b_1', 'bob']));
});

test('a name is recognized between letters of scripts without spaces, and of other scripts', () => {
  for (const text of [
    '请@bob看一下',
    'ありがとう@bobさん',
    'ขอบคุณ@bobครับ',
    '@bob님 안녕하세요',
    'أهلا و@bob',
    'спасибо,@bob',
    '，@bob，',
    '（@bob）',
    '請＠bob看',
    '🎉@bob🎉',
    'नमस्ते @bobजी',
    'សូម@bobមើល',
  ]) {
    expect(names(text), text).toEqual(['bob']);
  }
  for (const text of ['请@bobby看', 'é@bob', 'e\u0301@bob', '@bobé', '请@bob_看', '１@bob']) {
    expect(names(text), text).not.toContain('bob');
  }
});

test('a hyphen behind a name may be its last character or a dash', () => {
  expect(names('@bob- see this')).toEqual(['bob-', 'bob']);
  expect(names('@bob-smith')).toEqual(['bob-smith', 'bob-']);
});

test('names are as long as those of users', () => {
  const longest = 'n'.repeat(limits.userName);
  expect(names(`@a @${longest} @${longest}n`)).toEqual([longest]);
});

test('nothing is mentioned in code', () => {
  for (const text of ['run `ssh @ada`', '``@ada``', '```\n@ada\n```', '```ts\n@ada\n``` x', '`a` `@ada` `b`']) {
    expect(names(text), text).toEqual([]);
  }
  for (const text of ['` @ada', '``a ` @ada``', '`a` @ada `b`', '```\nx\n```\n@ada', '```\n@ada', "it's @ada`"]) {
    expect(names(text), text).toEqual(['ada']);
  }
  expect(namesIn('`@bob` and @ada').map(({ from, to }) => [from, to])).toEqual([[11, 15]]);
});

test('@room and @here stand for everybody', () => {
  expect(everybodyIn(names('lunch, @Here!'))).toBe('here');
  expect(everybodyIn(names('@here and @room'))).toBe('room');
  expect(everybodyIn(names('`@room` @rooms'))).toBeUndefined();
});

test('a range is where the @ and the name are', () => {
  const text = 'hi @Ada, and ＠bob';
  expect(namesIn(text).map(({ from, to }) => text.slice(from, to))).toEqual(['@Ada', '＠bob']);
});

test(`the first ${limits.mentions} names count`, () => {
  const text = Array.from({ length: limits.mentions + 5 }, (_, i) => `@user${i}`).join(' ');
  expect(names(text)).toHaveLength(limits.mentions);
  expect(names(text).at(-1)).toBe(`user${limits.mentions - 1}`);
});

test('whatever the text, each name is the text of its range, and they are in order', () => {
  const piece = fc.oneof(
    fc.constantFrom('@', '＠', '-', '.', ' ', 'ada', 'B_1', '请', 'é'),
    fc.string({ maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      let last = -1;
      for (const { from, to, name } of namesIn(text)) {
        expect(from).toBeGreaterThanOrEqual(last);
        expect(text.slice(from + 1, to).toLowerCase()).toBe(name);
        expect(name).toMatch(/^[a-z0-9][a-z0-9_-]{1,31}$/);
        last = from;
      }
    }),
  );
});
