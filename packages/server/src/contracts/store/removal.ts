import { describe, expect, test } from 'vitest';
import type { Store } from '../../ports/store.ts';
import { all, draft, good, headOf, join, leave, makeRoom, remove, room, setRole, signUp, user } from './steps.ts';

/** What every store must do about removal. */
export function removal(the: () => Store): void {
  describe('removal', () => {
    const setUp = async (): Promise<Store> => {
      const store = the();
      for (const name of ['ada', 'bob', 'cyd']) await signUp(store, name);
      await makeRoom(store, 'dev', 'ada');
      await join(store, 'dev', 'bob');
      return store;
    };

    test('is an event by the owner that names the removed user, and the last of its membership', async () => {
      const store = await setUp();
      const removed = good(await remove(store, 'dev', 'bob', 'ada'));
      expect(removed).toEqual({
        type: 'member-removed',
        room: 'dev',
        seq: 4,
        id: removed.id,
        author: 'ada',
        user: 'bob',
        at: 1800,
      });
      expect((await all(store, 'dev')).at(-1)).toEqual(removed);
      expect(await store.membershipRanges(room('dev'), user('bob'))).toEqual([{ from: 3, visibleFrom: 1, to: 4 }]);
      expect(await store.membershipRanges(room('dev'), user('ada'))).toEqual([
        { from: 2, visibleFrom: 1, to: undefined },
      ]);
      expect(await store.members(room('dev'))).toMatchObject([{ user: 'ada' }]);
      expect(await store.room(room('dev'), user('bob'))).toMatchObject({ head: 4, members: 1, joined: false });
      expect((await store.memberships(user('bob'))).map((m) => m.room)).toEqual(['general']);
    });

    test('the removed user may join and be removed again, with a membership range each time', async () => {
      const store = await setUp();
      await remove(store, 'dev', 'bob', 'ada');
      await store.append(draft('ada', 'one', 'between', 'dev'));
      await join(store, 'dev', 'bob');
      await remove(store, 'dev', 'bob', 'ada');
      expect(await store.membershipRanges(room('dev'), user('bob'))).toEqual([
        { from: 3, visibleFrom: 1, to: 4 },
        { from: 6, visibleFrom: 1, to: 7 },
      ]);
      expect(await store.room(room('dev'), user('ada'))).toMatchObject({ head: 7, members: 1 });
    });

    test('is refused to a non-member, to others than the owner, and for a non-member; nothing is stored', async () => {
      const store = await setUp();
      await join(store, 'dev', 'cyd');
      expect(await remove(store, 'dev', 'bob', 'cyd')).toEqual({ ok: false, error: 'not_allowed' });
      expect(await remove(store, 'dev', 'ada', 'cyd')).toEqual({ ok: false, error: 'not_allowed' });
      await leave(store, 'dev', 'cyd');
      expect(await remove(store, 'dev', 'bob', 'cyd')).toEqual({ ok: false, error: 'not_a_member' });
      expect(await remove(store, 'dev', 'cyd', 'ada')).toEqual({ ok: false, error: 'no_such_member' });
      expect(await remove(store, 'dev', 'nobody', 'ada')).toEqual({ ok: false, error: 'no_such_member' });
      expect(await remove(store, 'nowhere', 'bob', 'ada')).toEqual({ ok: false, error: 'no_such_room' });
      await setRole(store, 'dev', 'bob', 'owner', 'ada');
      await leave(store, 'dev', 'ada');
      expect(await remove(store, 'dev', 'bob', 'ada')).toEqual({ ok: false, error: 'not_a_member' });
      expect(await store.members(room('dev'))).toMatchObject([{ user: 'bob' }]);
      expect(await headOf(store, 'dev')).toBe(7);
    });

    test('concurrent removals end one membership with one event', async () => {
      const store = await setUp();
      const [first, second] = await Promise.all([
        remove(store, 'dev', 'bob', 'ada'),
        remove(store, 'dev', 'bob', 'ada'),
      ]);
      expect(first.ok).toBe(true);
      expect(second).toEqual({ ok: false, error: 'no_such_member' });
      expect(await store.room(room('dev'), user('ada'))).toMatchObject({ head: 4, members: 1 });
    });

    test('G5: a message concurrent with a removal is before it or refused', async () => {
      const store = await setUp();
      const before = store.append(draft('bob', 'one', 'before', 'dev'));
      const removed = remove(store, 'dev', 'bob', 'ada');
      const after = store.append(draft('bob', 'two', 'after', 'dev'));
      expect(good(await before).event.seq).toBe(4);
      expect(good(await removed).seq).toBe(5);
      expect(await after).toEqual({ ok: false, error: 'not_a_member' });
      expect(good(await store.append(draft('bob', 'one', 'before', 'dev')))).toMatchObject({ duplicate: true });
    });
  });
}
