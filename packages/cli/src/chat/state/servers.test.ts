import { expect, test } from 'vitest';
import { roomRows } from '../../screen/room-rows.ts';
import { aChat, aMessage, aRoom, room } from '../../testing/values.ts';
import { rowText } from '../../text/rows.ts';
import { linkMark, placesWithNews, type ServerState, serverMeant, thenReopen } from './servers.ts';
import { initialUi, reduceUi } from './ui-state.ts';

const noon = new Date(2026, 0, 1, 12, 0).getTime();
const server = (
  name: string,
  rooms: Parameters<typeof aChat>[0],
  given: Parameters<typeof aChat>[1] = {},
): ServerState => {
  return { name, chat: aChat(rooms, given), ui: initialUi(room('general')), keeps: true };
};
const unread = (name: string, text: string, atMs: number) =>
  aRoom(name, [aMessage(1, 'bob', text, atMs)], { readUpTo: 0 });

const known = [
  { name: 'chat.example:8443', user: 'ada' },
  { name: 'chat.example:9000', user: 'ada-ops' },
  { name: 'work.example:8443', user: 'ada' },
  { name: '[::1]:8443', user: 'eve' },
];

test.each([
  ['chat.example:9000', 'chat.example:9000'],
  ['WORK.example', 'work.example:8443'],
  ['ada@work.example', 'work.example:8443'],
  ['ada-ops@chat.example:9000', 'chat.example:9000'],
  ['ada-ops', 'chat.example:9000'],
  ['wo', 'work.example:8443'],
  ['[::1]', '[::1]:8443'],
  ['[', '[::1]:8443'],
])('%s matches one server', (wanted, name) => {
  expect(serverMeant(wanted, known)).toMatchObject({ ok: true, value: { name } });
});

test('a name that matches no server or several is reported', () => {
  expect(serverMeant('chat.example', known)).toEqual({
    ok: false,
    error: 'Several servers match: chat.example:8443, chat.example:9000.',
  });
  expect(serverMeant('ada', known)).toMatchObject({ ok: false });
  expect(serverMeant('constructor', known)).toMatchObject({ error: expect.stringContaining('securechat login') });
});

test('unread rooms of all servers: mentions first, then the oldest unread', () => {
  const one = server('one:1', [unread('general', 'late', noon + 9000), unread('cats', '@ada late', noon + 8000)]);
  const two = server('two:1', [unread('general', 'early', noon), unread('cats', '@ada early', noon + 7000)]);
  expect(placesWithNews({ open: [one, two] }).map(({ server, room: id }) => `${server} ${id}`)).toEqual([
    'two:1 cats',
    'one:1 cats',
    'two:1 general',
    'one:1 general',
  ]);
});

const list = (open: readonly ServerState[], rows: number, here = 'two:1', columns = 18) =>
  roomRows({ open, here, sort: 'name', isMuted: () => false }, room('general'), columns, rows).map((row) => {
    const text = rowText(row);
    expect(text).toHaveLength(columns);
    return text.trimEnd();
  });

test('with several servers each has a heading, and only the shown one has a selected room', () => {
  const one = server('one:1', [aRoom('general'), unread('cats', '@ada', noon)]);
  const two = server('two:1', [aRoom('general')]);
  expect(list([one, two], 10)).toEqual(['one:1', ' #general', ' #cats         @1', 'two:1', '>#general']);
  expect(list([two], 10)).toEqual(['>#general']);
  // The selected room is visible, however short the list.
  expect(list([one, two], 2)).toEqual(['two:1', '>#general']);
  expect(list([one, two], 2, 'one:1')).toEqual(['one:1', '>#general']);
});

test('a heading shows problems with the link, and truncates a long or hostile name', () => {
  const waiting = { status: 'waiting', untilMs: 0, attempt: 1, message: '' } as const;
  const long = server('a-very-long-name.example:8443', [], { link: waiting });
  const hostile = server('evil\u001b[2J:1', [], { link: { status: 'refused', message: 'x' } });
  expect(list([long, hostile], 10)).toEqual(['a-very-long-… off', 'evil␛[2J:1      !']);
  expect([linkMark({ status: 'online' }), linkMark({ status: 'greeting' }), linkMark({ status: 'offline' })]).toEqual([
    '',
    '…',
    'off',
  ]);
});

test("a server that is shown starts at its newest line, with the user's modes and its pending notice", () => {
  const from = reduceUi(reduceUi(initialUi(undefined), { kind: 'quiet', quiet: { on: true } }), {
    kind: 'vim',
    mode: 'normal',
  });
  const before = [
    { kind: 'typed', room: 'general', text: 'draft' },
    { kind: 'scrolled', anchor: { key: 'event 1', below: 0 } },
    { kind: 'picker-opened', of: 'switcher', text: 'x' },
    { kind: 'remarked', remark: { text: 'the session has ended', tone: 'warning' } },
    { kind: 'arrived', from },
  ] as const;
  const ui = before.reduce(reduceUi, initialUi(room('general')));
  expect(ui).toMatchObject({
    quiet: { on: true },
    vim: 'normal',
    anchor: undefined,
    picker: undefined,
    room: 'general',
  });
  expect(ui.remark?.text).toBe('the session has ended');
  expect(ui.composers.general?.text).toBe('draft');
});

test('a reason that ends with a command is separated from the next sentence', () => {
  expect(thenReopen('Log in: securechat login ada@one:1', 'one:1')).toBe(
    'Log in: securechat login ada@one:1 · When this is fixed, type: /server one:1',
  );
  expect(thenReopen('The connection is closed.', 'one:1')).toBe(
    'The connection is closed. When this is fixed, type: /server one:1',
  );
  expect(thenReopen('', 'one:1')).toBe('When this is fixed, type: /server one:1');
});
