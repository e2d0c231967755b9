import { randomUUID } from 'node:crypto';
import type { EventId } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import { beforeEach, describe, expect, test } from 'vitest';
import { stateLimits } from '../../domain/state-limits.ts';
import type { Store } from '../../ports/store.ts';
import { good, makePrivateRoom, room, sessionOf, signUp, user } from './steps.ts';

/** What every store must do about an invitation that follows one by somebody whom its user has blocked. */
export function blockedInvitations(the: () => Store): void {
  describe('invitations behind that of somebody who is blocked', () => {
    const den = room('den');
    const by = (who: string) => ({ by: user(who), session: sessionOf(who), atMs: 3000 });
    const invite = (who: string, whom: string) =>
      the().changeInvitation({ ...by(who), kind: 'invite', room: den, user: user(whom), limits });
    const accept = (who: string) => {
      const id = randomUUID() as string as EventId;
      return the().changeInvitation({ ...by(who), kind: 'accept', to: { room: den }, id, limits });
    };
    beforeEach(async () => {
      for (const name of ['ada', 'bob', 'cyd']) await signUp(the(), name);
      await makePrivateRoom(the(), 'den', 'ada', 'hiring');
      good(await invite('ada', 'cyd'));
      good(await accept('cyd'));
      const entries = [{ kind: 'block', key: user('ada'), value: true } as const];
      good(await the().setState({ user: user('bob'), session: sessionOf('bob'), entries, limits: stateLimits }));
      good(await invite('ada', 'bob'));
      good(await invite('cyd', 'bob'));
    });

    test('are delivered, while the first one stays listed', async () => {
      const store = the();
      // Whoever was first still sees it, as without a block.
      const listed = async (by?: string) => {
        const { invitations } = await store.roomInvitations(den, { atMs: 1, ...(by && { by: user(by) }) });
        return invitations.map((each) => each.by);
      };
      expect([await listed('ada'), await listed('cyd'), await listed()]).toEqual([['ada'], [], ['ada']]);
      expect(good(await invite('ada', 'bob'))).toMatchObject({ changed: false });
      expect(await store.invitations(user('bob'))).toMatchObject([{ by: 'cyd' }]);
      const asked = (name: string) => ({ user: user(name), session: sessionOf(name), passwordHash: `hash of ${name}` });
      good(await store.deleteAccount({ ...asked('ada'), atMs: 4000 }));
      expect([await listed(), (await store.invitations(user('bob'))).length]).toEqual([['cyd'], 1]);
      expect(good(await accept('bob'))).toMatchObject({ events: [{ author: 'bob', by: 'cyd' }] });
      expect(await listed()).toEqual([]);
    });

    test('end with the account of their inviter', async () => {
      const store = the();
      const cyd = { user: user('cyd'), session: sessionOf('cyd'), passwordHash: 'hash of cyd' };
      good(await store.deleteAccount({ ...cyd, atMs: 4000 }));
      expect(await store.invitations(user('bob'))).toEqual([]);
      expect((await store.roomInvitations(den, { atMs: 1 })).invitations).toMatchObject([{ user: 'bob', by: 'ada' }]);
    });
  });
}
