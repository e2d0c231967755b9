import type { EventId, RoomId, RoomName, SessionId, UserId } from '@securechat/protocol/ids';
import { expect, test } from 'vitest';
import { decideRoom, type RoomCommand, type RoomFacts } from './decide-room.ts';

const [ada, bob, dev] = ['ada' as UserId, 'bob' as UserId, 'dev' as RoomId];
const asks = { room: dev, by: ada, session: 's' as SessionId, atMs: 5 };
const limits = { roomsPerUser: 3, roomsCreatedPerUser: 2 };
const id = 'i' as EventId;
const name = 'all-of-us' as RoomName;
const create: RoomCommand = { ...asks, kind: 'create', name, topic: 'all', ids: [id, 'j' as EventId], limits };
const join: RoomCommand = { ...asks, kind: 'join', id, limits };
const leave: RoomCommand = { ...asks, kind: 'leave', id };
const remove: RoomCommand = { ...asks, kind: 'remove', id, user: bob };

/** A room of others. */
const outside: RoomFacts = {
  sessionOpen: true,
  roomExists: true,
  nameTaken: true,
  isMember: false,
  isCreator: false,
  targetIsMember: false,
  joinedRooms: 1,
  createdRooms: 1,
};
const nowhere = { ...outside, roomExists: false, nameTaken: false };
const inside = { ...outside, isMember: true };
const owned = { ...inside, isCreator: true, targetIsMember: true };

test.each<[name: string, RoomCommand, RoomFacts, outcome: string]>([
  ['a name that is free', create, nowhere, 'made joined'],
  ['a name that is taken', create, outside, 'room_exists'],
  ['the last room that one may join', create, { ...nowhere, joinedRooms: 2 }, 'made joined'],
  ['one room too many to join', create, { ...nowhere, joinedRooms: 3 }, 'too_many_rooms'],
  ['one room too many to create', create, { ...nowhere, createdRooms: 2 }, 'too_many_rooms_created'],
  ['too many in both ways', create, { ...nowhere, joinedRooms: 3, createdRooms: 2 }, 'too_many_rooms'],
  ['an ended session', create, { ...nowhere, sessionOpen: false }, 'session_expired'],
  ['a room of others', join, outside, 'joined'],
  ['a room that does not exist', join, nowhere, 'no_such_room'],
  ['a room that one is in', join, { ...inside, joinedRooms: 3 }, ''],
  ['one room too many', join, { ...outside, joinedRooms: 3 }, 'too_many_rooms'],
  ['a room too many that does not exist', join, { ...nowhere, joinedRooms: 3 }, 'no_such_room'],
  ['an ended session', join, { ...outside, sessionOpen: false }, 'session_expired'],
  ['a room that one is in', leave, inside, 'left'],
  ['a room of others', leave, outside, 'not_a_member'],
  ['an ended session', leave, { ...inside, sessionOpen: false }, 'session_expired'],
  ['the creator and a member', remove, owned, 'removed'],
  ['the creator and no member', remove, { ...owned, targetIsMember: false }, 'no_such_member'],
  ['a member that is not the creator', remove, { ...owned, isCreator: false }, 'not_allowed'],
  ['the creator after it has left', remove, { ...owned, isMember: false }, 'not_a_member'],
  ['neither creator nor member to remove', remove, inside, 'not_allowed'],
  ['nobody at all', remove, nowhere, 'not_a_member'],
  ['an ended session', remove, { ...owned, sessionOpen: false }, 'session_expired'],
])('%s', (_, command, facts, outcome) => {
  const decided = decideRoom(facts, command);
  expect(decided.ok ? decided.value.map(({ type }) => type).join(' ') : decided.error).toBe(outcome);
});

test('events have their room, author, id, time and payload, and their effect', () => {
  const base = { room: 'dev', author: 'ada', id: 'i', atMs: 5 };
  expect(decideRoom(nowhere, create)).toEqual({
    ok: true,
    value: [
      {
        ...base,
        type: 'made',
        payload: { kind: 'public', name: 'all-of-us', topic: 'all' },
        effect: { kind: 'creates-room', roomKind: 'public', name, topic: 'all', createdBy: 'ada' },
      },
      { ...base, id: 'j', type: 'joined', effect: { kind: 'starts-membership', user: 'ada' } },
    ],
  });
  expect(decideRoom(inside, leave)).toMatchObject({
    value: [{ ...base, type: 'left', effect: { kind: 'ends-membership', user: 'ada' } }],
  });
  expect(decideRoom(owned, remove)).toEqual({
    ok: true,
    value: [{ ...base, type: 'removed', payload: { user: 'bob' }, effect: { kind: 'ends-membership', user: 'bob' } }],
  });
});
