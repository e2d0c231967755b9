import { expect, test } from 'vitest';
import { check } from './checker.ts';
import type { Op, Row } from './history.ts';

type RowOf = Omit<Row, 'seq' | 'id'>;
const joined = (user: string, more: Partial<RowOf> = {}): RowOf => ({ user, type: 'member-joined', ...more });
const message = (user: string): RowOf => ({ user, type: 'message', body: 'hello' });
const about = (type: string, user: string, target: string, more: Partial<RowOf> = {}): RowOf => ({
  ...{ type, user, target },
  ...more,
});

/** A private room that ada owns: bob comes by name, cyd with a code; one is banned, readmitted and made a reader. */
const story: readonly RowOf[] = [
  joined('ada', { role: 'owner' }),
  joined('bob', { by: 'ada' }),
  joined('cyd', { by: 'ada' }),
  message('bob'),
  about('role', 'ada', 'bob', { role: 'moderator' }),
  about('member-banned', 'bob', 'cyd'),
  about('member-unbanned', 'bob', 'cyd'),
  joined('cyd', { by: 'bob' }),
  about('role', 'ada', 'cyd', { role: 'reader' }),
  message('ada'),
];

function roomOf(rows: readonly RowOf[], kind: 'public' | 'private' | 'direct' = 'private'): Op[] {
  const numbered = rows.map((row, i): Row => ({ ...row, seq: i + 1, id: `e${i}` }));
  const sends = numbered.flatMap(({ id, user, type, body = '' }): Op[] =>
    type === 'message' ? [{ t: 'send', client: user, id, room: 'r', user, body }] : [],
  );
  return [{ t: 'read', room: 'r', kind, from: 1, rows: numbered }, ...sends];
}

const invitations: readonly Op[] = [
  { t: 'invited', room: 'r', user: 'bob' },
  { t: 'invited', room: 'r' },
  { t: 'invited', room: 'r', user: 'cyd' },
];
const devices: readonly Op[] = [
  { t: 'client', client: 'A', user: 'cyd' },
  { t: 'client', client: 'B', user: 'cyd' },
  { t: 'client', client: 'C', user: 'dan' },
  { t: 'member', room: 'r', user: 'cyd', fromSeq: 3, visibleFrom: 3, toSeq: 6 },
  { t: 'member', room: 'r', user: 'cyd', fromSeq: 8, visibleFrom: 8 },
  { t: 'told', client: 'A', room: 'r', seqs: [3, 4, 6, 8, 10] },
  { t: 'named', client: 'A', room: 'r' },
];
const mark = (seq: number, epoch = 0) => ({ seq, epoch });
const marks: readonly Op[] = [
  { t: 'read-mark', client: 'A', room: 'r', how: 'saved', ver: 1, mark: mark(8) },
  { t: 'read-mark', client: 'B', room: 'r', how: 'told', ver: 1, mark: mark(8) },
  { t: 'read-mark', client: 'B', room: 'r', how: 'saved', ver: 2, mark: mark(3, 1) },
  { t: 'read-mark', client: 'A', room: 'r', how: 'shown', mark: mark(8) },
  { t: 'read-mark', client: 'A', room: 'r', how: 'shown', mark: mark(3, 1) },
  { t: 'stored-mark', user: 'cyd', room: 'r', mark: mark(3, 1) },
  { t: 'final-mark', client: 'A', room: 'r', due: mark(3, 1), shown: mark(3, 1) },
];

const history = (rows: readonly RowOf[] = story): Op[] => [...devices, ...roomOf(rows), ...invitations, ...marks];
const names = (ops: Iterable<Op>) => [...new Set(check(ops).map(({ name }) => name))];

test('a story in which everybody may do what they do has no anomaly', () => {
  expect(check(history())).toEqual([]);
});

/** The story with one more event at its end. */
const also = (row: RowOf): Op[] => history([...story, row]);
const without = <T extends Op['t']>(t: T): Op[] => history().filter((op) => op.t !== t);

const planted: Readonly<Record<string, Op[]>> = {
  'message-of-reader': also(message('cyd')),
  'message-of-non-member': also(message('eve')),
  'banned-joined': history([...story.slice(0, 6), joined('cyd', { by: 'ada' })]),
  'reader-escaped': history([...story, about('member-left', 'cyd', ''), joined('cyd', { by: 'ada' })]),
  'joined-uninvited': without('invited'),
  'leak-on-the-wire': [...history(), { t: 'told', client: 'A', room: 'r', seqs: [7] }],
  'room-revealed': [...history(), { t: 'named', client: 'C', room: 'r' }],
  'mark-lost': without('stored-mark'),
  'mark-not-delivered': [...history(), { t: 'final-mark', client: 'B', room: 'r', due: mark(3, 1), shown: mark(8) }],
};

test.each(Object.entries(planted))('a planted %s is caught by its name', (name, ops) => {
  expect(names(ops)).toContain(name);
});

test.each([
  ['a member removes somebody', about('member-removed', 'cyd', 'bob')],
  ['a moderator bans the owner', about('member-banned', 'bob', 'ada')],
  ['a moderator gives a role', about('role', 'bob', 'cyd', { role: 'member' })],
  ['a moderator archives the room', { type: 'room-archived', user: 'bob', on: true }],
  ['somebody else lifts a ban', about('member-unbanned', 'eve', 'cyd')],
])('what nobody had the right to is caught: %s', (_, row) => {
  expect(names(also(row))).toContain('acted-without-right');
});

test('nothing happens in an archived room except that people leave it and its owner ends that', () => {
  const archived = (on: boolean): RowOf => ({ type: 'room-archived', user: 'ada', on });
  const left = about('member-left', 'cyd', '');
  expect(names(history([...story, archived(true), left, archived(false), message('ada')]))).toEqual([]);
  const later = [
    message('ada'),
    about('role', 'ada', 'bob', { role: 'member' }),
    joined('cyd', { by: 'ada', role: 'reader' }),
  ];
  for (const row of later) {
    expect(names(history([...story, left, archived(true), row]))).toContain('changed-in-archive');
  }
});

test('one code lets one person in, and a name one time', () => {
  const twice = [...story.slice(0, 3), about('member-left', 'bob', ''), joined('bob', { by: 'ada' })];
  expect(names([...roomOf(twice), ...invitations])).toEqual([]);
  const byNames = invitations.filter((op) => op.t === 'invited' && op.user !== undefined);
  expect(names([...roomOf(twice), ...byNames])).toEqual(['joined-uninvited']);
  const others = [...story.slice(0, 3), joined('eve', { by: 'ada' }), joined('fay', { by: 'ada' })];
  expect(names([...roomOf(others), ...invitations])).toEqual(['joined-uninvited']);
});

test('a direct room has two people for ever, and two people have one', () => {
  const direct = [{ user: 'ada', type: 'room-created' }, joined('ada'), joined('bob', { by: 'ada' }), message('bob')];
  expect(names(roomOf(direct, 'direct'))).toEqual([]);
  expect(names(roomOf([...direct, joined('eve')], 'direct'))).toEqual(['direct-room-changed']);
  const second = roomOf([...direct.slice(0, 3)], 'direct').flatMap((op): Op[] =>
    op.t === 'read' ? [{ ...op, room: 'r2', rows: op.rows.map((row) => ({ ...row, id: `2${row.id}` })) }] : [],
  );
  expect(names([...roomOf(direct, 'direct'), ...second])).toEqual(['direct-room-doubled']);
});

test('a mark that falls is caught: across two devices by its change, and on one device while it runs', () => {
  const told = (ver: number): Op => ({ t: 'read-mark', client: 'A', room: 'r', how: 'told', ver, mark: mark(8) });
  // An earlier change may arrive later.
  expect(names([...history(), told(1)])).toEqual([]);
  expect(names([...history(), told(3)])).toEqual(['mark-fell']);
  const shown: Op = { t: 'read-mark', client: 'A', room: 'r', how: 'shown', mark: mark(8) };
  expect(names([...history(), shown])).toEqual(['mark-fell']);
  expect(names([...history(), { t: 'client', client: 'A', user: 'cyd' }, shown])).toEqual([]);
});
