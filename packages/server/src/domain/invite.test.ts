import { expect, test } from 'vitest';
import { type InviteState, isInviteOpen, isRevocable } from './invite.ts';

const invite: InviteState = { uses: 2, used: 1, revoked: false, expiresMs: 1000 };

test.each<[name: string, InviteState | undefined, open: boolean, revocable: boolean]>([
  ['with a use left', invite, true, true],
  ['used up', { ...invite, used: 2 }, false, false],
  ['revoked', { ...invite, revoked: true }, false, false],
  ['expired at the very moment', { ...invite, expiresMs: 500 }, false, true],
  ['unknown', undefined, false, false],
])('an invite that is %s', (_, state, open, revocable) => {
  expect([isInviteOpen(state, 500), isRevocable(state)]).toEqual([open, revocable]);
});
