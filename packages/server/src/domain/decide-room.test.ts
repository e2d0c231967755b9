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

const rename: RoomCommand = { ...asks, kind: 'rename', id, name };
const setTopic: RoomCommand = { ...asks, kind: 'topic', id, topic: 'some' };

/** A room of others. */
const outside: RoomFacts = {
  sessionOpen: true,
  roomExists: true,
  nameTaken: true,
  name: 'dev' as RoomName,
  topic: 'all',
  isMember: false,
  isOwner: false,
  targetIsMember: false,
  joinedRooms: 1,
  createdRooms: 1,
};
const nowhere = { ...outside, roomExists: false, nameTaken: false, name: undefined, topic: undefined };
const inside = { ...outside, isMember: true };
const owned = { ...inside, isOwner: true, targetIsMember: true };

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
  ['the owner', rename, { ...owned, nameTaken: false }, 'room-renamed'],
  ['a name that is taken', rename, owned, 'room_exists'],
  ['the name that the room has', rename, { ...owned, name }, ''],
  ['a member that is not the owner', rename, inside, 'not_allowed'],
  ['a room of others', rename, outside, 'not_a_member'],
  ['no room', rename, nowhere, 'not_a_member'],
  ['an ended session', rename, { ...owned, sessionOpen: false }, 'session_expired'],
  ['the owner', setTopic, owned, 'topic'],
  ['the topic that the room has', setTopic, { ...owned, topic: 'some' }, ''],
  ['a member that is not the owner', setTopic, inside, 'not_allowed'],
  ['a room of others', setTopic, outside, 'not_a_member'],
  ['the owner and a member', remove, owned, 'removed'],
  ['the owner and no member', remove, { ...owned, targetIsMember: false }, 'no_such_member'],
  ['a member that is not the owner', remove, { ...owned, isOwner: false }, 'not_allowed'],
  ['the owner after it has left', remove, { ...owned, isMember: false }, 'not_a_member'],
  ['neither owner nor member to remove', remove, inside, 'not_allowed'],
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
  expect(decideRoom({ ...owned, nameTaken: false }, rename)).toEqual({
    ok: true,
    value: [
      {
        ...base,
        type: 'room-renamed',
        payload: { name },
        effect: {
          kind: 'renames-room',
          from: 'dev',
          to: name,
          untilMs: 5 + 30 * 24 * 60 * 60 * 1000,
          maxFormerNames: 5,
        },
      },
    ],
  });
  expect(decideRoom(owned, setTopic)).toMatchObject({
    value: [{ ...base, type: 'topic', payload: { topic: 'some' }, effect: { kind: 'sets-topic', topic: 'some' } }],
  });
  expect(decideRoom(owned, remove)).toEqual({
    ok: true,
    value: [{ ...base, type: 'removed', payload: { user: 'bob' }, effect: { kind: 'ends-membership', user: 'bob' } }],
  });
});
