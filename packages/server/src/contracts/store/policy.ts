import { randomUUID } from 'node:crypto';
import type { EventId } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import { describe, expect, test } from 'vitest';
import type { InvitationCommand } from '../../domain/decide-invitation.ts';
import type { Store } from '../../ports/store.ts';
import {
  all,
  archive,
  digest,
  good,
  join,
  leave,
  makePrivateRoom,
  makeRoom,
  openDirect,
  room,
  sessionOf,
  setPolicy,
  signUp,
  user,
} from './steps.ts';

const refused = (error: string) => ({ ok: false, error });

/** What every store must do about who may invite to a room, and what newcomers can read. */
export function policies(the: () => Store): void {
  describe('policies of rooms', () => {
    const setUp = async (): Promise<Store> => {
      const store = the();
      for (const name of ['ada', 'bob', 'cyd', 'dan']) await signUp(store, name);
      await makeRoom(store, 'dev', 'ada');
      return store;
    };
    const asks = (store: Store, who: string, asked: object) =>
      store.changeInvitation({ ...asked, by: user(who), session: sessionOf(who), atMs: 3000 } as InvitationCommand);
    const invite = (store: Store, who: string, whom: string) =>
      asks(store, who, { kind: 'invite', room: room('den'), user: user(whom), limits });
    const accept = (store: Store, who: string, to: object = { room: room('den') }) =>
      asks(store, who, { kind: 'accept', to, id: randomUUID() as string as EventId, limits });
    const described = async (store: Store, name: string) => {
      const { history, inviters } = (await store.room(room(name), user('ada'))) ?? expect.fail(name);
      return [history, inviters];
    };
    const readFrom = async (store: Store, name: string, who: string) =>
      (await store.membershipRanges(room(name), user(who))).at(-1)?.visibleFrom;

    test('only owners change it, in no direct and no archived room, and only what differs is stored', async () => {
      const store = await setUp();
      await join(store, 'dev', 'bob');
      await openDirect(store, 'both', 'ada', 'bob');
      expect(await described(store, 'dev')).toEqual(['shared', undefined]);
      const policy = { inviters: 'moderators', history: 'joined' } as const;
      expect(await setPolicy(store, 'dev', 'bob', policy)).toEqual(refused('not_allowed'));
      expect(await setPolicy(store, 'dev', 'cyd', policy)).toEqual(refused('not_a_member'));
      expect(await setPolicy(store, 'both', 'ada', policy)).toEqual(refused('direct_room'));
      expect(await setPolicy(store, 'den', 'ada', policy)).toEqual(refused('no_such_room'));
      expect(good(await setPolicy(store, 'dev', 'ada', { inviters: 'moderators', history: 'shared' }))).toEqual(
        expect.objectContaining({ type: 'room-policy', seq: 4, inviters: 'moderators' }),
      );
      expect((await all(store, 'dev')).at(-1)).not.toHaveProperty('history');
      expect(await described(store, 'dev')).toEqual(['shared', 'moderators']);
      expect((await store.memberships(user('bob'))).find((each) => each.room === 'dev')).toMatchObject({
        inviters: 'moderators',
      });
      expect(good(await setPolicy(store, 'dev', 'ada', { inviters: 'moderators' }))).toBeUndefined();
      expect(good(await setPolicy(store, 'dev', 'ada', {}))).toBeUndefined();
      good(await setPolicy(store, 'dev', 'ada', { inviters: 'members' }));
      expect(await described(store, 'dev')).toEqual(['shared', undefined]);
      await archive(store, 'dev', 'ada');
      expect(await setPolicy(store, 'dev', 'ada', policy)).toEqual(refused('archived'));
    });

    test('where only moderators invite, members make no invitations, and what they made brings nobody in', async () => {
      const store = await setUp();
      await makePrivateRoom(store, 'den', 'ada');
      good(await invite(store, 'ada', 'bob'));
      good(await accept(store, 'bob'));
      good(await invite(store, 'bob', 'cyd'));
      const code = { codeHash: digest('code'), expiryMs: 5000 };
      good(
        await asks(store, 'bob', { kind: 'link', room: room('den'), codeHash: code.codeHash, expiresMs: 9000, limits }),
      );
      good(await setPolicy(store, 'den', 'ada', { inviters: 'moderators' }));
      expect(await invite(store, 'bob', 'dan')).toEqual(refused('not_allowed'));
      expect(await accept(store, 'cyd')).toEqual(refused('no_such_invitation'));
      expect(await accept(store, 'dan', code)).toEqual(refused('no_such_invitation'));
      good(await invite(store, 'ada', 'cyd'));
      expect(good(await accept(store, 'cyd')).events).toMatchObject([{ author: 'cyd', by: 'ada' }]);
      good(await setPolicy(store, 'den', 'ada', { inviters: 'members' }));
      expect(good(await accept(store, 'dan', code)).events).toMatchObject([{ author: 'dan', by: 'bob' }]);
    });

    test('a history that is closed and shared again is never opened to newcomers from before', async () => {
      const store = await setUp();
      await join(store, 'dev', 'bob');
      expect(await readFrom(store, 'dev', 'bob')).toBe(1);
      good(await setPolicy(store, 'dev', 'ada', { history: 'joined' }));
      good(await join(store, 'dev', 'cyd'));
      expect([await readFrom(store, 'dev', 'bob'), await readFrom(store, 'dev', 'cyd')]).toEqual([1, 5]);
      expect(good(await setPolicy(store, 'dev', 'ada', { history: 'shared' }))).toMatchObject({ seq: 6 });
      good(await join(store, 'dev', 'dan'));
      expect(await readFrom(store, 'dev', 'dan')).toBe(6);
      // Nothing changes for members, and one who comes back is a newcomer.
      expect([await readFrom(store, 'dev', 'bob'), await readFrom(store, 'dev', 'cyd')]).toEqual([1, 5]);
      good(await leave(store, 'dev', 'bob'));
      good(await join(store, 'dev', 'bob'));
      expect(await readFrom(store, 'dev', 'bob')).toBe(6);
      expect(await described(store, 'dev')).toEqual(['shared', undefined]);
    });
  });
}
