import { describe, expect, test } from 'vitest';
import { emptyProfile, type ProfileChange } from '../../domain/profile.ts';
import type { Store } from '../../ports/store.ts';
import { good, sessionOf, signUp, user } from './steps.ts';

/** What every store must do about profiles. */
export function profiles(the: () => Store): void {
  const change = (name: string, profile: ProfileChange, session = sessionOf(name)) =>
    the().changeAccount({ kind: 'set-profile', user: user(name), session, change: profile });
  const profileOf = async (name: string) => (await the().account(user(name)))?.profile;

  describe('profiles', () => {
    test('a new account has an empty one; a change keeps what it does not name, and ends no session', async () => {
      const store = the();
      await signUp(store, 'ada');
      expect(await profileOf('ada')).toEqual(emptyProfile);
      expect(good(await change('ada', { displayName: 'Ada', status: 'busy', away: '', hidden: true }))).toEqual([]);
      expect(await profileOf('ada')).toEqual({ displayName: 'Ada', status: 'busy', away: '', hidden: true });
      good(await change('ada', { status: '', away: null }));
      expect(await profileOf('ada')).toEqual({ displayName: 'Ada', status: '', away: undefined, hidden: true });
      expect(await store.sessions(user('ada'))).toHaveLength(1);
    });

    test('another session cannot change it', async () => {
      const store = the();
      await signUp(store, 'ada');
      await signUp(store, 'bob');
      expect(await change('ada', { status: 'x' }, sessionOf('bob'))).toEqual({ ok: false, error: 'session_expired' });
      expect(await profileOf('ada')).toEqual(emptyProfile);
    });

    test('several are read at once, and unknown users are absent', async () => {
      const store = the();
      for (const name of ['ada', 'bob', 'cyd']) await signUp(store, name);
      good(await change('bob', { displayName: 'Bob' }));
      const found = await store.profiles(['bob', 'ada', 'eve'].map(user));
      expect([...found].toSorted()).toEqual([
        ['ada', emptyProfile],
        ['bob', { ...emptyProfile, displayName: 'Bob' }],
      ]);
    });

    test('when a user was last seen moves forward only', async () => {
      const store = the();
      await signUp(store, 'ada');
      const seen = async () => (await store.account(user('ada')))?.seenMs;
      expect(await seen()).toBeUndefined();
      await store.recordSeen(user('ada'), 5000);
      await store.recordSeen(user('ada'), 4000);
      expect(await seen()).toBe(5000);
      await store.recordSeen(user('nobody'), 5000);
    });
  });
}
