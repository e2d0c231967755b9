import { describe, expect, test } from 'vitest';
import { emptyProfile } from '../../domain/profile.ts';
import type { Store } from '../../ports/store.ts';
import {
  all,
  digest,
  good,
  headOf,
  newSession,
  openSession,
  room,
  sessionOf,
  signUp,
  signUpWithInvite,
  user,
} from './steps.ts';

/** What every store must do about accounts. */
export function accounts(the: () => Store): void {
  describe('accounts', () => {
    test('the first account creates the room and joins it; the second joins it', async () => {
      const store = the();
      const [made, joined, ...rest] = await signUp(store, 'ada');
      expect(made).toMatchObject({ type: 'room-created', seq: 1, author: 'ada', room: 'general', at: 1000, topic: '' });
      expect(joined).toMatchObject({ type: 'member-joined', seq: 2, author: 'ada', at: 1000 });
      expect(rest).toEqual([]);
      expect(await signUp(store, 'bob')).toMatchObject([{ type: 'member-joined', seq: 3, author: 'bob' }]);
      expect(await all(store)).toMatchObject([{ seq: 1 }, { seq: 2 }, { seq: 3 }]);
      expect(await store.account(user('ada'))).toEqual({
        user: 'ada',
        passwordHash: 'hash of ada',
        createdMs: 1000,
        disabled: false,
        administrator: false,
        profile: emptyProfile,
        seenMs: undefined,
        deletedMs: undefined,
      });
      expect(await store.account(user('eve'))).toBeUndefined();
      expect((await store.accounts()).map((account) => account.user)).toEqual(['ada', 'bob']);
    });

    test('a name is taken once, also by concurrent sign-ups', async () => {
      const store = the();
      const ask = (session: string) =>
        store.createAccount({
          user: user('ada'),
          passwordHash: 'h',
          session: newSession(session),
          room: room('general'),
          atMs: 1,
        });
      const both = await Promise.all([ask('one'), ask('two')]);
      expect(both.filter(({ ok }) => ok).length).toBe(1);
      expect(both.find(({ ok }) => !ok)).toEqual({ ok: false, error: 'name_taken' });
      expect((await store.sessions(user('ada'))).length).toBe(1);
      expect(await headOf(store, 'general')).toBe(2);
    });

    test('an invite is used once; unknown, used and expired ones are refused and nothing is stored', async () => {
      const store = the();
      await store.createInvite({ id: 'i1', codeHash: digest('code'), atMs: 0, expiresMs: 5000, uses: 1 });
      await store.createInvite({ id: 'i2', codeHash: digest('late'), atMs: 0, expiresMs: 900, uses: 1 });
      const ask = (name: string, code: string) => signUpWithInvite(store, name, code);
      expect(await ask('ada', 'unknown')).toEqual({ ok: false, error: 'bad_invite' });
      expect(await ask('ada', 'late')).toEqual({ ok: false, error: 'bad_invite' });
      expect(await store.accounts()).toEqual([]);
      expect((await ask('ada', 'code')).ok).toBe(true);
      expect(await ask('bob', 'code')).toEqual({ ok: false, error: 'bad_invite' });
      expect(await store.account(user('bob'))).toBeUndefined();
    });

    test('an invite is not used up by a name that is taken', async () => {
      const store = the();
      await signUp(store, 'ada');
      await store.createInvite({ id: 'i1', codeHash: digest('code'), atMs: 0, expiresMs: 5000, uses: 1 });
      const ask = (name: string) =>
        store.createAccount({
          user: user(name),
          passwordHash: 'h',
          session: newSession(`x-${name}`),
          inviteHash: digest('code'),
          room: room('general'),
          atMs: 1000,
        });
      expect(await ask('ada')).toEqual({ ok: false, error: 'name_taken' });
      expect((await ask('bob')).ok).toBe(true);
    });

    test('a new password, with and without ending the sessions', async () => {
      const store = the();
      await signUp(store, 'ada');
      const set = async (passwordHash: string, endSessions: boolean) =>
        good(await store.changeAccount({ kind: 'set-password', user: user('ada'), passwordHash, endSessions }));
      expect(await set('second', false)).toEqual([]);
      expect((await store.sessions(user('ada'))).length).toBe(1);
      expect(await set('third', true)).toEqual(['session-ada']);
      expect(await store.sessions(user('ada'))).toEqual([]);
      expect((await store.account(user('ada')))?.passwordHash).toBe('third');
    });

    test('its owner replaces the password: the requesting session stays, the others end', async () => {
      const store = the();
      await signUp(store, 'ada');
      await signUp(store, 'bob');
      await openSession(store, 'ada', 'second');
      const change = (from: string, to: string, session = sessionOf('ada')) =>
        store.changeAccount({ kind: 'change-password', user: user('ada'), session, from, to });
      expect(await change('another hash', 'new')).toEqual({ ok: false, error: 'wrong_credentials' });
      expect(await change('hash of ada', 'new', sessionOf('bob'))).toEqual({ ok: false, error: 'session_expired' });
      expect((await store.account(user('ada')))?.passwordHash).toBe('hash of ada');
      expect(await store.sessions(user('ada'))).toHaveLength(2);
      // Two at once: the second one finds another hash than the one it was checked against.
      const [first, late] = await Promise.all([change('hash of ada', 'new'), change('hash of ada', 'newer')]);
      expect(first).toEqual({ ok: true, value: ['second'] });
      expect(late).toEqual({ ok: false, error: 'wrong_credentials' });
      expect((await store.account(user('ada')))?.passwordHash).toBe('new');
      expect((await store.sessions(user('ada'))).map(({ id }) => id)).toEqual(['session-ada']);
      expect(await store.sessions(user('bob'))).toHaveLength(1);
    });

    test('disabling ends the sessions and opens none; enabling lets the account in again', async () => {
      const store = the();
      await signUp(store, 'ada');
      const set = (disabled: boolean) =>
        store.changeAccount({ kind: 'set-disabled', user: user('ada'), disabled, atMs: 3000 });
      expect(good(await set(true))).toEqual(['session-ada']);
      expect((await store.account(user('ada')))?.disabled).toBe(true);
      expect(await openSession(store, 'ada', 'late')).toEqual({ ok: false, error: 'wrong_credentials' });
      expect(await store.sessions(user('ada'))).toEqual([]);
      expect(good(await set(false))).toEqual([]);
      expect(await store.account(user('ada'))).toMatchObject({ disabled: false, passwordHash: 'hash of ada' });
      expect(good(await openSession(store, 'ada', 'late'))).toEqual([]);
      expect(await store.sessionByToken(newSession('late').tokenHash)).toMatchObject({ id: 'late' });
    });

    test('an unknown account cannot be changed', async () => {
      const store = the();
      const nobody = user('nobody');
      const change = { kind: 'change-password', user: nobody, session: sessionOf('ada'), from: 'a', to: 'b' } as const;
      expect(await store.changeAccount(change)).toEqual({ ok: false, error: 'session_expired' });
      expect(
        good(await store.changeAccount({ kind: 'set-disabled', user: nobody, disabled: true, atMs: 3000 })),
      ).toEqual([]);
      expect(await store.account(nobody)).toBeUndefined();
    });
  });
}
