import { describe, expect, test } from 'vitest';
import { emptyProfile } from '../../domain/profile.ts';
import { stateLimits } from '../../domain/state-limits.ts';
import type { Store } from '../../ports/store.ts';
import {
  all,
  draft,
  good,
  join,
  makeRoom,
  newSession,
  openDirect,
  openSession,
  room,
  sessionOf,
  signUp,
  user,
} from './steps.ts';

/** What every store must do when a user deletes their account. */
export function deletion(the: () => Store): void {
  const remove = (name: string, given: { passwordHash?: string; session?: string } = {}) => {
    const { passwordHash = `hash of ${name}`, session = sessionOf(name) } = given;
    return the().deleteAccount({ user: user(name), session: session as never, passwordHash, atMs: 7000 });
  };

  describe('deletion of an account', () => {
    test('ends the sessions and memberships, removes the password and the profile, and keeps the messages', async () => {
      const store = the();
      await signUp(store, 'ada');
      await signUp(store, 'bob');
      await makeRoom(store, 'ops', 'bob');
      await join(store, 'ops', 'ada');
      await openSession(store, 'ada', 'phone');
      good(await store.append(draft('ada', 'm1', 'it stays')));
      good(
        await store.changeAccount({
          ...{ kind: 'set-profile', user: user('ada'), session: sessionOf('ada') },
          change: { displayName: 'Ada', hidden: true },
        }),
      );
      const entries = [{ kind: 'star', key: room('general'), value: true }] as const;
      good(await store.setState({ user: user('ada'), session: sessionOf('ada'), entries, limits: stateLimits }));
      const { sessions, events } = good(await remove('ada'));
      expect(sessions.toSorted()).toEqual(['phone', 'session-ada']);
      const left = { type: 'member-left', author: 'ada', at: 7000, deleted: true };
      expect(events).toMatchObject([
        { ...left, room: 'general', seq: 5 },
        { ...left, room: 'ops', seq: 4 },
      ]);
      expect(await all(store, 'ops')).toContainEqual(events[1]);
      expect(await store.account(user('ada'))).toMatchObject({
        passwordHash: '',
        disabled: true,
        profile: emptyProfile,
        deletedMs: 7000,
      });
      expect(await store.sessions(user('ada'))).toEqual([]);
      expect(await store.sessionByToken(newSession('phone').tokenHash)).toBeUndefined();
      const ofDeleted = (session: string) => store.isTokenOfDeleted(newSession(session).tokenHash);
      expect([await ofDeleted('phone'), await ofDeleted(sessionOf('ada'))]).toEqual([true, true]);
      expect([await ofDeleted(sessionOf('bob')), await ofDeleted('none')]).toEqual([false, false]);
      expect(await store.stateAfter(user('ada'), 0)).toEqual({ ver: 0, reset: false, entries: [] });
      expect(await store.memberships(user('ada'))).toEqual([]);
      expect(await store.members(room('general'))).toMatchObject([{ user: 'bob' }]);
      expect((await store.room(room('general'), user('bob')))?.members).toBe(1);
      expect((await all(store)).filter(({ type }) => type === 'message')).toHaveLength(1);
      expect(await store.append(draft('ada', 'm2', 'too late'))).toEqual({ ok: false, error: 'session_expired' });
    });

    test('the other one of a direct room can only read it from then on', async () => {
      const store = the();
      await signUp(store, 'ada');
      await signUp(store, 'bob');
      good(await openDirect(store, 'r1', 'ada', 'bob'));
      good(await store.append(draft('bob', 'm1', 'hello', 'r1')));
      const { events } = good(await remove('ada'));
      expect(events).toContainEqual(expect.objectContaining({ type: 'member-left', room: 'r1', deleted: true }));
      expect(await store.append(draft('bob', 'm2', 'anybody?', 'r1'))).toEqual({ ok: false, error: 'room_closed' });
      expect(await store.append(draft('bob', 'm1', 'hello', 'r1'))).toMatchObject({ ok: true });
      expect((await store.room(room('r1'), user('bob')))?.role).toBe('reader');
      good(await store.append(draft('bob', 'm3', 'elsewhere')));
    });

    test('the name stays taken, and no session can be opened', async () => {
      const store = the();
      await signUp(store, 'ada');
      good(await remove('ada'));
      const session = newSession('again');
      const ask = { user: user('ada'), passwordHash: 'h', session, room: room('general'), atMs: 8000 };
      expect(await store.createAccount(ask)).toEqual({ ok: false, error: 'name_taken' });
      for (const passwordHash of ['', 'hash of ada']) {
        expect(await openSession(store, 'ada', 'late', { passwordHash })).toEqual({
          ok: false,
          error: 'wrong_credentials',
        });
      }
      expect((await store.accounts()).map((account) => account.user)).toEqual(['ada']);
    });

    test('another password, another session and a second deletion are refused, and nothing is stored', async () => {
      const store = the();
      await signUp(store, 'ada');
      await signUp(store, 'bob');
      expect(await remove('ada', { passwordHash: 'older' })).toEqual({ ok: false, error: 'wrong_credentials' });
      expect(await remove('ada', { session: sessionOf('bob') })).toEqual({ ok: false, error: 'session_expired' });
      expect(await remove('nobody')).toEqual({ ok: false, error: 'session_expired' });
      expect(await store.sessions(user('ada'))).toHaveLength(1);
      expect(await all(store)).toHaveLength(3);
      good(await remove('ada'));
      expect(await remove('ada', { passwordHash: '' })).toEqual({ ok: false, error: 'session_expired' });
      expect(await all(store)).toHaveLength(4);
    });
  });
}
