import { expect, test } from 'vitest';
import { initialUi, reduceUi } from '../chat/state/ui-state.ts';
import type { View } from '../chat/state/view.ts';
import { defaultSettings } from '../settings/table.ts';
import { aChat, aMessage, aRoom, presence, room, user } from '../testing/values.ts';
import { padRow, rowText } from '../text/rows.ts';
import { frameOf } from './frame.ts';

const aMember = (name: string) => ({ user: user(name), role: 'member' }) as const;

const noon = new Date(2026, 0, 1, 12, 0).getTime();
const talk = aRoom(
  'general',
  [
    aMessage(1, 'bob', 'hello', noon),
    ...['cyd', 'dan', 'eve'].map((name) => presence(name, true, noon + 1000)),
    aMessage(2, 'bob', 'who comes along?', noon + 60_000),
    aMessage(3, 'bob', 'I have two tickets', noon + 61_000),
  ],
  { topic: 'tea and talk', members: 5, online: ['ada', 'bob'].map(user) },
);
const cats = aRoom('cats', [aMessage(1, 'bob', 'meow'), aMessage(2, 'cyd', '@ada look')], { readUpTo: 0 });
const noise = aRoom('noise', [aMessage(1, 'bot', 'beep')], { readUpTo: 0 });
const settings = {
  ...defaultSettings,
  rooms: { noise: { notify: 'none', muted: true }, cats: { notify: 'all', muted: true } },
} as const;
const ui = reduceUi(initialUi(room('general')), {
  kind: 'entered',
  room: room('general'),
  seq: 1,
  atMs: noon + 99_000,
});
const view = (columns: number, rows: number, given: Partial<View> = {}): View => ({
  ui,
  chat: aChat([talk, cats, noise], { roundTripMs: 12 }),
  size: { columns, rows },
  serverName: 'chat.example',
  nowMs: noon,
  settings,
  ...given,
});

/** The screen as a user sees it, without spaces at the ends of lines. */
function screen(given: View): string[] {
  const frame = frameOf(given);
  if (frame.kind !== 'chat') return frame.rows.map(rowText);
  const { list, main, members } = frame;
  const between = Array.from({ length: main.height + 1 }, (_, i) => {
    const panes = [list, { columns: main.columns, rows: [frame.header, ...main.rows] }, members];
    const there = panes.filter(({ columns }) => columns > 0);
    return there.map(({ rows, columns }) => rowText(padRow(rows[i] ?? [], columns))).join('│');
  });
  const below = [...frame.info, ...frame.composer.rows, frame.status].map(rowText);
  return [...between, ...below].map((line) => line.trimEnd());
}

test('at 40x10 only the timeline is shown', () => {
  expect(screen(view(40, 10))).toEqual([
    ' #general  tea and talk   2 of 5 online',
    '12:00 bob  hello',
    '12:00 cyd, dan and eve joined the chat',
    '── new since you left ──────────────────',
    '12:01 bob  who comes along?',
    '           I have two tickets',
    '',
    '',
    '>',
    ' ada · online 12 ms · @1 #cats    /help',
  ]);
});

test('at 80x24 the rooms are beside it, with unread counts', () => {
  const lines = screen(view(80, 24));
  expect(lines.slice(0, 4)).toEqual([
    `>#general       │ #general  tea and talk${' '.repeat(26)}2 of 5 online`,
    ' #cats     @1 2 │12:00 bob  hello',
    ' #noise       1 │12:00 cyd, dan and eve joined the chat',
    `                │── new since you left ${'─'.repeat(41)}`,
  ]);
});

test('at 200x60 the members are at the right, those online first', () => {
  const known = { members: { general: ['ada', 'bob', 'cyd', 'dan', 'eve'].map(aMember) } };
  const lines = screen(view(200, 60, { ui: reduceUi(ui, { kind: 'known', known }) }));
  expect(lines.slice(0, 7).map((line) => line.slice(175))).toEqual([
    '│ 2 online',
    '│ ● ada',
    '│ ● bob',
    '│   cyd',
    '│   dan',
    '│   eve',
    '│',
  ]);
  // Members that were not fetched are only counted.
  expect(
    screen(view(200, 60))
      .slice(0, 5)
      .map((line) => line.slice(175)),
  ).toEqual(['│ 2 online', '│ ● ada', '│ ● bob', '│   3 more', '│']);
  expect(lines.at(-1)).toMatch(
    /^ chat\.example · ada · online 12 ms {20,}\/help · Alt\+K rooms · PageUp older · Tab completes$/,
  );
});

test('what members say of themselves stands beside their names, and who is away has another mark', () => {
  const people = {
    ada: { user: user('ada'), displayName: 'Ada\u001b' },
    bob: { user: user('bob'), away: 'lunch' },
    cyd: { user: user('cyd'), status: 'back on Monday, write to dan instead' },
  };
  const known = { members: { general: ['ada', 'bob', 'cyd'].map(aMember) } };
  const chat = aChat([talk, cats, noise], { people });
  const lines = screen(view(200, 60, { chat, ui: reduceUi(ui, { kind: 'known', known }) }));
  expect(lines.slice(1, 4).map((line) => line.slice(175))).toEqual([
    '│ ● ada  Ada␛',
    '│ ○ bob  away: lunch',
    '│   cyd  back on Monday,…',
  ]);
});

test('an archived room is dimmed, and marked beside its name', () => {
  const closed = { ...cats, archived: true as const, readUpTo: cats.cursor };
  const frame = frameOf(view(110, 12, { chat: aChat([talk, closed]) }));
  const rows = frame.kind === 'chat' ? frame.list.rows : [];
  const row = rows.find((each) => rowText(each).includes('#cats'));
  expect(row && rowText(row)).toMatch(/^ #cats ⊘ /);
  expect(row?.[0]).toMatchObject({ tone: 'muted' });
});

test('roles stand beside the names, except in a direct room', () => {
  const listed = [
    aMember('ada'),
    { ...aMember('bob'), role: 'owner' },
    { ...aMember('cyd'), role: 'moderator' },
  ] as const;
  const known = { members: { general: listed } };
  const seen = (more: object) => {
    const chat = aChat([{ ...talk, ...more }]);
    const lines = screen(view(200, 60, { chat, ui: reduceUi(ui, { kind: 'known', known }) }));
    return lines.slice(1, 4).map((line) => line.slice(175));
  };
  // The list was fetched before ada became the owner in bob's place.
  const now = { owners: [user('ada')], role: 'owner' };
  expect(seen(now)).toEqual(['│ ● ada  owner', '│ ● bob', '│   cyd  mod']);
  expect(seen({ role: 'reader' })[0]).toBe('│ ● ada  reader');
  expect(seen({ ...now, kind: 'direct' })[0]).toBe('│ ● ada');
});

test('the header says that a room is private', () => {
  const header = (more: object) => screen(view(80, 24, { chat: aChat([{ ...talk, ...more }]) }))[0]?.slice(17);
  expect(header({ kind: 'private' })).toMatch(/^ #general {2}private {2}tea and talk .* 2 of 5 online$/);
  expect(header({})).toMatch(/^ #general {2}tea and talk /);
});

test('a muted room is dimmed, unless it mentions the reader', () => {
  const frame = frameOf(view(80, 24));
  const rows = frame.kind === 'chat' ? frame.list.rows : [];
  expect(rows.map((row) => row[0]?.tone)).toEqual(['selected', 'strong', 'muted']);
  expect(rows[1]?.map(({ text, tone }) => `${text.trim()} ${tone}`)).toContain('@1 mention');
});

test('joins and leaves can be shown separately, and combined again', () => {
  const unfolded = reduceUi(ui, { kind: 'foldSystem' });
  expect(screen(view(40, 12, { ui: unfolded })).join('|')).toMatch(/cyd joined.*dan joined.*eve joined/);
  expect(screen(view(40, 12, { ui: reduceUi(unfolded, { kind: 'foldSystem' }) })).join('|')).toContain(
    'cyd, dan and eve joined the chat',
  );
  const never = { ...settings, foldSystemLines: false };
  expect(screen(view(40, 12, { settings: never })).join('|')).toContain('dan joined');
});

test('as the width shrinks, the members are hidden first, then the rooms, and never the text', () => {
  const panes = (columns: number) => {
    const frame = frameOf(view(columns, 24));
    return frame.kind === 'chat' ? [frame.list.columns, frame.main.columns, frame.members.columns] : [];
  };
  expect([40, 59, 60, 99, 100, 300].map(panes)).toEqual([
    [0, 40, 0],
    [0, 59, 0],
    [14, 45, 0],
    [19, 79, 0],
    [20, 62, 16],
    [28, 246, 24],
  ]);
});

test('members that do not fit are counted', () => {
  const many = Array.from({ length: 40 }, (_, i) => user(`user-${i + 10}`));
  const crowd = { ...talk, online: many, members: 400 };
  const frame = frameOf(view(120, 12, { chat: aChat([crowd]) }));
  const rows = frame.kind === 'chat' ? frame.members.rows.map((row) => rowText(row).trimEnd()) : [];
  expect([rows[0], rows.length, rows.at(-1)]).toEqual([' 40 online', 9, '   393 more']);
});
