import type { SessionId } from '@securechat/protocol/ids';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../ports/store.ts';
import {
  digest,
  draft,
  good,
  headOf,
  join,
  leave,
  makeRoom,
  newSession,
  openSession,
  remove,
  sessionOf,
  signUp,
  user,
} from './steps.ts';

/** What every store must do about sessions. */
export function sessions(the: () => Store): void {
  describe('sessions', () => {
    test('is found by its token, touched and listed, and ended by its owner only', async () => {
      const store = the();
      await signUp(store, 'ada');
      await signUp(store, 'bob');
      const { id, tokenHash } = newSession('session-ada');
      const session = {
        id,
        user: 'ada',
        device: 'a terminal',
        address: '192.0.2.7',
        createdMs: 1000,
        lastSeenMs: 1000,
      };
      expect(await store.sessionByToken(tokenHash)).toEqual(session);
      expect(await store.sessionByToken(digest('another'))).toBeUndefined();
      await store.touchSession(id, 4000);
      expect(await store.sessions(user('ada'))).toEqual([{ ...session, lastSeenMs: 4000 }]);
      const others = [newSession('session-bob').id, newSession('unknown').id];
      const active = await store.activeSessions([id, ...others]);
      expect([...active.keys()].sort()).toEqual([id, others[0]].sort());
      expect(active.get(id)).toEqual({ ...session, lastSeenMs: 4000 });
      expect(await store.activeSessions([])).toEqual(new Map());
      await store.touchSession(id, 3000, '198.51.100.1');
      const moved = { ...session, lastSeenMs: 4000, address: '198.51.100.1' };
      expect(await store.sessions(user('ada'))).toEqual([moved]);
      expect(await store.endSession(user('bob'), id)).toBe(false);
      expect(await store.endSession(user('ada'), id)).toBe(true);
      expect(await store.endSession(user('ada'), id)).toBe(false);
      expect(await store.activeSessions([id])).toEqual(new Map());
      expect(await store.sessionByToken(tokenHash)).toBeUndefined();
    });

    test('expired and idle sessions end when a new one is opened', async () => {
      const store = the();
      await signUp(store, 'ada');
      await signUp(store, 'bob');
      const open = async (id: string, atMs: number, expiredBeforeMs = { created: 0, lastSeen: 0 }) =>
        good(await openSession(store, 'ada', id, { atMs, expiredBeforeMs }));
      expect(await open('idle', 2000)).toEqual([]);
      expect(await open('used', 2000)).toEqual([]);
      await store.touchSession('used' as SessionId, 5000);
      expect([...(await open('new', 6000, { created: 2000, lastSeen: 2001 }))].sort()).toEqual(['idle', 'session-ada']);
      expect((await store.sessions(user('ada'))).map(({ id }) => id)).toEqual(['used', 'new']);
      expect(await store.sessions(user('bob'))).toHaveLength(1);
    });

    test('requests with an ended session, or with the session of another user, are refused and not stored', async () => {
      const store = the();
      await signUp(store, 'ada');
      await signUp(store, 'bob');
      await makeRoom(store, 'dev', 'ada');
      await join(store, 'dev', 'bob');
      const first = good(await store.append(draft('ada', 'one', 'hello', 'dev')));
      const heads = () => Promise.all(['general', 'dev', 'more'].map((name) => headOf(store, name)));
      const before = await heads();
      const expired = { ok: false, error: 'session_expired' };
      expect(await store.append({ ...draft('ada', 'two', 'no', 'dev'), session: sessionOf('bob') })).toEqual(expired);
      // Concurrently, as they wait in a queue: the session ends before the later requests.
      const ended = store.endSession(user('ada'), sessionOf('ada'));
      const refused = await Promise.all([
        store.append(draft('ada', 'three', 'no', 'dev')),
        remove(store, 'dev', 'bob', 'ada'),
        leave(store, 'dev', 'ada'),
        join(store, 'dev', 'ada'),
        makeRoom(store, 'more', 'ada'),
      ]);
      expect(await ended).toBe(true);
      expect(refused).toEqual([expired, expired, expired, expired, expired]);
      expect(await heads()).toEqual(before);
      // G2: a repetition of what was stored before is still answered.
      expect(good(await store.append(draft('ada', 'one', 'hello', 'dev')))).toEqual({ ...first, duplicate: true });
    });

    test('lists the sessions that have ended, in whatever way', async () => {
      const store = the();
      for (const name of ['ada', 'bob', 'cyd', 'dan']) await signUp(store, name);
      await store.endSession(user('dan'), sessionOf('dan'));
      const { upTo } = await store.endedSessions();
      expect(await store.endedSessions(upTo)).toEqual({ upTo, sessions: [] });
      await store.endSession(user('ada'), sessionOf('ada'));
      await store.changeAccount({ kind: 'set-disabled', user: user('bob'), disabled: true, atMs: 3000 });
      const first = await store.endedSessions(upTo);
      expect(first.sessions).toEqual(['session-ada', 'session-bob']);
      await store.changeAccount({ kind: 'set-password', user: user('cyd'), passwordHash: 'new', endSessions: true });
      expect((await store.endedSessions(first.upTo)).sessions).toEqual(['session-cyd']);
      await openSession(store, 'ada', 'young', { atMs: 9000 });
      const before = await store.endedSessions();
      await openSession(store, 'ada', 'younger', { expiredBeforeMs: { created: 9001, lastSeen: 0 } });
      expect((await store.endedSessions(before.upTo)).sessions).toEqual(['young']);
    });

    test('whoever reads the ended sessions while many end gets each of them once', async () => {
      const store = the();
      const names = Array.from({ length: 40 }, (_, i) => `user-${i}`);
      for (const name of names) await signUp(store, name);
      let { upTo } = await store.endedSessions();
      const read: SessionId[] = [];
      let isEnding = true;
      const endAll = async () => {
        for (const name of names) await store.endSession(user(name), sessionOf(name));
        isEnding = false;
      };
      const ending = endAll();
      for (let isLast = false; !isLast; ) {
        isLast = !isEnding;
        // Many reads in a row, so that sessions end during them where a store writes beside this thread.
        for (let i = 0; i < 50; i++) {
          const more = await store.endedSessions(upTo);
          upTo = more.upTo;
          read.push(...more.sessions);
        }
        await new Promise<void>((resume) => setImmediate(resume));
      }
      await ending;
      expect(read.toSorted()).toEqual(names.map(sessionOf).toSorted());
    });

    test('if an account has its maximum, a new session ends the least recently used one', async () => {
      const store = the();
      await signUp(store, 'ada');
      await signUp(store, 'bob');
      const open = async (id: string, inUse: readonly string[] = []) =>
        good(await openSession(store, 'ada', id, { inUse: inUse as readonly SessionId[] }));
      await open('a');
      await open('b');
      await store.touchSession(sessionOf('ada'), 5000);
      await store.touchSession('a' as SessionId, 4000);
      const { upTo } = await store.endedSessions();
      expect(await open('c')).toEqual(['b']);
      expect((await store.endedSessions(upTo)).sessions).toEqual(['b']);
      // Sessions with a connection come last, whatever their stored time of use.
      expect(await open('d', ['c'])).toEqual(['a']);
      expect(await open('e', ['c', 'd'])).toEqual([sessionOf('ada')]);
      expect(await open('f', ['c', 'd', 'e'])).toEqual(['c']);
      expect((await store.sessions(user('ada'))).map(({ id }) => id)).toEqual(['d', 'e', 'f']);
      expect(await store.sessions(user('bob'))).toHaveLength(1);
    });

    test('an account never exceeds its maximum, also concurrently', async () => {
      const store = the();
      await signUp(store, 'ada');
      const open = async (id: string) => good(await openSession(store, 'ada', id));
      expect(await Promise.all(['a', 'b', 'c', 'd'].map(open))).toEqual([[], [], ['session-ada'], ['a']]);
      expect((await store.sessions(user('ada'))).map(({ id }) => id)).toEqual(['b', 'c', 'd']);
      const many = Array.from({ length: 40 }, (_, i) => open(`many-${i}`));
      const ended = (await Promise.all(many)).flat();
      expect(new Set(ended).size).toBe(40);
      expect(await store.sessions(user('ada'))).toHaveLength(3);
    });

    test('a password changed during its check opens no session and ends none', async () => {
      const store = the();
      await signUp(store, 'ada');
      const [changed, opened] = await Promise.all([
        store.changeAccount({ kind: 'set-password', user: user('ada'), passwordHash: 'new', endSessions: false }),
        openSession(store, 'ada', 'late', { maxSessions: 1 }),
      ]);
      expect(good(changed)).toEqual([]);
      expect(opened).toEqual({ ok: false, error: 'wrong_credentials' });
      expect((await store.sessions(user('ada'))).map(({ id }) => id)).toEqual(['session-ada']);
      expect(good(await openSession(store, 'ada', 'late', { passwordHash: 'new' }))).toEqual([]);
      const nobody = await openSession(store, 'nobody', 'nobody');
      expect(nobody).toEqual({ ok: false, error: 'wrong_credentials' });
    });
  });
}
