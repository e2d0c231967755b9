import type { Invitation, RoomName, RoomSummary } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { carriedRoomsTexts, invitationHandle, invitationSentence, invitationTo } from './invitation.ts';

const named = { room: 'r1', kind: 'private', name: 'hiring', members: 1, by: 'ada', at: 1 } as Invitation;
const nameless = {
  room: 'r2',
  kind: 'private',
  with: ['ada', 'bob'],
  members: 2,
  by: 'b\u202eob',
  at: 1,
} as Invitation;

test('an invitation says who invites, and to what', () => {
  expect([named, nameless].map(invitationSentence)).toEqual([
    'ada invites you to #hiring (1 member)',
    'bob invites you to ada, bob (2 members)',
  ]);
  expect([named, nameless].map(invitationHandle)).toEqual(['hiring', 'r2']);
});

test('an invitation is meant by the name or the id of its room, or by being the only one', () => {
  const both = [named, nameless];
  expect(['#Hiring', 'r2', 'other', ''].map((typed) => invitationTo(both, typed))).toEqual([
    named,
    nameless,
    undefined,
    undefined,
  ]);
  expect(invitationTo([named], '')).toBe(named);
});

test('a newcomer is told which rooms of the invite they are in, and why they are not in others', () => {
  const room = (name: string | undefined) => ({ kind: 'private', name, with: ['ada', 'cyd'] }) as RoomSummary;
  const joined = (...names: (string | undefined)[]) => carriedRoomsTexts({ rooms: names.map(room) }).joined;
  expect([joined(), joined('team'), joined('team', 'ops'), joined('team', undefined, 'ops')]).toEqual([
    undefined,
    'You are now a member of #team.',
    'You are now a member of #team and #ops.',
    'You are now a member of #team, the room with ada, cyd and #ops.',
  ]);
  const missed = [
    { name: 'old' as RoomName, code: 'archived', message: 'It is \u202earchived.' },
    { code: 'no_such_room', message: 'It was deleted.' },
  ];
  expect(carriedRoomsTexts({ missed })).toEqual({
    joined: undefined,
    missed: ['You have not joined #old. It is archived.', 'You have not joined the unnamed room. It was deleted.'],
  });
});
