import { limits } from '@securechat/protocol/limits';
import { describe, expect, test } from 'vitest';
import { stateLimits } from '../../domain/state-limits.ts';
import type { Store } from '../../ports/store.ts';
import {
  all,
  anywhere,
  archive,
  atMost,
  ban,
  deleteRoom,
  draft,
  findAll,
  good,
  join,
  leave,
  makePrivateRoom,
  makeRoom,
  openDirect,
  rename,
  room,
  sessionOf,
  signUp,
  texts,
  user,
} from './steps.ts';

const weekMs = 7 * 24 * 60 * 60 * 1000;

/** What every store must do about the deletion of rooms. */
export function roomDeletion(the: () => Store): void {
  describe('deletion of a room', () => {
    const setUp = async (): Promise<Store> => {
      const store = the();
      for (const name of ['ada', 'bob', 'cyd', 'dan']) await signUp(store, name);
      for (const name of ['dev', 'ops']) await makeRoom(store, name, 'ada');
      for (const name of ['dev', 'ops']) await join(store, name, 'bob');
      return store;
    };
    const say = async (store: Store, id: string, where: string) =>
      good(await store.append({ ...draft('ada', id, id, where), names: ['bob'] }));
    const mentionsOf = async (store: Store) => texts(await store.mentions({ user: user('bob'), limit: atMost(10) }));

    test('is for owners, and comes a week after the room was archived', async () => {
      const store = await setUp();
      expect(await deleteRoom(store, 'dev', 'ada')).toEqual({ ok: false, error: { code: 'delete_too_early' } });
      await archive(store, 'dev', 'ada', true, 5);
      expect(await deleteRoom(store, 'dev', 'ada', weekMs + 4)).toEqual({
        ok: false,
        error: { code: 'delete_too_early', fromMs: weekMs + 5 },
      });
      expect(await deleteRoom(store, 'dev', 'bob', weekMs + 5)).toEqual({ ok: false, error: { code: 'not_allowed' } });
      expect(await deleteRoom(store, 'dev', 'cyd', weekMs + 5)).toEqual({ ok: false, error: { code: 'not_a_member' } });
      const elsewhere = ['nowhere', 'general', 'both'];
      await openDirect(store, 'both', 'ada', 'bob');
      const refused = await Promise.all(elsewhere.map((name) => deleteRoom(store, name, 'ada', weekMs + 5)));
      expect(refused.map((each) => !each.ok && each.error.code)).toEqual([
        'no_such_room',
        'not_allowed',
        'direct_room',
      ]);
      expect(await all(store, 'dev')).toHaveLength(4);
      good(await deleteRoom(store, 'dev', 'ada', weekMs + 5));
    });

    test('a room that was archived twice is counted from the last time', async () => {
      const store = await setUp();
      await archive(store, 'dev', 'ada', true, 0);
      await archive(store, 'dev', 'ada', false);
      expect(await deleteRoom(store, 'dev', 'ada')).toEqual({ ok: false, error: { code: 'delete_too_early' } });
      await archive(store, 'dev', 'ada', true, 9);
      expect(await deleteRoom(store, 'dev', 'ada')).toMatchObject({ error: { fromMs: weekMs + 9 } });
    });

    test('leaves nothing of the room, and everything of the others', async () => {
      const store = await setUp();
      await say(store, 'quince', 'dev');
      await say(store, 'apple', 'ops');
      await ban(store, 'dev', 'cyd', 'ada');
      await rename(store, 'dev', 'code', 'ada');
      const invite = { room: room('dev'), by: user('ada'), session: sessionOf('ada'), atMs: 1900 };
      await store.changeInvitation({ ...invite, kind: 'invite', user: user('dan'), limits });
      const codeHash = new Uint8Array([1]);
      await store.changeInvitation({ ...invite, kind: 'link', codeHash, expiresMs: 9000, limits });
      await store.setState({
        user: user('bob'),
        session: sessionOf('bob'),
        entries: [
          { kind: 'read', key: room('dev'), value: { seq: 3, n: 1, epoch: 0 } },
          { kind: 'draft', key: room('dev'), value: { text: 'plum' } },
          { kind: 'star', key: room('dev'), value: true },
          { kind: 'notify', key: room('dev'), value: { level: 'none' } },
          { kind: 'hidden', key: room('dev'), value: { n: 3 } },
          { kind: 'star', key: room('ops'), value: true },
        ],
        limits: stateLimits,
      });
      // Somebody who was never a member, such as one who was invited.
      const star = { kind: 'star', key: room('dev'), value: true } as const;
      const danKeeps = { user: user('dan'), session: sessionOf('dan'), entries: [star], limits: stateLimits };
      await store.setState(danKeeps);
      await archive(store, 'dev', 'ada', true, 0);
      expect(await findAll(store, anywhere(room('dev'), 'quince'))).toHaveLength(1);
      const deleted = good(await deleteRoom(store, 'dev', 'ada'));
      expect(deleted.invited).toEqual(['dan']);
      const gone = (kind: string) => ({ kind, key: 'dev', value: null });
      const entries = ['read', 'draft', 'star', 'notify', 'hidden'].map(gone);
      expect(deleted.removed).toEqual([
        { user: 'bob', ver: 2, entries },
        { user: 'dan', ver: 2, entries: [gone('star')] },
      ]);

      expect(await all(store, 'dev')).toEqual([]);
      expect(await store.room(room('dev'), user('ada'))).toBeUndefined();
      expect([...(await store.heads([room('dev'), room('ops')])).keys()]).toEqual(['ops']);
      expect(await store.members(room('dev'))).toEqual([]);
      expect(await store.membershipRanges(room('dev'), user('bob'))).toEqual([]);
      expect((await store.memberships(user('bob'))).map((each) => each.room)).toEqual(['general', 'ops']);
      expect(await store.ban(room('dev'), user('cyd'), 0)).toBeUndefined();
      expect(await store.invitations(user('dan'))).toEqual([]);
      expect([await store.roomNamed('dev' as never, 2000), await store.roomNamed('code' as never, 2000)]).toEqual([
        undefined,
        undefined,
      ]);
      expect(await findAll(store, anywhere(room('dev'), 'quince'))).toEqual([]);
      expect(await findAll(store, anywhere(room('ops'), 'apple'))).toHaveLength(1);
      expect(await mentionsOf(store)).toEqual(['apple']);
      expect((await store.stateAfter(user('bob'), 0)).entries).toMatchObject([{ kind: 'star', key: 'ops' }]);
      expect((await store.stateAfter(user('bob'), 1)).entries).toHaveLength(5);
      // They count no more.
      const asked = { user: user('bob'), session: sessionOf('bob'), entries: [star] };
      expect((await store.setState({ ...asked, limits: { ...stateLimits, entries: 2, bytes: 20 } })).ok).toBe(true);
    });

    test('comes by itself for a private room that has had no members for a time, and for no other', async () => {
      const store = await setUp();
      for (const name of ['den', 'attic']) await makePrivateRoom(store, name, 'ada', name);
      await leave(store, 'ops', 'bob');
      await leave(store, 'ops', 'ada');
      const deletedBefore = async (beforeMs: number, limit = 9) => {
        const deleted = await store.deleteAbandonedRooms({ beforeMs, limit });
        return deleted.map((each) => [each.room, each.removed.map((removal) => removal.user)]);
      };
      expect(await deletedBefore(9000)).toEqual([]);
      const star = { kind: 'star', key: room('den'), value: true } as const;
      for (const name of ['den', 'attic']) await leave(store, name, 'ada');
      const dan = { user: user('dan'), session: sessionOf('dan'), limits: stateLimits };
      await store.setState({ ...dan, entries: [star] });
      expect(await deletedBefore(1700)).toEqual([]);
      expect(await deletedBefore(1701, 1)).toEqual([['attic', []]]);
      expect(await deletedBefore(1701)).toEqual([['den', ['dan']]]);
      expect(await all(store, 'den')).toEqual([]);
      expect([...(await store.heads([room('den'), room('dev'), room('ops')])).keys()].sort()).toEqual(['dev', 'ops']);
    });

    test('frees the name and the place among the rooms that one may create', async () => {
      const store = await setUp();
      await archive(store, 'dev', 'ada', true, 0);
      good(await deleteRoom(store, 'dev', 'ada'));
      const most = { roomsPerUser: 9, roomsCreatedPerUser: 2 };
      const [created] = good(await makeRoom(store, 'dev', 'ada', most));
      expect(created).toMatchObject({ seq: 1 });
      expect(texts(await all(store, 'dev'))).toEqual(['room-created', 'member-joined']);
      // What was said there before is not found again.
      await say(store, 'apple', 'dev');
      expect(await findAll(store, anywhere(room('dev'), 'apple'))).toHaveLength(1);
    });
  });
}
