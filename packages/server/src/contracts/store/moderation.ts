import { describe, expect, test } from 'vitest';
import type { Store } from '../../ports/store.ts';
import {
  ban,
  draft,
  good,
  join,
  leave,
  makeRoom,
  remove,
  room,
  sessionOf,
  setRole,
  setTopic,
  signUp,
  unban,
  user,
} from './steps.ts';

/** What every store must do about roles, bans and administrators. */
export function moderation(the: () => Store): void {
  const setUp = async (): Promise<Store> => {
    const store = the();
    for (const name of ['ada', 'bob', 'cyd', 'dan']) await signUp(store, name);
    await makeRoom(store, 'dev', 'ada');
    for (const name of ['bob', 'cyd']) await join(store, 'dev', name);
    return store;
  };
  const roles = async (store: Store, name = 'dev') =>
    (await store.members(room(name))).map((member) => `${member.user} ${member.role}`);
  const say = async (store: Store, who: string, id: string) => await store.append(draft(who, id, 'words', 'dev'));

  describe('roles', () => {
    test('are changed by events of an owner, and decide from then on', async () => {
      const store = await setUp();
      expect(await setTopic(store, 'dev', 'no', 'bob')).toEqual({ ok: false, error: 'not_allowed' });
      expect(good(await setRole(store, 'dev', 'bob', 'moderator', 'ada'))).toMatchObject({
        type: 'role',
        seq: 5,
        author: 'ada',
        user: 'bob',
        role: 'moderator',
      });
      expect(good(await setRole(store, 'dev', 'bob', 'moderator', 'ada'))).toBeUndefined();
      expect(good(await setTopic(store, 'dev', 'yes', 'bob'))).toMatchObject({ author: 'bob' });
      expect(await setRole(store, 'dev', 'cyd', 'reader', 'bob')).toEqual({ ok: false, error: 'not_allowed' });
      expect(await roles(store)).toEqual(['ada owner', 'bob moderator', 'cyd member']);
      expect(await store.room(room('dev'), user('bob'))).toMatchObject({ owners: ['ada'], role: 'moderator' });
      expect((await store.memberships(user('cyd'))).find((each) => each.room === 'dev')).toMatchObject({
        owners: ['ada'],
        role: 'member',
      });
    });

    test('a reader cannot send from that moment on, and is a reader again after leaving', async () => {
      const store = await setUp();
      expect((await say(store, 'bob', 'one')).ok).toBe(true);
      const [before, made, after] = [
        say(store, 'bob', 'two'),
        setRole(store, 'dev', 'bob', 'reader', 'ada'),
        say(store, 'bob', 'three'),
      ];
      expect([(await before).ok, (await made).ok]).toEqual([true, true]);
      expect(await after).toEqual({ ok: false, error: 'not_allowed' });
      expect(good(await say(store, 'bob', 'one'))).toMatchObject({ duplicate: true });
      await leave(store, 'dev', 'bob');
      expect(good(await join(store, 'dev', 'bob'))).toMatchObject({ type: 'member-joined', role: 'reader' });
      expect(await say(store, 'bob', 'four')).toEqual({ ok: false, error: 'not_allowed' });
      await setRole(store, 'dev', 'bob', 'member', 'ada');
      expect((await say(store, 'bob', 'five')).ok).toBe(true);
    });

    test('a room keeps an owner while it has members, and the first to come back to an empty one owns it', async () => {
      const store = await setUp();
      expect(await leave(store, 'dev', 'ada')).toEqual({ ok: false, error: 'last_owner' });
      expect(await setRole(store, 'dev', 'ada', 'member', 'ada')).toEqual({ ok: false, error: 'last_owner' });
      for (const who of ['bob', 'cyd']) await setRole(store, 'dev', who, 'owner', 'ada');
      expect(await store.room(room('dev'), user('dan'))).toMatchObject({ owners: ['ada', 'bob', 'cyd'] });
      await join(store, 'dev', 'dan');
      expect(await setRole(store, 'dev', 'dan', 'owner', 'ada')).toEqual({ ok: false, error: 'too_many_owners' });
      await setRole(store, 'dev', 'dan', 'reader', 'ada');
      for (const who of ['ada', 'bob', 'dan']) expect((await leave(store, 'dev', who)).ok).toBe(true);
      expect((await leave(store, 'dev', 'cyd')).ok).toBe(true);
      expect(good(await join(store, 'dev', 'bob'))).toMatchObject({ role: 'owner' });
      expect(good(await join(store, 'dev', 'ada'))).not.toHaveProperty('role');
      expect(await roles(store)).toEqual(['ada member', 'bob owner']);
    });

    test('a disabled account is succeeded by the eldest moderator, else the eldest member, else the eldest reader', async () => {
      const store = await setUp();
      const disable = (name: string, disabled = true) =>
        store.changeAccount({ kind: 'set-disabled', user: user(name), disabled, atMs: 3000 });
      await setRole(store, 'dev', 'cyd', 'moderator', 'ada');
      await makeRoom(store, 'quiet', 'ada');
      await join(store, 'quiet', 'dan');
      await join(store, 'quiet', 'bob');
      await setRole(store, 'quiet', 'dan', 'reader', 'ada');
      await disable('ada');
      expect(await roles(store)).toEqual(['ada owner', 'bob member', 'cyd owner']);
      expect(await roles(store, 'quiet')).toEqual(['ada owner', 'bob owner', 'dan reader']);
      const { head = 0 } = (await store.room(room('dev'), user('cyd'))) ?? {};
      const newest = await store.eventsAfter(room('dev'), head - 1, head, { events: 1, bytes: 9999 });
      expect(newest).toMatchObject([{ type: 'role', author: 'cyd', user: 'cyd', role: 'owner', at: 3000 }]);
      // The other owner is disabled, so that this one is the last.
      expect(await leave(store, 'dev', 'cyd')).toEqual({ ok: false, error: 'last_owner' });
      await disable('cyd');
      expect(await roles(store)).toEqual(['ada owner', 'bob owner', 'cyd owner']);
      await disable('bob');
      expect(await roles(store, 'quiet')).toEqual(['ada owner', 'bob owner', 'dan owner']);
    });
  });

  test('a deleted account is succeeded before it leaves', async () => {
    const store = await setUp();
    const ask = { user: user('ada'), session: sessionOf('ada'), passwordHash: 'hash of ada', atMs: 3000 };
    const { events } = good(await store.deleteAccount(ask));
    expect(events.filter((event) => event.room === 'dev')).toMatchObject([
      { type: 'role', user: 'bob', role: 'owner' },
      { type: 'member-left', author: 'ada' },
    ]);
    expect(await roles(store)).toEqual(['bob owner', 'cyd member']);
  });

  describe('bans', () => {
    test('end a membership and keep out until their end', async () => {
      const store = await setUp();
      expect(good(await ban(store, 'dev', 'bob', 'ada', 5000))).toMatchObject({
        type: 'member-banned',
        author: 'ada',
        user: 'bob',
        untilMs: 5000,
        reason: 'spam',
      });
      expect(await store.membershipRanges(room('dev'), user('bob'))).toMatchObject([{ from: 3, to: 5 }]);
      expect(await store.room(room('dev'), user('bob'))).toMatchObject({ members: 2, joined: false });
      expect(await join(store, 'dev', 'bob', undefined, 4999)).toEqual({ ok: false, error: 'banned' });
      const entry = { user: 'bob', by: 'ada', at: 1800, untilMs: 5000, reason: 'spam' };
      expect(await store.bans(room('dev'), { atMs: 4999, limit: 9 })).toEqual([entry]);
      expect(await store.ban(room('dev'), user('bob'), 4999)).toEqual(entry);
      expect(await store.bans(room('dev'), { atMs: 5000, limit: 9 })).toEqual([]);
      expect(await store.ban(room('dev'), user('bob'), 5000)).toBeUndefined();
      expect((await join(store, 'dev', 'bob', undefined, 5000)).ok).toBe(true);
    });

    test('are for people outside too, are replaced and lifted, and are those of one room', async () => {
      const store = await setUp();
      expect(good(await ban(store, 'dev', 'dan', 'ada'))).toMatchObject({ absent: true });
      expect(await join(store, 'dev', 'dan', undefined, 8e15)).toEqual({ ok: false, error: 'banned' });
      await ban(store, 'dev', 'dan', 'ada', 4000);
      expect(await store.bans(room('dev'), { atMs: 2000, limit: 9 })).toMatchObject([{ user: 'dan', untilMs: 4000 }]);
      expect(await store.room(room('dev'), user('dan'))).toMatchObject({ members: 3 });
      expect(await ban(store, 'dev', 'nobody', 'ada')).toEqual({ ok: false, error: 'no_such_user' });
      expect(good(await unban(store, 'dev', 'dan', 'ada'))).toMatchObject({ type: 'member-unbanned', user: 'dan' });
      expect(await unban(store, 'dev', 'dan', 'ada')).toEqual({ ok: false, error: 'not_banned' });
      await ban(store, 'dev', 'dan', 'ada');
      await makeRoom(store, 'other', 'ada');
      expect((await join(store, 'other', 'dan')).ok).toBe(true);
      expect((await join(store, 'dev', 'dan')).ok).toBe(false);
    });

    test('are listed in pages', async () => {
      const store = await setUp();
      for (const who of ['bob', 'cyd', 'dan']) await ban(store, 'dev', who, 'ada');
      const page = await store.bans(room('dev'), { atMs: 2000, after: user('bob'), limit: 1 });
      expect(page.map((each) => each.user)).toEqual(['cyd']);
    });
  });

  describe('administrators', () => {
    const name = (store: Store, who: string, administrator = true) =>
      store.setAdministrator({ user: user(who), administrator, maxAdministrators: 2, atMs: 2500 });

    test('own #general, and moderate public rooms without being members', async () => {
      const store = await setUp();
      expect(good(await name(store, 'dan'))).toMatchObject([
        { type: 'role', room: 'general', user: 'dan', role: 'owner' },
      ]);
      expect((await store.account(user('dan')))?.administrator).toBe(true);
      expect(await store.room(room('general'), user('ada'))).toMatchObject({ owners: ['dan'] });
      expect(good(await setTopic(store, 'general', 'all', 'dan'))).toMatchObject({ author: 'dan' });
      expect(good(await setTopic(store, 'dev', 'order', 'dan'))).toMatchObject({ author: 'dan' });
      expect(good(await remove(store, 'dev', 'bob', 'dan'))).toMatchObject({ user: 'bob' });
      expect(good(await ban(store, 'dev', 'bob', 'dan'))).toMatchObject({ user: 'bob' });
      expect(good(await setRole(store, 'dev', 'cyd', 'moderator', 'dan'))).toMatchObject({ role: 'moderator' });
      expect(await setRole(store, 'dev', 'cyd', 'owner', 'dan')).toEqual({ ok: false, error: 'not_allowed' });
      expect(await remove(store, 'dev', 'ada', 'dan')).toEqual({ ok: false, error: 'not_allowed' });
      expect(await say(store, 'dan', 'hi')).toEqual({ ok: false, error: 'not_a_member' });
    });

    test('name an owner where all members are disabled', async () => {
      const store = await setUp();
      good(await name(store, 'dan'));
      for (const who of ['bob', 'cyd', 'ada']) {
        await store.changeAccount({ kind: 'set-disabled', user: user(who), disabled: true, atMs: 2600 });
      }
      expect(good(await setRole(store, 'dev', 'cyd', 'owner', 'dan'))).toMatchObject({ user: 'cyd', role: 'owner' });
    });

    test('are appointed and dismissed once, up to a limit, and own #general again when they come back to it', async () => {
      const store = await setUp();
      await name(store, 'dan');
      expect(good(await name(store, 'dan'))).toEqual([]);
      await name(store, 'cyd');
      expect(await name(store, 'bob')).toEqual({ ok: false, error: 'too-many-administrators' });
      expect(await name(store, 'nobody')).toEqual({ ok: false, error: 'no_such_user' });
      await leave(store, 'general', 'dan');
      await leave(store, 'general', 'cyd');
      expect(good(await join(store, 'general', 'dan'))).toMatchObject({ role: 'owner' });
      expect(good(await name(store, 'dan', false))).toMatchObject([{ user: 'dan', role: 'member' }]);
      expect(good(await name(store, 'cyd', false))).toEqual([]);
      expect((await store.room(room('general'), user('ada')))?.owners).toEqual([]);
      expect(await setTopic(store, 'dev', 'order', 'dan')).toEqual({ ok: false, error: 'not_a_member' });
    });
  });
}
