import { describe, expect, test } from 'vitest';
import type { Store } from '../../ports/store.ts';
import { all, draft, good, join, leave, makeRoom, openDirect, room, signUp, texts, user } from './steps.ts';

/** What every store must do about direct rooms. */
export function directRooms(the: () => Store): void {
  describe('direct rooms', () => {
    const setUp = async (): Promise<Store> => {
      const store = the();
      for (const name of ['ada', 'bob', 'cyd']) await signUp(store, name);
      return store;
    };
    const rooms = async (name: string) => (await the().memberships(user(name))).map(({ room }) => room);

    test('begin with both as members, and each sees the other', async () => {
      const store = await setUp();
      expect(good(await openDirect(store, 'r1', 'bob', 'ada'))).toMatchObject([
        { type: 'room-created', seq: 1, author: 'bob', kind: 'direct', topic: '' },
        { type: 'member-joined', seq: 2, author: 'bob' },
        { type: 'member-joined', seq: 3, author: 'ada', by: 'bob' },
      ]);
      const described = {
        kind: 'direct',
        topic: '',
        history: 'shared',
        owners: [],
        role: 'member',
        head: 3,
        members: 2,
        messages: 0,
      };
      expect(await store.room(room('r1'), user('ada'))).toEqual({
        id: 'r1',
        ...described,
        with: ['bob'],
        joined: true,
      });
      expect(await store.room(room('r1'), user('bob'))).toEqual({
        id: 'r1',
        ...described,
        with: ['ada'],
        joined: true,
      });
      expect(await store.memberships(user('ada'))).toContainEqual({ room: 'r1', ...described, with: ['bob'], from: 3 });
      expect(await store.memberships(user('bob'))).toContainEqual({ room: 'r1', ...described, with: ['ada'], from: 2 });
      good(await store.append(draft('ada', 'm1', 'hello', 'r1')));
      expect(texts(await all(store, 'r1'))).toEqual(['room-created', 'member-joined', 'member-joined', 'hello']);
      expect(await store.append(draft('cyd', 'm1', 'hello', 'r1'))).toEqual({ ok: false, error: 'no_such_room' });
    });

    test('are one for two people, whoever opens it and how often', async () => {
      const store = await setUp();
      await openDirect(store, 'r1', 'bob', 'ada');
      expect(good(await openDirect(store, 'r2', 'bob', 'ada'))).toEqual([]);
      expect(good(await openDirect(store, 'r3', 'ada', 'bob'))).toEqual([]);
      expect(await store.directRoom(user('ada'), user('bob'))).toBe('r1');
      expect(await store.directRoom(user('bob'), user('ada'))).toBe('r1');
      expect(await store.directRoom(user('ada'), user('cyd'))).toBeUndefined();
      expect(await store.room(room('r2'), user('ada'))).toBeUndefined();
    });

    test('opened by both at once are one', async () => {
      const store = await setUp();
      const names = Array.from({ length: 10 }, (_, i) => `r${i}`);
      const asked = names.map((name, i) =>
        openDirect(store, name, ...((i % 2 ? ['ada', 'bob'] : ['bob', 'ada']) as [string, string])),
      );
      expect((await Promise.all(asked)).filter((each) => good(each).length > 0)).toHaveLength(1);
      expect(await rooms('ada')).toHaveLength(2);
      expect(await rooms('bob')).toEqual(await rooms('ada'));
    });

    test('with oneself have one member, who is also the other', async () => {
      const store = await setUp();
      expect(good(await openDirect(store, 'r1', 'ada', 'ada'))).toMatchObject([
        { type: 'room-created', author: 'ada' },
        { type: 'member-joined', author: 'ada' },
      ]);
      expect(await store.room(room('r1'), user('ada'))).toMatchObject({ with: ['ada'], members: 1 });
      expect(await store.directRoom(user('ada'), user('ada'))).toBe('r1');
    });

    test('are not listed, found by name, joined, left or renamed', async () => {
      const store = await setUp();
      await openDirect(store, 'r1', 'bob', 'ada');
      expect((await store.rooms({ asker: user('ada'), limit: 9 })).map(({ id }) => id)).toEqual(['general']);
      expect(await join(store, 'r1', 'cyd')).toEqual({ ok: false, error: 'no_such_room' });
      expect(await leave(store, 'r1', 'ada')).toEqual({ ok: false, error: 'direct_room' });
      expect(await store.room(room('r1'), user('ada'))).toMatchObject({ head: 3, members: 2 });
    });

    test('are refused with nobody and with a disabled account', async () => {
      const store = await setUp();
      expect(await openDirect(store, 'r1', 'ada', 'nobody')).toEqual({ ok: false, error: 'no_such_user' });
      await store.changeAccount({ kind: 'set-disabled', user: user('bob'), disabled: true, atMs: 3000 });
      expect(await openDirect(store, 'r1', 'ada', 'bob')).toEqual({ ok: false, error: 'no_such_user' });
      expect(await store.room(room('r1'), user('ada'))).toBeUndefined();
      await store.changeAccount({ kind: 'set-disabled', user: user('bob'), disabled: false, atMs: 3000 });
      expect(good(await openDirect(store, 'r1', 'ada', 'bob'))).toHaveLength(3);
    });

    test('have a limit for both sides, and do not count among the rooms that one can be in', async () => {
      const store = await setUp();
      await openDirect(store, 'r1', 'ada', 'bob', 2);
      await openDirect(store, 'r2', 'ada', 'ada', 2);
      const refused = { ok: false, error: 'too_many_direct_rooms' };
      expect(await openDirect(store, 'r3', 'ada', 'cyd', 2)).toEqual(refused);
      expect(await openDirect(store, 'r3', 'cyd', 'ada', 2)).toEqual(refused);
      expect(good(await openDirect(store, 'r3', 'cyd', 'bob', 2))).toHaveLength(3);
      expect(good(await openDirect(store, 'r4', 'bob', 'ada', 2))).toEqual([]);
      expect((await makeRoom(store, 'dev', 'ada', { roomsPerUser: 2, roomsCreatedPerUser: 1 })).ok).toBe(true);
    });
  });
}
