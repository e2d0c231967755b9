import type { Invitation } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { invitationHandle, invitationSentence, invitationTo } from './invitation.ts';

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
