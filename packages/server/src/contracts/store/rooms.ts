import { limits } from '@securechat/protocol/limits';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../ports/store.ts';
import { all, good, join, leave, makeRoom, named, room, signUp, user } from './steps.ts';

/** What every store must do about rooms. */
export function rooms(the: () => Store): void {
  describe('rooms', () => {
    test('is created once, with its creator as first member', async () => {
      const store = the();
      await signUp(store, 'ada');
      const made = good(await makeRoom(store, 'dev', 'ada'));
      expect(made).toMatchObject([
        { type: 'room-created', seq: 1, topic: 'about dev', history: 'shared', author: 'ada' },
        { type: 'member-joined', seq: 2, author: 'ada' },
      ]);
      expect(await makeRoom(store, 'dev', 'ada')).toEqual({ ok: false, error: 'room_exists' });
      expect(await all(store, 'dev')).toEqual(made);
    });

    test('joining and leaving are events, and stored as membership ranges', async () => {
      const store = the();
      await signUp(store, 'ada');
      await signUp(store, 'bob');
      await makeRoom(store, 'dev', 'ada');
      expect(good(await join(store, 'dev', 'bob'))).toMatchObject({
        type: 'member-joined',
        seq: 3,
        author: 'bob',
        at: 1600,
      });
      expect(good(await join(store, 'dev', 'bob'))).toBeUndefined();
      expect(await store.members(room('dev'))).toEqual([
        { user: 'ada', role: 'owner' },
        { user: 'bob', role: 'member' },
      ]);
      expect(good(await leave(store, 'dev', 'bob'))).toMatchObject({
        type: 'member-left',
        seq: 4,
        author: 'bob',
        at: 1700,
      });
      expect(await leave(store, 'dev', 'bob')).toEqual({ ok: false, error: 'not_a_member' });
      expect(await store.members(room('dev'))).toMatchObject([{ user: 'ada' }]);
      await join(store, 'dev', 'bob');
      expect(await store.membershipRanges(room('dev'), user('bob'))).toEqual([
        { from: 3, visibleFrom: 1, to: 4 },
        { from: 5, visibleFrom: 1, to: undefined },
      ]);
      expect(await store.membershipRanges(room('dev'), user('eve'))).toEqual([]);
      expect(await store.room(room('dev'), user('bob'))).toEqual({
        id: 'dev',
        kind: 'public',
        name: 'dev',
        topic: 'about dev',
        history: 'shared',
        owners: ['ada'],
        role: 'member',
        head: 5,
        members: 2,
        messages: 0,
        joined: true,
      });
    });

    test('a membership reaches back as far as the history of its room is shared when it begins', async () => {
      const store = the();
      for (const name of ['ada', 'bob']) await signUp(store, name);
      await makeRoom(store, 'open', 'ada', limits, 'shared');
      await makeRoom(store, 'shut', 'ada', limits, 'joined');
      for (const name of ['open', 'shut']) await join(store, name, 'bob');
      const of = async (name: string, who: string) => await store.membershipRanges(room(name), user(who));
      expect(await of('open', 'ada')).toEqual([{ from: 2, visibleFrom: 1, to: undefined }]);
      expect(await of('open', 'bob')).toEqual([{ from: 3, visibleFrom: 1, to: undefined }]);
      expect(await of('shut', 'ada')).toEqual([{ from: 2, visibleFrom: 2, to: undefined }]);
      expect(await of('shut', 'bob')).toEqual([{ from: 3, visibleFrom: 3, to: undefined }]);
      expect([await store.room(room('shut'), user('bob')), ...(await store.memberships(user('bob')))]).toMatchObject([
        { history: 'joined' },
        { history: 'shared' },
        { history: 'shared' },
        { history: 'joined' },
      ]);
    });

    test('lists all rooms as the caller sees them, and the memberships of one user', async () => {
      const store = the();
      await signUp(store, 'ada');
      await signUp(store, 'bob');
      await makeRoom(store, 'dev', 'ada');
      expect(await store.rooms({ asker: user('bob'), limit: 9 })).toEqual([
        {
          id: 'dev',
          kind: 'public',
          name: 'dev',
          topic: 'about dev',
          history: 'shared',
          owners: ['ada'],
          head: 2,
          members: 1,
          messages: 0,
          joined: false,
        },
        {
          id: 'general',
          kind: 'public',
          name: 'general',
          topic: '',
          history: 'shared',
          owners: [],
          role: 'member',
          head: 3,
          members: 2,
          messages: 0,
          joined: true,
        },
      ]);
      await leave(store, 'general', 'ada');
      expect(await store.memberships(user('ada'))).toEqual([
        {
          room: 'dev',
          kind: 'public',
          name: 'dev',
          topic: 'about dev',
          history: 'shared',
          owners: ['ada'],
          role: 'owner',
          head: 2,
          members: 1,
          messages: 0,
          from: 2,
        },
      ]);
    });

    test('unknown rooms and users have nothing', async () => {
      const store = the();
      await signUp(store, 'ada');
      expect(await join(store, 'nowhere', 'ada')).toEqual({ ok: false, error: 'no_such_room' });
      expect(await leave(store, 'nowhere', 'ada')).toEqual({ ok: false, error: 'no_such_room' });
      expect(await store.room(room('nowhere'), user('ada'))).toBeUndefined();
      expect(await store.members(room('nowhere'))).toEqual([]);
      expect(await all(store, 'nowhere')).toEqual([]);
    });

    test('returns the heads of the given rooms, and the membership counts of the given users', async () => {
      const store = the();
      await signUp(store, 'ada');
      await signUp(store, 'bob');
      await makeRoom(store, 'dev', 'ada');
      await makeRoom(store, 'other', 'ada');
      expect(await store.heads([room('general'), room('dev'), room('nowhere')])).toEqual(
        new Map([
          [room('general'), 3],
          [room('dev'), 2],
        ]),
      );
      expect(await store.heads([])).toEqual(new Map());
      const counts = () => store.membershipCounts([user('ada'), user('bob'), user('nobody')]);
      expect(await counts()).toEqual(
        new Map([
          [user('ada'), 3],
          [user('bob'), 1],
        ]),
      );
      await leave(store, 'general', 'bob');
      await leave(store, 'dev', 'ada');
      await join(store, 'dev', 'ada');
      await leave(store, 'dev', 'ada');
      expect(await counts()).toEqual(new Map([[user('ada'), 2]]));
    });

    test('lists rooms and members in pages, by name', async () => {
      const store = the();
      for (const name of ['dan', 'ada', 'cyd', 'bob']) await signUp(store, name);
      for (const name of ['two', 'one', 'ten']) await makeRoom(store, name, 'ada');
      const rooms = async (limit: number, after?: string) => {
        const page = await store.rooms({
          asker: user('ada'),
          limit,
          ...(after === undefined ? {} : { after: named(after) }),
        });
        return page.map(({ id }) => id);
      };
      expect(await rooms(2)).toEqual(['general', 'one']);
      expect(await rooms(2, 'one')).toEqual(['ten', 'two']);
      // The given name need not exist.
      expect(await rooms(9, 'p')).toEqual(['ten', 'two']);
      expect(await rooms(9, 'two')).toEqual([]);
      const members = async (limit: number, after?: string) => {
        const page = { limit, ...(after === undefined ? {} : { after: user(after) }) };
        return (await store.members(room('general'), page)).map((member) => member.user);
      };
      expect(await members(2)).toEqual(['ada', 'bob']);
      await leave(store, 'general', 'cyd');
      expect(await members(2, 'bob')).toEqual(['dan']);
      expect(await members(2, 'dan')).toEqual([]);
    });

    test('an account creates no more rooms than the limit, whether it stays in them or not', async () => {
      const store = the();
      await signUp(store, 'ada');
      await signUp(store, 'bob');
      const limits = { roomsPerUser: 9, roomsCreatedPerUser: 3 };
      for (const name of ['r0', 'r1', 'r2']) {
        expect((await makeRoom(store, name, 'ada', limits)).ok).toBe(true);
        await leave(store, name, 'ada');
      }
      expect(await makeRoom(store, 'more', 'ada', limits)).toEqual({ ok: false, error: 'too_many_rooms_created' });
      expect(await store.room(room('more'), user('ada'))).toBeUndefined();
      expect((await join(store, 'r0', 'ada')).ok).toBe(true);
      expect((await makeRoom(store, 'more', 'bob', limits)).ok).toBe(true);
    });

    test('a user is in no more rooms than the limit', async () => {
      const store = the();
      await signUp(store, 'ada');
      await signUp(store, 'bob');
      const limits = { roomsPerUser: 3, roomsCreatedPerUser: 9 };
      for (const name of ['one', 'two', 'three']) await makeRoom(store, name, 'bob', { ...limits, roomsPerUser: 9 });
      for (const name of ['one', 'two']) expect((await join(store, name, 'ada', limits)).ok).toBe(true);
      expect(await makeRoom(store, 'more', 'ada', limits)).toEqual({ ok: false, error: 'too_many_rooms' });
      expect(await store.room(room('more'), user('ada'))).toBeUndefined();
      expect(await join(store, 'three', 'ada', limits)).toEqual({ ok: false, error: 'too_many_rooms' });
      // Joining a room again counts nothing.
      expect(good(await join(store, 'two', 'ada', limits))).toBeUndefined();
      await leave(store, 'one', 'ada');
      expect((await join(store, 'three', 'ada', limits)).ok).toBe(true);
    });

    test('concurrent joins do not exceed the limit of rooms', async () => {
      const store = the();
      await signUp(store, 'ada');
      await signUp(store, 'bob');
      const names = Array.from({ length: 40 }, (_, i) => `r${i}`);
      await Promise.all(names.map((name) => makeRoom(store, name, 'bob')));
      const limits = { roomsPerUser: 10, roomsCreatedPerUser: 10 };
      // Each of them twice, and between them rooms of her own, which count as well.
      const asked = names.flatMap((name) => [
        join(store, name, 'ada', limits),
        makeRoom(store, `own-${name}`, 'ada', limits),
        join(store, name, 'ada', limits),
      ]);
      const refused = (await Promise.all(asked)).filter(({ ok }) => !ok);
      expect(await store.memberships(user('ada'))).toHaveLength(10);
      for (const each of refused) expect(each).toEqual({ ok: false, error: 'too_many_rooms' });
      // In the order of the requests: five rooms of bob, joined twice each, with four of her own between them; #general makes ten.
      expect((await store.memberships(user('ada'))).map((m) => m.room)).toEqual(
        ['general', ...names.slice(0, 5), ...names.slice(0, 4).map((name) => `own-${name}`)].sort(),
      );
      // A concurrent leave and join: a freed place is given once.
      await Promise.all([
        leave(store, 'r0', 'ada'),
        ...names.slice(20).map((name) => join(store, name, 'ada', limits)),
      ]);
      expect(await store.memberships(user('ada'))).toHaveLength(10);
    });

    test('concurrent creations do not exceed the limit of rooms created', async () => {
      const store = the();
      await signUp(store, 'ada');
      await signUp(store, 'bob');
      const limits = { roomsPerUser: 100, roomsCreatedPerUser: 7 };
      const names = Array.from({ length: 30 }, (_, i) => `r${i}`);
      const created = await Promise.all(
        names.flatMap((name) => [makeRoom(store, name, 'ada', limits), leave(store, name, 'ada')]),
      );
      expect(created.filter(({ ok }) => ok)).toHaveLength(14);
      expect((await store.rooms({ asker: user('ada'), limit: 99 })).map(({ id }) => id)).toEqual(
        ['general', ...names.slice(0, 7)].sort(),
      );
      expect(await makeRoom(store, 'more', 'ada', limits)).toEqual({ ok: false, error: 'too_many_rooms_created' });
      expect((await makeRoom(store, 'more', 'bob', limits)).ok).toBe(true);
    });

    test('concurrent creations of one name make one room', async () => {
      const store = the();
      for (const name of ['ada', 'bob']) await signUp(store, name);
      const asked = Array.from({ length: 10 }, (_, i) => makeRoom(store, 'dev', i % 2 === 0 ? 'ada' : 'bob'));
      const created = await Promise.all(asked);
      expect(created.filter(({ ok }) => ok)).toHaveLength(1);
      expect(await all(store, 'dev')).toHaveLength(2);
    });
  });
}
