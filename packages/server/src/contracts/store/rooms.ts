import { limits } from '@securechat/protocol/limits';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../ports/store.ts';
import { all, good, join, leave, makeRoom, room, signUp, user } from './steps.ts';

/** What every store must do about rooms. */
export function rooms(the: () => Store): void {
  describe('rooms', () => {
    test('is made once, with its maker as first member', async () => {
      const store = the();
      await signUp(store, 'ada');
      const made = good(await makeRoom(store, 'dev', 'ada'));
      expect(made).toMatchObject([
        { type: 'made', seq: 1, topic: 'about dev', author: 'ada' },
        { type: 'joined', seq: 2, author: 'ada' },
      ]);
      expect(await makeRoom(store, 'dev', 'ada')).toEqual({ ok: false, error: 'room_exists' });
      expect(await all(store, 'dev')).toEqual(made);
    });

    test('joining and leaving are events, counted and remembered as spans', async () => {
      const store = the();
      await signUp(store, 'ada');
      await signUp(store, 'bob');
      await makeRoom(store, 'dev', 'ada');
      expect(good(await join(store, 'dev', 'bob'))).toMatchObject({ type: 'joined', seq: 3, author: 'bob', at: 1600 });
      expect(good(await join(store, 'dev', 'bob'))).toBeUndefined();
      expect(await store.members(room('dev'))).toEqual(['ada', 'bob']);
      expect(good(await leave(store, 'dev', 'bob'))).toMatchObject({ type: 'left', seq: 4, author: 'bob', at: 1700 });
      expect(await leave(store, 'dev', 'bob')).toEqual({ ok: false, error: 'not_a_member' });
      expect(await store.members(room('dev'))).toEqual(['ada']);
      await join(store, 'dev', 'bob');
      expect(await store.spans(room('dev'), user('bob'))).toEqual([
        { from: 3, to: 4 },
        { from: 5, to: undefined },
      ]);
      expect(await store.spans(room('dev'), user('eve'))).toEqual([]);
      expect(await store.room(room('dev'), user('bob'))).toEqual({
        id: 'dev',
        topic: 'about dev',
        head: 5,
        members: 2,
        joined: true,
      });
    });

    test('lists all rooms as the asker sees them, and the memberships of one', async () => {
      const store = the();
      await signUp(store, 'ada');
      await signUp(store, 'bob');
      await makeRoom(store, 'dev', 'ada');
      expect(await store.rooms(user('bob'))).toEqual([
        { id: 'dev', topic: 'about dev', head: 2, members: 1, joined: false },
        { id: 'general', topic: '', head: 3, members: 2, joined: true },
      ]);
      await leave(store, 'general', 'ada');
      expect(await store.memberships(user('ada'))).toEqual([
        { room: 'dev', topic: 'about dev', head: 2, members: 1, from: 2 },
      ]);
    });

    test('what is not there', async () => {
      const store = the();
      await signUp(store, 'ada');
      expect(await join(store, 'nowhere', 'ada')).toEqual({ ok: false, error: 'no_such_room' });
      expect(await leave(store, 'nowhere', 'ada')).toEqual({ ok: false, error: 'not_a_member' });
      expect(await store.room(room('nowhere'), user('ada'))).toBeUndefined();
      expect(await store.members(room('nowhere'))).toEqual([]);
      expect(await store.head(room('nowhere'))).toBe(0);
      expect(await all(store, 'nowhere')).toEqual([]);
    });

    test('one user is in so many rooms and no more', async () => {
      const store = the();
      await signUp(store, 'ada');
      await signUp(store, 'bob');
      const names = Array.from({ length: limits.roomsPerUser - 1 }, (_, i) => `r${i}`);
      const made = await Promise.all(names.map((name) => makeRoom(store, name, 'ada')));
      expect(made.every(({ ok }) => ok)).toBe(true);
      expect(await makeRoom(store, 'more', 'ada')).toEqual({ ok: false, error: 'too_many_rooms' });
      expect(await store.room(room('more'), user('ada'))).toBeUndefined();
      await makeRoom(store, 'of-bob', 'bob');
      expect(await join(store, 'of-bob', 'ada')).toEqual({ ok: false, error: 'too_many_rooms' });
      await leave(store, 'r0', 'ada');
      expect((await join(store, 'of-bob', 'ada')).ok).toBe(true);
    });
  });
}
