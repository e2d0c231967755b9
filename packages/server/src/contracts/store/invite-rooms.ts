import { describe, expect, test } from 'vitest';
import type { Store } from '../../ports/store.ts';
import {
  all,
  archive,
  deleteRoom,
  digest,
  draft,
  good,
  headOf,
  join,
  makePrivateRoom,
  makeRoom,
  named,
  openDirect,
  rename,
  room,
  setPolicy,
  signUp,
  signUpWithInvite,
  user,
} from './steps.ts';

/** What every store must do about invites that carry rooms. */
export function inviteRooms(the: () => Store): void {
  describe('rooms of invites', () => {
    const carry = (code: string, rooms: readonly string[], uses = 1) =>
      the().createInvite({
        ...{ id: `id-${code}`, codeHash: digest(code), atMs: 0, expiresMs: 5000, uses },
        rooms: rooms.map((id) => ({ room: room(id), name: named(id) })),
      });
    /** Ada's rooms: `team` shares its history, `den` is private and does not. */
    const setUp = async (): Promise<Store> => {
      const store = the();
      await signUp(store, 'ada');
      await makeRoom(store, 'team', 'ada');
      await makePrivateRoom(store, 'den', 'ada', 'hiring');
      good(await store.append(draft('ada', 'm1', 'before', 'team')));
      good(await store.append(draft('ada', 'm2', 'before', 'den')));
      return store;
    };
    const roomsOf = async (name: string) => (await the().memberships(user(name))).map((each) => each.room);

    test('are joined with the account, in their order and by ordinary events and memberships', async () => {
      const store = await setUp();
      await carry('code', ['team', 'den']);
      const { events, missed } = good(await signUpWithInvite(store, 'bob', 'code'));
      expect(missed).toEqual([]);
      expect(events).toEqual([
        { type: 'member-joined', room: 'general', seq: 3, author: 'bob', at: 1000, id: expect.any(String) },
        { type: 'member-joined', room: 'team', seq: 4, author: 'bob', at: 1000, id: expect.any(String) },
        { type: 'member-joined', room: 'den', seq: 4, author: 'bob', at: 1000, id: expect.any(String) },
      ]);
      expect((await all(store, 'team')).at(-1)).toEqual(events[1]);
      expect(await roomsOf('bob')).toEqual(['den', 'general', 'team']);
      expect(await store.members(room('den'))).toEqual([
        { user: 'ada', role: 'owner' },
        { user: 'bob', role: 'member' },
      ]);
      good(await store.append({ ...draft('bob', 'm1', 'hello', 'den'), session: 'bob' as never }));
    });

    test('show a newcomer what they share of their history', async () => {
      const store = await setUp();
      await carry('code', ['team', 'den'], 2);
      await signUpWithInvite(store, 'bob', 'code');
      const ranges = (name: string, where: string) => store.membershipRanges(room(where), user(name));
      expect(await ranges('bob', 'team')).toEqual([{ from: 4, visibleFrom: 1, to: undefined }]);
      expect(await ranges('bob', 'den')).toEqual([{ from: 4, visibleFrom: 4, to: undefined }]);
      // What holds is the room's policy when the newcomer comes, not when the invite was created.
      good(await setPolicy(store, 'den', 'ada', { history: 'shared' }));
      await signUpWithInvite(store, 'cyd', 'code');
      expect(await ranges('cyd', 'den')).toEqual([{ from: 6, visibleFrom: 5, to: undefined }]);
    });

    test('that were deleted or archived meanwhile are missed by their names, and the others joined', async () => {
      const store = await setUp();
      for (const name of ['ops', 'old']) await makeRoom(store, name, 'ada');
      await carry('code', ['ops', 'old', 'team']);
      for (const name of ['ops', 'old']) good(await archive(store, name, 'ada', true, 0));
      good(await rename(store, 'team', 'crew', 'ada'));
      expect(await deleteRoom(store, 'ops', 'ada')).toMatchObject({ ok: true });
      expect((await store.invites())[0]?.rooms).toEqual([
        { room: 'ops', name: 'ops', state: 'deleted' },
        { room: 'old', name: 'old', state: 'archived' },
        { room: 'team', name: 'crew', state: 'open' },
      ]);
      const { events, missed } = good(await signUpWithInvite(store, 'bob', 'code'));
      expect(events.map((event) => event.room)).toEqual(['general', 'team']);
      expect(missed).toEqual([
        { name: 'ops', code: 'no_such_room' },
        { name: 'old', code: 'archived' },
      ]);
      expect(await roomsOf('bob')).toEqual(['general', 'team']);
    });

    test('may all be gone, and may have no names', async () => {
      const store = await setUp();
      await makePrivateRoom(store, 'group', 'ada');
      await store.createInvite({
        ...{ id: 'i', codeHash: digest('code'), atMs: 0, expiresMs: 5000, uses: 1 },
        rooms: [{ room: room('group'), name: undefined }],
      });
      expect((await store.invites())[0]?.rooms).toEqual([{ room: 'group', name: undefined, state: 'open' }]);
      good(await archive(store, 'group', 'ada'));
      const { events, missed } = good(await signUpWithInvite(store, 'bob', 'code'));
      expect([events.length, missed]).toEqual([1, [{ name: undefined, code: 'archived' }]]);
    });

    test('are not joined by a sign-up that is refused', async () => {
      const store = await setUp();
      await carry('code', ['team']);
      expect(await signUpWithInvite(store, 'ada', 'code')).toEqual({ ok: false, error: 'name_taken' });
      await store.revokeInvite('id-code');
      expect(await signUpWithInvite(store, 'bob', 'code')).toEqual({ ok: false, error: 'bad_invite' });
      expect(await headOf(store, 'team')).toBe(3);
    });

    test('are joined by several people at once in one order without gaps, and by nobody without the invite', async () => {
      const store = await setUp();
      await carry('code', ['team', 'den'], 3);
      const names = ['bob', 'cyd', 'dan', 'eve', 'fay'];
      const asked = await Promise.all(names.map((name) => signUpWithInvite(store, name, 'code')));
      expect(asked.map(({ ok }) => ok)).toEqual([true, true, true, false, false]);
      await signUp(store, 'gus');
      for (const name of ['team', 'den']) {
        const events = await all(store, name);
        expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
        expect(events.slice(3).map(({ author }) => author)).toEqual(['bob', 'cyd', 'dan']);
      }
    });

    test('count among the rooms that a user can be in', async () => {
      const store = await setUp();
      await makeRoom(store, 'ops', 'ada');
      await carry('code', ['team', 'den']);
      await signUpWithInvite(store, 'bob', 'code');
      const session = 'bob' as never;
      const ask = { kind: 'join', room: room('ops'), by: user('bob'), session, id: 'i' as never, atMs: 1600 } as const;
      const most = (roomsPerUser: number) => ({ roomsPerUser, roomsCreatedPerUser: 9 });
      expect(await store.changeRoom({ ...ask, limits: most(3) })).toEqual({ ok: false, error: 'too_many_rooms' });
      expect(await store.changeRoom({ ...ask, limits: most(4) })).toMatchObject({ ok: true });
    });

    test('can be any of all rooms, which operators see with their owners', async () => {
      const store = await setUp();
      await signUp(store, 'bob');
      await join(store, 'team', 'bob');
      good(await openDirect(store, 'r1', 'ada', 'bob'));
      good(await archive(store, 'den', 'ada'));
      expect(await store.allRooms()).toEqual([
        { room: 'den', kind: 'private', name: 'hiring', members: 1, owners: ['ada'], archived: true },
        { room: 'general', kind: 'public', name: 'general', members: 2, owners: [], archived: false },
        { room: 'r1', kind: 'direct', name: undefined, members: 2, owners: [], archived: false },
        { room: 'team', kind: 'public', name: 'team', members: 2, owners: ['ada'], archived: false },
      ]);
    });
  });
}
