import type { EventId, RoomId, RoomName, UserId } from '@securechat/protocol/ids';
import { expect, test } from 'vitest';
import { type CarriedRoom, decideSignUp, type SignUpFacts } from './decide-sign-up.ts';

/** Event ids that count up. */
const ids = () => {
  let count = 0;
  return () => `i${count++}` as EventId;
};

const user = 'ada' as UserId;
const signUp = { user, room: 'general' as RoomId, atMs: 1000 };
const invited = { ...signUp, inviteHash: new Uint8Array(32) };
const open = { uses: 2, used: 1, revoked: false, expiresMs: 1001 };
const free: SignUpFacts = { isNameTaken: false, invite: undefined, roomExists: true, rooms: [] };

test.each<[name: string, SignUpFacts, typeof signUp & { inviteAtMs?: number }, outcome: string]>([
  ['a free name', free, signUp, 'member-joined'],
  ['the first account', { ...free, roomExists: false }, signUp, 'room-created member-joined'],
  ['a taken name', { ...free, isNameTaken: true }, signUp, 'name_taken'],
  ['an open invite', { ...free, invite: open }, invited, 'member-joined'],
  ['an open invite and a taken name', { ...free, invite: open, isNameTaken: true }, invited, 'name_taken'],
  ['an unknown invite', free, invited, 'bad_invite'],
  ['an unknown invite and a taken name', { ...free, isNameTaken: true }, invited, 'bad_invite'],
  ['a used invite', { ...free, invite: { ...open, used: 2 } }, invited, 'bad_invite'],
  ['a revoked invite', { ...free, invite: { ...open, revoked: true } }, invited, 'bad_invite'],
  ['an expired invite', { ...free, invite: { ...open, expiresMs: 1000 } }, invited, 'bad_invite'],
  ['an invite by a clock of its own', { ...free, invite: open }, { ...invited, inviteAtMs: 1001 }, 'bad_invite'],
])('sign-up: %s', (_, facts, command, outcome) => {
  const decided = decideSignUp(facts, command, ids());
  expect(decided.ok ? decided.value.events.map(({ type }) => type).join(' ') : decided.error).toBe(outcome);
});

test('the room of all accounts counts for no quota', () => {
  const decided = decideSignUp({ ...free, roomExists: false }, signUp, ids());
  expect(decided).toMatchObject({ value: { events: [{ id: 'i0', effect: { createdBy: undefined } }, { id: 'i1' }] } });
});

/** A room of others that anybody may join. */
const joinable = {
  kind: 'public',
  isArchived: false,
  isServers: false,
  isAdministrator: false,
  hasOthers: true,
  formerRole: undefined,
} as const;
const carried = (room: string, facts: Partial<CarriedRoom['facts']> = {}) => ({
  ...{ room: room as RoomId, name: room as RoomName },
  facts: { ...joinable, ...facts },
});
const withRooms = (...rooms: CarriedRoom[]) => {
  const decided = decideSignUp({ ...free, invite: open, rooms }, invited, ids());
  return decided.ok ? decided.value : decided.error;
};

test('the rooms of an invite are joined in its order, public and private ones, each by an event of its own', () => {
  expect(withRooms(carried('team'), carried('den', { kind: 'private' }))).toMatchObject({
    events: ['general', 'team', 'den'].map((room, i) => ({
      ...{ room, author: 'ada', id: `i${i}`, type: 'member-joined', atMs: 1000 },
      effect: { kind: 'starts-membership', user: 'ada', role: 'member' },
    })),
    missed: [],
  });
});

test('a room that nobody is in any more gets an owner', () => {
  const { events } = withRooms(carried('team', { hasOthers: false })) as { readonly events: readonly object[] };
  expect(events).toMatchObject([{ room: 'general' }, { room: 'team', payload: { role: 'owner' } }]);
});

test('deleted, archived and direct rooms are missed, and the others are joined', () => {
  const rooms = [
    carried('gone', { kind: undefined }),
    { ...carried('old', { isArchived: true }), name: undefined },
    carried('team'),
    carried('us', { kind: 'direct' }),
  ];
  expect(withRooms(...rooms)).toMatchObject({
    events: [{ room: 'general' }, { room: 'team' }],
    missed: [
      { name: 'gone', code: 'no_such_room' },
      { name: undefined, code: 'archived' },
      { name: 'us', code: 'no_such_room' },
    ],
  });
});

test('the room that everybody joins is joined once', () => {
  expect(withRooms(carried('general'), carried('team'))).toMatchObject({
    events: [{ room: 'general' }, { room: 'team' }],
    missed: [],
  });
});

test('the rooms of an invite that cannot be used are not joined', () => {
  const rooms = [carried('team')];
  expect(decideSignUp({ ...free, rooms }, invited, ids())).toEqual({ ok: false, error: 'bad_invite' });
});
