import type { Invitation } from '@securechat/protocol';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { openChat } from '../../testing/open-chat.ts';

const invitation = { room: 'r2', kind: 'private', name: 'hiring', members: 2, by: 'bob', at: 1 } as Invitation;

test('an invitation is shown with what to type, listed, declined and accepted', async () => {
  await using chat = await openChat();
  chat.enter('/accept');
  await eventually(() => chat.screen().includes('Nobody has invited you to a room.'));
  chat.server.push({ type: 'invited', invitation });
  await eventually(() => chat.screen().includes('bob invites you to #hiring (2 members). To join: /accept hiring'));
  chat.enter('/decline other');
  await eventually(() => chat.screen().includes('You have no such invitation. To list them: /invitations'));
  chat.enter('/decline hiring');
  await eventually(() => chat.screen().includes('Declined the invitation to #hiring.'));
  chat.enter('/accept');
  await eventually(() => chat.sentOf('invitation.accept').length === 1);
  chat.server.push({ type: 'invitation-ended', room: invitation.room });
  chat.enter('/accept sEVfcVrVpxYtZ1qNqTnV6w');
  await eventually(() => chat.sentOf('invitation.accept').length === 2);
  expect(chat.sentOf('invitation.decline')).toMatchObject([{ room: 'r2' }]);
  expect(chat.sentOf('invitation.accept')).toMatchObject([{ room: 'r2' }, { code: 'sEVfcVrVpxYtZ1qNqTnV6w' }]);
});

test('/invite invites a user, or shows a link for one person; /create --private makes a private room', async () => {
  await using chat = await openChat();
  chat.enter('/invite @Bob');
  await eventually(() => chat.screen().includes('Invited Bob to #general.'));
  chat.server.answers['invitation.link'] = { type: 'invitation-link', code: 'abc_def', expiresMs: 0 };
  chat.enter('/invite');
  await eventually(() => chat.screen().includes('In the terminal: /join abc_def'));
  expect(chat.screen()).toContain('In a browser: https://fake/#join=abc_def');
  chat.key('escape');
  chat.server.refuse['invitation.create'] = { code: 'already_member' };
  chat.enter('/invite cyd');
  await eventually(() => chat.screen().includes('refused: already_member'));
  chat.enter('/create --private hiring new people');
  await eventually(() => chat.sentOf('room.create').length === 1);
  chat.enter('/create --private');
  await eventually(() => chat.sentOf('room.create').length === 2);
  expect(chat.sentOf('room.create')).toMatchObject([
    { kind: 'private', name: 'hiring', topic: 'new people' },
    { kind: 'private' },
  ]);
});

test('/revoke lists what is pending of the shown room, and revokes an invitation or the links', async () => {
  await using chat = await openChat();
  const answer = (invitations: readonly object[], links: number) => {
    chat.server.answers['room.invitations'] = { type: 'room-invitations', room: 'general', invitations, links };
  };
  answer([], 0);
  chat.enter('/revoke');
  await eventually(() => chat.screen().includes('There are no pending invitations and no unused links.'));
  answer([{ user: 'cyd', by: 'bob', at: 1 }], 2);
  chat.enter('/revoke');
  await eventually(() => chat.screen().includes('Pending (/revoke USER, /revoke --links)'));
  expect(chat.screen()).toMatch(/cyd, invited by bob[\s\S]*2 unused links/);
  chat.key('escape');
  chat.enter('/revoke two words');
  await eventually(() => chat.screen().includes('Name one user, as in /revoke bob'));
  expect(chat.sentOf('invitation.revoke')).toHaveLength(0);
  chat.key('ctrl+u');
  chat.enter('/revoke @Cyd');
  await eventually(() => chat.screen().includes('Revoked the invitation of cyd to #general.'));
  chat.enter('/revoke --links');
  await eventually(() => chat.screen().includes('Revoked the unused links to #general.'));
  const [one, all] = chat.sentOf('invitation.revoke');
  expect(one).toMatchObject({ room: 'general', user: 'cyd' });
  expect(all).not.toHaveProperty('user');
  chat.server.refuse = { 'invitation.revoke': { code: 'no_such_invitation' } };
  chat.enter('/revoke dee');
  await eventually(() => chat.screen().includes('refused: no_such_invitation'));
});

test('/create --history says what newcomers can read', async () => {
  await using chat = await openChat();
  chat.enter('/create --history none ops');
  await eventually(() => chat.screen().includes('What newcomers can read is --history shared or'));
  chat.enter('/create --history shared --private hiring new people');
  await eventually(() => chat.sentOf('room.create').length === 1);
  expect(chat.sentOf('room.create')).toMatchObject([
    { kind: 'private', name: 'hiring', topic: 'new people', history: 'shared' },
  ]);
});

test('/join and /accept take a code and a link, which must be of this server', async () => {
  await using chat = await openChat();
  const code = 'sEVfcVrVpxYtZ1qNqTnV6w';
  chat.enter(`/join https://fake/#join=${code}`);
  await eventually(() => chat.sentOf('invitation.accept').length === 1);
  chat.enter(`/accept https://fake/#join=${code}`);
  await eventually(() => chat.sentOf('invitation.accept').length === 2);
  chat.enter(`/join https://other:8443/#join=${code}`);
  await eventually(() => chat.screen().includes('That link is for other:8443. To go there: /server other:8443'));
  // What is no code may be the name of a room; if it is not, the code is what was meant.
  chat.server.refuse['invitation.accept'] = { code: 'no_such_invitation' };
  chat.server.refuse['room.join'] = { code: 'no_such_room' };
  chat.enter(`/join ${code}`);
  await eventually(() => chat.sentOf('room.join').length === 1);
  await eventually(() => chat.screen().includes('refused: no_such_invitation'));
  expect(chat.sentOf('invitation.accept')).toMatchObject([{ code }, { code }, { code }]);
  expect(chat.sentOf('room.join')).toMatchObject([{ name: code.toLowerCase() }]);
});

test('inviting somebody who is banned names the command that lifts the ban', async () => {
  await using chat = await openChat(['hello']);
  chat.server.refuse = { 'invitation.create': { code: 'banned' } };
  chat.enter('/invite @bob');
  await eventually(() => chat.screen().includes('refused: banned To lift it: /unban bob'));
});
