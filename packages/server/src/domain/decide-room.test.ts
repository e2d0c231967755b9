import { expect, test } from 'vitest';
import {
  ada,
  archive,
  archived,
  ban,
  create,
  direct,
  inside,
  join,
  leave,
  makes,
  moderated,
  name,
  nowhere,
  openDirect,
  outside,
  owned,
  ownerless,
  remove,
  rename,
  said,
  setTopic,
  unarchive,
  unban,
} from '../testing/room-commands.ts';
import { decideRoom } from './decide-room.ts';
import type { RoomCommand, RoomFacts } from './room-command.ts';

test.each<[name: string, RoomCommand, RoomFacts, outcome: string]>([
  ['a name that is free', create, nowhere, 'room-created member-joined owner'],
  ['a name that is taken', create, outside, 'room_exists'],
  ['the last room that one may join', create, { ...nowhere, joinedRooms: 2 }, 'room-created member-joined owner'],
  ['one room too many to join', create, { ...nowhere, joinedRooms: 3 }, 'too_many_rooms'],
  ['one room too many to create', create, { ...nowhere, createdRooms: 2 }, 'too_many_rooms_created'],
  ['too many in both ways', create, { ...nowhere, joinedRooms: 3, createdRooms: 2 }, 'too_many_rooms'],
  ['an ended session', create, { ...nowhere, sessionOpen: false }, 'session_expired'],
  ['a room of others', join, outside, 'member-joined'],
  ['a room that does not exist', join, nowhere, 'no_such_room'],
  ['a room that one is in', join, { ...inside, joinedRooms: 3 }, ''],
  ['one room too many', join, { ...outside, joinedRooms: 3 }, 'too_many_rooms'],
  ['a room too many that does not exist', join, { ...nowhere, joinedRooms: 3 }, 'no_such_room'],
  ['a room without enabled members', join, { ...outside, hasOthers: false }, 'member-joined owner'],
  ['the server’s room without members', join, { ...outside, hasOthers: false, isServers: true }, 'member-joined'],
  [
    'the server’s room as an administrator',
    join,
    { ...outside, isServers: true, isAdministrator: true },
    'member-joined owner',
  ],
  ['a room where one was a reader', join, { ...outside, formerRole: 'reader' }, 'member-joined reader'],
  ['a room where one was an owner', join, { ...outside, formerRole: 'owner' }, 'member-joined'],
  ['a ban that has not ended', join, { ...outside, bannedUntilMs: 6 }, 'banned'],
  ['a ban without an end', join, { ...outside, bannedUntilMs: Number.POSITIVE_INFINITY }, 'banned'],
  ['a ban that has ended', join, { ...outside, bannedUntilMs: 5 }, 'member-joined'],
  ['a ban and one room too many', join, { ...outside, bannedUntilMs: 6, joinedRooms: 3 }, 'banned'],
  ['an ended session', join, { ...outside, sessionOpen: false }, 'session_expired'],
  ['a room that one is in', leave, inside, 'member-left'],
  ['a room of others', leave, outside, 'not_a_member'],
  ['the last owner', leave, { ...owned, otherOwners: 0 }, 'last_owner'],
  ['the last owner and nobody else', leave, { ...owned, otherOwners: 0, hasOthers: false }, 'member-left'],
  ['the last administrator', leave, { ...owned, otherOwners: 0, isServers: true }, 'member-left'],
  ['an owner of several', leave, owned, 'member-left'],
  ['a direct room', leave, { ...inside, kind: 'direct' }, 'direct_room'],
  ['an ended session', leave, { ...inside, sessionOpen: false }, 'session_expired'],
  ['a room that is not public', join, { ...outside, kind: 'private' }, 'no_such_room'],
  ['a direct room that one is in', join, direct, ''],
  ['a direct room', leave, direct, 'direct_room'],
  ['a direct room', remove, { ...direct, targetRole: 'member' }, 'direct_room'],
  ['a direct room', rename, direct, 'direct_room'],
  ['a direct room', setTopic, direct, 'direct_room'],
  ['a direct room of others', leave, { ...direct, role: undefined }, 'no_such_room'],
  ['another person', openDirect, nowhere, 'room-created member-joined member-joined'],
  ['oneself', { ...openDirect, user: ada }, nowhere, 'room-created member-joined'],
  ['a person with whom there is a direct room', openDirect, { ...nowhere, directExists: true, directRooms: 3 }, ''],
  [
    'nobody, or a disabled account',
    openDirect,
    { ...nowhere, directExists: true, targetIsActive: false },
    'no_such_user',
  ],
  ['the last direct room', openDirect, { ...nowhere, directRooms: 2 }, 'room-created member-joined member-joined'],
  ['a direct room too many', openDirect, { ...nowhere, directRooms: 3 }, 'too_many_direct_rooms'],
  ['a direct room too many for the other', openDirect, { ...nowhere, targetDirectRooms: 3 }, 'too_many_direct_rooms'],
  [
    'as many rooms as one can be in',
    openDirect,
    { ...nowhere, joinedRooms: 3 },
    'room-created member-joined member-joined',
  ],
  ['an ended session', openDirect, { ...nowhere, sessionOpen: false }, 'session_expired'],
  ['the owner', rename, { ...owned, nameTaken: false }, 'room-renamed'],
  ['a name that is taken', rename, owned, 'room_exists'],
  ['the name that the room has', rename, { ...owned, name }, ''],
  ['a moderator', rename, { ...moderated, nameTaken: false }, 'not_allowed'],
  ['a room of others', rename, outside, 'not_a_member'],
  ['no room', rename, nowhere, 'no_such_room'],
  ['an ended session', rename, { ...owned, sessionOpen: false }, 'session_expired'],
  ['the owner', archive, owned, 'room-archived'],
  ['a moderator', archive, moderated, 'not_allowed'],
  ['an archived room', archive, archived, ''],
  ['a room that is not archived', unarchive, owned, ''],
  ['the owner', unarchive, archived, 'room-archived'],
  ['the server’s room', archive, { ...owned, isServers: true, isAdministrator: true }, 'not_allowed'],
  ['a direct room', archive, direct, 'direct_room'],
  ['a room of others', archive, outside, 'not_a_member'],
  ['an administrator', archive, { ...outside, isAdministrator: true }, 'not_a_member'],
  ['an administrator, where the owners are gone', unarchive, ownerless, 'room-archived'],
  ['an administrator, in a private room', unarchive, { ...ownerless, kind: 'private' }, 'no_such_room'],
  ...[rename, setTopic, remove, ban, unban, makes('reader'), makes('owner')].map(
    (command) => ['an archived room', command, archived, 'archived'] satisfies [string, RoomCommand, RoomFacts, string],
  ),
  ['an archived room', join, { ...outside, isArchived: true }, 'archived'],
  ['an archived room that one is in', join, archived, ''],
  ['an archived room that is not public', join, { ...outside, kind: 'private', isArchived: true }, 'no_such_room'],
  ['an archived room', leave, archived, 'member-left'],
  ['the owner', setTopic, owned, 'topic'],
  ['the topic that the room has', setTopic, { ...owned, topic: 'some' }, ''],
  ['a moderator', setTopic, moderated, 'topic'],
  ['a member', setTopic, inside, 'not_allowed'],
  ['an administrator', setTopic, { ...outside, isAdministrator: true }, 'topic'],
  [
    'an administrator in a private room',
    setTopic,
    { ...outside, kind: 'private', isAdministrator: true },
    'no_such_room',
  ],
  ['a room of others', setTopic, outside, 'not_a_member'],
])('%s', (_, command, facts, outcome) => {
  const decided = decideRoom(facts, command);
  expect(decided.ok ? decided.value.map(said).join(' ') : decided.error).toBe(outcome);
});

test('events have their room, author, id, time and payload, and their effect', () => {
  const base = { room: 'dev', author: 'ada', id: 'i', atMs: 5 };
  expect(decideRoom(nowhere, create)).toEqual({
    ok: true,
    value: [
      {
        ...base,
        type: 'room-created',
        payload: { kind: 'public', name: 'all-of-us', topic: 'all', history: 'joined' },
        effect: { kind: 'creates-room', roomKind: 'public', name, topic: 'all', history: 'joined', createdBy: 'ada' },
      },
      {
        ...base,
        id: 'j',
        type: 'member-joined',
        payload: { role: 'owner' },
        effect: { kind: 'starts-membership', user: 'ada', role: 'owner' },
      },
    ],
  });
  expect(decideRoom(inside, leave)).toMatchObject({
    value: [{ ...base, type: 'member-left', effect: { kind: 'ends-membership', user: 'ada' } }],
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
    value: [
      { ...base, type: 'member-removed', payload: { user: 'bob' }, effect: { kind: 'ends-membership', user: 'bob' } },
    ],
  });
  const banned = { user: 'bob', untilMs: 9, reason: 'spam' };
  expect(decideRoom(moderated, ban)).toMatchObject({
    value: [
      {
        ...base,
        type: 'member-banned',
        payload: banned,
        effect: { kind: 'bans-user', ...banned, endsMembership: true },
      },
    ],
  });
  expect(decideRoom({ ...moderated, targetRole: undefined }, ban)).toMatchObject({
    value: [{ payload: { ...banned, absent: true }, effect: { endsMembership: false } }],
  });
});
