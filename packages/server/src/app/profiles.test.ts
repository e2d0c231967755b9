import type { UserId } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import { expect, test } from 'vitest';
import { good, makeRoom, sessionOf, signUp } from '../contracts/store.contract.ts';
import { testContext } from '../testing/context.ts';
import { setProfile } from './profiles.ts';

test('a profile is announced in rooms up to the limit of presence, and in no larger one', async () => {
  const context = testContext();
  for (let i = 0; i <= limits.presenceMembers; i++) await signUp(context.store, `user${i}`);
  good(await makeRoom(context.store, 'small', 'user0'));
  const announced: unknown[] = [];
  context.bus.subscribe('room:small' as never, (message) => announced.push(message));
  context.bus.subscribe('room:general' as never, (message) => announced.push(message));
  const caller = { user: 'user0' as UserId, session: sessionOf('user0') };
  expect(await setProfile(context, caller, { status: 'busy' })).toEqual({ ok: true });
  expect(announced).toEqual([
    { kind: 'profile', rooms: ['small'], user: 'user0', profile: { user: 'user0', status: 'busy' } },
  ]);
});
