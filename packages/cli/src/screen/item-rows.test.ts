import { expect, test } from 'vitest';
import { aMessage, anEvent, pending, presence, room, user } from '../testing/values.ts';
import { rowText, rowWidth } from '../text/rows.ts';
import { entryRows, goesOnFrom, pendingRows, type Viewer } from './item-rows.ts';

const me = user('ada');
const reader = (width: number): Viewer => ({ me, room: '#general', width, timeFormat: '24h' });
const noon = new Date(2026, 0, 1, 12, 34).getTime();
const texts = (rows: ReturnType<typeof entryRows>) => rows.map(rowText);

test('a message starts with time and author, and its further lines are indented', () => {
  expect(texts(entryRows(aMessage(1, 'bob', 'the quick brown fox jumps', noon), reader(30)))).toEqual([
    '12:34 bob  the quick brown fox',
    '           jumps',
  ]);
  expect(texts(entryRows(aMessage(1, 'bob', 'one\ntwo', noon), reader(40)))).toEqual([
    '12:34 bob  one',
    '           two',
  ]);
});

test('in a narrow pane a long name is above its text', () => {
  const rows = entryRows(aMessage(1, 'a-rather-long-user-name', 'hello there', noon), reader(24));
  expect(texts(rows)).toEqual(['12:34 a-rather-long-use…', '  hello there']);
});

test('actions, system lines and unknown events are drawn', () => {
  expect(texts(entryRows(aMessage(1, 'ada', '/me waves', noon), reader(40)))).toEqual(['12:34 * ada waves']);
  const said = (type: Parameters<typeof anEvent>[1]) => texts(entryRows(anEvent(1, type, 'bob', noon), reader(80)));
  expect(said('member-joined')).toEqual(['12:34 bob joined #general']);
  expect(said('member-left')).toEqual(['12:34 bob left #general']);
  expect(said('member-removed')).toEqual(['12:34 bob removed cyd from #general']);
  expect(said('room-created')).toEqual(['12:34 bob created #general']);
  expect(said('unknown')).toEqual(['12:34 bob: (something this version cannot read; update securechat)']);
  expect(texts(entryRows(presence('bob', true, noon), reader(60)))).toEqual(['12:34 bob joined the chat']);
  expect(texts(entryRows(presence('bob', false, noon), reader(60)))).toEqual(['12:34 bob left the chat']);
});

test('a pending message is marked, a refused one shows the reason and the commands', () => {
  expect(texts(pendingRows(pending('x1', 'hello'), reader(80)))).toEqual(['…     ada  hello']);
  const rows = texts(pendingRows(pending('x1', 'hello', 'The text is too long.'), reader(80)));
  expect(rows[0]).toBe('!     ada  hello');
  expect(rows.slice(1).join(' ')).toMatch(/not sent: The text is too long\..*\/retry.*\/discard/);
});

test('a refused edit shows its text, a refused deletion the message that is still there', () => {
  const refused = { ...pending('x1', 'hello!', 'That message is too old.'), room: room('general') };
  const edit = texts(pendingRows({ ...refused, changes: { kind: 'edit', target: 7 } }, reader(90)));
  expect(edit[0]).toBe('!     ada  hello!');
  expect(edit.slice(1).join(' ')).toMatch(/edit not saved: That message is too old\. \/retry .*, \/discard /);
  const deletion = { ...refused, text: '', changes: { kind: 'delete', target: 7 } } as const;
  const rows = texts(pendingRows(deletion, reader(90), 'none', aMessage(7, 'bob', 'spam', noon)));
  expect(rows[0]).toBe('!     bob  spam');
  expect(rows.slice(1).join(' ')).toContain('message not deleted: That message is too old.');
  expect(texts(pendingRows(deletion, reader(90)))[0]).toBe('!     ada  (message 7)');
});

test('a deleted message is muted', () => {
  const [row] = entryRows(
    { ...aMessage(1, 'bob', '', noon), text: undefined, deleted: { by: user('cyd') } },
    reader(60),
  );
  expect(rowText(row ?? [])).toBe('12:34 bob  (message deleted by cyd)');
  expect(row?.at(-1)).toMatchObject({ tone: 'muted' });
});

test('hostile text is cleaned, and no row is ever too wide', () => {
  const evil = '\u001b]0;title\u0007 漢字 👩‍🚀 \u202e'.repeat(9);
  for (let width = 10; width < 60; width += 7) {
    const rows = [
      ...entryRows(aMessage(1, 'bob', evil, noon), reader(width)),
      ...pendingRows(pending('p', evil, evil), reader(width)),
    ];
    for (const row of rows) {
      expect(rowWidth(row)).toBeLessThanOrEqual(width);
      expect(rowText(row)).not.toMatch(/\p{Cc}|\u202e/u);
    }
  }
});

test('consecutive messages of one author are grouped', () => {
  const on = (a: Parameters<typeof goesOnFrom>[0], b: Parameters<typeof goesOnFrom>[1]) => goesOnFrom(a, b, reader(40));
  const first = aMessage(1, 'bob', 'one', noon);
  const minuteMs = 60_000;
  expect(on(first, aMessage(2, 'bob', 'two', noon + 1000))).toBe('same');
  expect(on(first, aMessage(2, 'bob', 'two', noon + minuteMs))).toBe('later');
  expect(on(first, aMessage(2, 'bob', 'two', noon + 6 * minuteMs))).toBe('none');
  expect(on(first, aMessage(2, 'cyd', 'two', noon + 1000))).toBe('none');
  expect(on(first, aMessage(2, 'bob', '/me waves', noon + 1000))).toBe('none');
  expect(on(aMessage(1, 'bob', '/me waves', noon), aMessage(2, 'bob', 'two', noon))).toBe('none');
  expect(on(presence('bob', true, noon), first)).toBe('none');
  const waiting = { ...pending('p', 'three'), atMs: noon + 1000 };
  expect(on(first, waiting)).toBe('none');
  expect(on(aMessage(1, 'ada', 'one', noon), waiting)).toBe('same');
});

test('a grouped message is aligned with the text above', () => {
  const item = aMessage(2, 'bob', 'the quick brown fox jumps', noon);
  expect(texts(entryRows(item, reader(30), 'same'))).toEqual(['           the quick brown fox', '           jumps']);
  expect(texts(entryRows(item, reader(30), 'later'))).toEqual(['12:34      the quick brown fox', '           jumps']);
  const long = aMessage(2, 'a-rather-long-user-name', 'hello there', noon);
  expect(texts(entryRows(long, reader(24), 'later'))).toEqual(['  hello there']);
  expect(texts(pendingRows(pending('p', 'hello'), reader(40), 'same'))).toEqual(['…          hello']);
});

test('mentions of the reader by others are marked', () => {
  const said = (author: string, text: string) =>
    entryRows(aMessage(1, author, text, noon), reader(40)).flatMap((row) =>
      row.filter(({ tone }) => tone === 'mention'),
    );
  expect(said('bob', 'look, @ada, and you @Ada').map(({ text }) => text)).toEqual(['@ada', '@Ada']);
  const lunch = entryRows(
    { ...aMessage(1, 'bob', '@room lunch, @here', noon), everybody: 'room' as const },
    reader(40),
  );
  expect(lunch.flat().filter(({ tone }) => tone === 'mention')).toMatchObject([{ text: '@room' }]);
  expect(said('bob', '@room lunch')).toEqual([]);
  const own = entryRows(aMessage(1, 'bob', 'Deploy, redeploy', noon), { ...reader(40), highlight: ['deploy'] });
  expect(own.flat().filter(({ tone }) => tone === 'mention')).toMatchObject([{ text: 'Deploy' }]);
  expect(said('bob', '/me thanks @ada').map(({ text }) => text)).toEqual(['@ada']);
  expect(said('bob', 'mail to x@ada.example, or ask @adam')).toEqual([]);
  expect(said('ada', 'I am @ada')).toEqual([]);
  expect(texts(entryRows(aMessage(1, 'bob', 'look, @ada, see?', noon), reader(40)))).toEqual([
    '12:34 bob  look, @ada, see?',
  ]);
});
