import { createHash, randomUUID } from 'node:crypto';
import type { EventId, RoomId, SessionId, UserId } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import type { RoomEvent } from '@securechat/protocol/model';
import type { Result } from '@securechat/protocol/result';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Draft, NewSession, Store } from '../ports/store.ts';

export const user = (name: string) => name as UserId;
export const room = (name: string) => name as RoomId;
const eventId = (id: string) => id as EventId;
const digest = (secret: string): Uint8Array => createHash('sha256').update(secret).digest();

export const newSession = (id: string): NewSession => ({
  id: id as SessionId,
  tokenHash: digest(`token of ${id}`),
  device: 'a terminal',
});
/** The session with which `signUp` signs this user up. */
export const sessionOf = (name: string) => `session-${name}` as SessionId;
export const draft = (author: string, id: string, text: string, where = 'general'): Draft => ({
  room: room(where),
  author: user(author),
  session: sessionOf(author),
  id: eventId(id),
  body: { kind: 'text', text },
  atMs: 2000,
});

/** The value of a success. */
export function good<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(`refused: ${String(result.error)}`);
  return result.value;
}

/** Makes an account that is a member of #general. */
export async function signUp(store: Store, name: string): Promise<readonly RoomEvent[]> {
  const session = newSession(sessionOf(name));
  return good(
    await store.createAccount({
      user: user(name),
      passwordHash: `hash of ${name}`,
      session,
      room: room('general'),
      atMs: 1000,
    }),
  );
}

const makeRoom = (store: Store, name: string, by: string) =>
  store.createRoom({
    room: room(name),
    topic: `about ${name}`,
    by: user(by),
    session: sessionOf(by),
    ids: [eventId(randomUUID()), eventId(randomUUID())],
    atMs: 1500,
  });
const join = (store: Store, name: string, who: string) =>
  store.join({ room: room(name), user: user(who), session: sessionOf(who), id: eventId(randomUUID()), atMs: 1600 });
const leave = (store: Store, name: string, who: string) =>
  store.leave({ room: room(name), user: user(who), session: sessionOf(who), id: eventId(randomUUID()), atMs: 1700 });
const remove = (store: Store, name: string, who: string, by: string) =>
  store.remove({
    room: room(name),
    user: user(who),
    by: user(by),
    session: sessionOf(by),
    id: eventId(randomUUID()),
    atMs: 1800,
  });
const all = (store: Store, name = 'general') => store.after(room(name), 0, Number.MAX_SAFE_INTEGER, 10_000);
const texts = (events: readonly RoomEvent[]) =>
  events.map((event) => (event.type === 'message' && event.body.kind === 'text' ? event.body.text : event.type));

/** What every store must do. */
export function storeContract(name: string, make: () => Promise<Store>): void {
  describe(`store: ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await make();
    });
    afterEach(() => store.close());

    accounts(() => store);
    sessions(() => store);
    rooms(() => store);
    removal(() => store);
    events(() => store);
    search(() => store);
  });
}

function accounts(the: () => Store): void {
  describe('accounts', () => {
    test('the first account makes the room and joins it; the second joins it', async () => {
      const store = the();
      const [made, joined, ...rest] = await signUp(store, 'ada');
      expect(made).toMatchObject({ type: 'made', seq: 1, author: 'ada', room: 'general', at: 1000, topic: '' });
      expect(joined).toMatchObject({ type: 'joined', seq: 2, author: 'ada', at: 1000 });
      expect(rest).toEqual([]);
      expect(await signUp(store, 'bob')).toMatchObject([{ type: 'joined', seq: 3, author: 'bob' }]);
      expect(await all(store)).toMatchObject([{ seq: 1 }, { seq: 2 }, { seq: 3 }]);
      expect(await store.account(user('ada'))).toEqual({
        user: 'ada',
        passwordHash: 'hash of ada',
        createdMs: 1000,
        disabled: false,
      });
      expect(await store.account(user('eve'))).toBeUndefined();
      expect((await store.accounts()).map((account) => account.user)).toEqual(['ada', 'bob']);
    });

    test('a name is given once, also when two ask at the same moment', async () => {
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
      expect(await store.head(room('general'))).toBe(2);
    });

    test('an invite is spent once; unknown, used and late ones are refused and nothing is stored', async () => {
      const store = the();
      await store.createInvite({ codeHash: digest('code'), atMs: 0, expiresMs: 5000 });
      await store.createInvite({ codeHash: digest('late'), atMs: 0, expiresMs: 900 });
      const ask = (name: string, code: string) =>
        store.createAccount({
          user: user(name),
          passwordHash: 'h',
          session: newSession(name),
          inviteHash: digest(code),
          room: room('general'),
          atMs: 1000,
        });
      expect(await ask('ada', 'unknown')).toEqual({ ok: false, error: 'bad_invite' });
      expect(await ask('ada', 'late')).toEqual({ ok: false, error: 'bad_invite' });
      expect(await store.accounts()).toEqual([]);
      expect((await ask('ada', 'code')).ok).toBe(true);
      expect(await ask('bob', 'code')).toEqual({ ok: false, error: 'bad_invite' });
      expect(await store.account(user('bob'))).toBeUndefined();
    });

    test('an invite is not spent on a name that is taken', async () => {
      const store = the();
      await signUp(store, 'ada');
      await store.createInvite({ codeHash: digest('code'), atMs: 0, expiresMs: 5000 });
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
      const set = (passwordHash: string, endSessions: boolean) =>
        store.setPassword({ user: user('ada'), passwordHash, endSessions });
      expect(await set('second', false)).toEqual([]);
      expect((await store.sessions(user('ada'))).length).toBe(1);
      expect(await set('third', true)).toEqual(['session-ada']);
      expect(await store.sessions(user('ada'))).toEqual([]);
      expect((await store.account(user('ada')))?.passwordHash).toBe('third');
    });

    test('disabling ends the sessions and keeps the name; enabling lets the account in again', async () => {
      const store = the();
      await signUp(store, 'ada');
      expect(await store.setDisabled(user('ada'), true)).toEqual(['session-ada']);
      expect((await store.account(user('ada')))?.disabled).toBe(true);
      await store.openSession({
        user: user('ada'),
        session: newSession('late'),
        atMs: 3000,
        most: 50,
        deadBeforeMs: { made: 0, seen: 0 },
      });
      expect(await store.sessionByToken(newSession('late').tokenHash)).toBeUndefined();
      expect(await store.setDisabled(user('ada'), false)).toEqual([]);
      expect(await store.sessionByToken(newSession('late').tokenHash)).toMatchObject({ id: 'late' });
    });
  });
}

function sessions(the: () => Store): void {
  describe('sessions', () => {
    test('is found by its token, touched, listed and ended by its owner alone', async () => {
      const store = the();
      await signUp(store, 'ada');
      await signUp(store, 'bob');
      const { id, tokenHash } = newSession('session-ada');
      const session = { id, user: 'ada', device: 'a terminal', createdMs: 1000, lastSeenMs: 1000 };
      expect(await store.sessionByToken(tokenHash)).toEqual(session);
      expect(await store.sessionByToken(digest('another'))).toBeUndefined();
      await store.touchSession(id, 4000);
      expect(await store.sessions(user('ada'))).toEqual([{ ...session, lastSeenMs: 4000 }]);
      expect(await store.endSession(user('bob'), id)).toBe(false);
      expect(await store.endSession(user('ada'), id)).toBe(true);
      expect(await store.endSession(user('ada'), id)).toBe(false);
      expect(await store.sessionByToken(tokenHash)).toBeUndefined();
    });

    test('those that are too old, or were not used for too long, make room for a new one', async () => {
      const store = the();
      await signUp(store, 'ada');
      await signUp(store, 'bob');
      const open = (id: string, atMs: number, deadBeforeMs = { made: 0, seen: 0 }) =>
        store.openSession({ user: user('ada'), session: newSession(id), atMs, most: 3, deadBeforeMs });
      await open('idle', 2000);
      await open('used', 2000);
      await store.touchSession('used' as SessionId, 5000);
      expect(await open('full', 6000)).toEqual({ ok: false, error: 'too_many_sessions' });
      expect(await open('new', 6000, { made: 2000, seen: 2001 })).toEqual({ ok: true, value: undefined });
      expect((await store.sessions(user('ada'))).map(({ id }) => id)).toEqual(['used', 'new']);
      expect(await store.sessions(user('bob'))).toHaveLength(1);
    });

    test('what is asked after the end of a session, or with the session of another, is refused and not stored', async () => {
      const store = the();
      await signUp(store, 'ada');
      await signUp(store, 'bob');
      await makeRoom(store, 'dev', 'ada');
      await join(store, 'dev', 'bob');
      const first = good(await store.append(draft('ada', 'one', 'hello', 'dev')));
      const heads = () => Promise.all(['general', 'dev', 'more'].map((name) => store.head(room(name))));
      const before = await heads();
      const expired = { ok: false, error: 'session_expired' };
      expect(await store.append({ ...draft('ada', 'two', 'no', 'dev'), session: sessionOf('bob') })).toEqual(expired);
      // All at once, as they wait in a queue: the end of the session comes before what was asked after it.
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
      // G2: what was stored before is still answered as it was.
      expect(good(await store.append(draft('ada', 'one', 'hello', 'dev')))).toEqual({ ...first, again: true });
    });

    test('an account has at most so many, also when all are opened at once', async () => {
      const store = the();
      await signUp(store, 'ada');
      const open = (id: string) =>
        store.openSession({
          user: user('ada'),
          session: newSession(id),
          atMs: 2000,
          most: 3,
          deadBeforeMs: { made: 0, seen: 0 },
        });
      const opened = await Promise.all(['a', 'b', 'c', 'd'].map(open));
      expect(opened.filter(({ ok }) => ok).length).toBe(2);
      expect(opened.at(-1)).toEqual({ ok: false, error: 'too_many_sessions' });
      expect((await store.sessions(user('ada'))).map(({ id }) => id)).toEqual(['session-ada', 'a', 'b']);
    });
  });
}

function rooms(the: () => Store): void {
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
        { room: 'dev', topic: 'about dev', head: 2, members: 1, spans: [{ from: 2, to: undefined }] },
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

function removal(the: () => Store): void {
  describe('removal', () => {
    const meet = async (): Promise<Store> => {
      const store = the();
      for (const name of ['ada', 'bob', 'cyd']) await signUp(store, name);
      await makeRoom(store, 'dev', 'ada');
      await join(store, 'dev', 'bob');
      return store;
    };

    test('is an event by the maker that names the removed one, and the last of its span', async () => {
      const store = await meet();
      const removed = good(await remove(store, 'dev', 'bob', 'ada'));
      expect(removed).toEqual({
        type: 'removed',
        room: 'dev',
        seq: 4,
        id: removed.id,
        author: 'ada',
        user: 'bob',
        at: 1800,
      });
      expect((await all(store, 'dev')).at(-1)).toEqual(removed);
      expect(await store.spans(room('dev'), user('bob'))).toEqual([{ from: 3, to: 4 }]);
      expect(await store.spans(room('dev'), user('ada'))).toEqual([{ from: 2, to: undefined }]);
      expect(await store.members(room('dev'))).toEqual(['ada']);
      expect(await store.room(room('dev'), user('bob'))).toMatchObject({ head: 4, members: 1, joined: false });
      expect((await store.memberships(user('bob'))).map((m) => m.room)).toEqual(['general']);
    });

    test('the removed one may join again and be removed again, each time a span', async () => {
      const store = await meet();
      await remove(store, 'dev', 'bob', 'ada');
      await store.append(draft('ada', 'one', 'between', 'dev'));
      await join(store, 'dev', 'bob');
      await remove(store, 'dev', 'bob', 'ada');
      expect(await store.spans(room('dev'), user('bob'))).toEqual([
        { from: 3, to: 4 },
        { from: 6, to: 7 },
      ]);
      expect(await store.room(room('dev'), user('ada'))).toMatchObject({ head: 7, members: 1 });
    });

    test('who is refused: no member, not the maker, nobody to remove; nothing is stored then', async () => {
      const store = await meet();
      await join(store, 'dev', 'cyd');
      expect(await remove(store, 'dev', 'bob', 'cyd')).toEqual({ ok: false, error: 'not_allowed' });
      expect(await remove(store, 'dev', 'ada', 'cyd')).toEqual({ ok: false, error: 'not_allowed' });
      await leave(store, 'dev', 'cyd');
      expect(await remove(store, 'dev', 'bob', 'cyd')).toEqual({ ok: false, error: 'not_a_member' });
      expect(await remove(store, 'dev', 'cyd', 'ada')).toEqual({ ok: false, error: 'no_such_member' });
      expect(await remove(store, 'dev', 'nobody', 'ada')).toEqual({ ok: false, error: 'no_such_member' });
      expect(await remove(store, 'nowhere', 'bob', 'ada')).toEqual({ ok: false, error: 'not_a_member' });
      await leave(store, 'dev', 'ada');
      expect(await remove(store, 'dev', 'bob', 'ada')).toEqual({ ok: false, error: 'not_a_member' });
      expect(await store.members(room('dev'))).toEqual(['bob']);
      expect(await store.head(room('dev'))).toBe(6);
    });

    test('two removals at once end one membership with one event', async () => {
      const store = await meet();
      const [first, second] = await Promise.all([
        remove(store, 'dev', 'bob', 'ada'),
        remove(store, 'dev', 'bob', 'ada'),
      ]);
      expect(first.ok).toBe(true);
      expect(second).toEqual({ ok: false, error: 'no_such_member' });
      expect(await store.room(room('dev'), user('ada'))).toMatchObject({ head: 4, members: 1 });
    });

    test('G5: a message told with a removal is on one side of it or the other, never past it', async () => {
      const store = await meet();
      const before = store.append(draft('bob', 'one', 'before', 'dev'));
      const removed = remove(store, 'dev', 'bob', 'ada');
      const after = store.append(draft('bob', 'two', 'after', 'dev'));
      expect(good(await before).event.seq).toBe(4);
      expect(good(await removed).seq).toBe(5);
      expect(await after).toEqual({ ok: false, error: 'not_a_member' });
      expect(good(await store.append(draft('bob', 'one', 'before', 'dev')))).toMatchObject({ again: true });
    });
  });
}

function events(the: () => Store): void {
  describe('events', () => {
    test('G3: messages from many at once get seq without gaps, each author in its own order', async () => {
      const store = the();
      for (const name of ['ada', 'bob', 'cyd']) await signUp(store, name);
      const appends = Array.from({ length: 150 }, (_, i) => {
        const author = ['ada', 'bob', 'cyd'][i % 3] ?? 'ada';
        return store.append(draft(author, `m${i}`, `text ${i}`));
      });
      const stored = (await Promise.all(appends)).map((result) => good(result).event);
      expect(stored.map(({ seq }) => seq)).toEqual(Array.from({ length: 150 }, (_, i) => i + 5));
      expect((await all(store)).slice(4)).toEqual(stored);
      expect(stored[7]).toEqual({
        type: 'message',
        room: 'general',
        seq: 12,
        id: 'm7',
        author: 'bob',
        at: 2000,
        body: { kind: 'text', text: 'text 7' },
      });
    });

    test('G2: the same id again returns the first event; with another text or room it is refused', async () => {
      const store = the();
      await signUp(store, 'ada');
      await signUp(store, 'bob');
      await makeRoom(store, 'dev', 'ada');
      const first = good(await store.append(draft('ada', 'one', 'hello')));
      expect(first.again).toBe(false);
      const again = { ...draft('ada', 'one', 'hello'), atMs: 9999 };
      expect(good(await store.append(again))).toEqual({ event: first.event, again: true });
      expect(await store.append(draft('ada', 'one', 'other'))).toEqual({ ok: false, error: 'id_reused' });
      expect(await store.append(draft('ada', 'one', 'hello', 'dev'))).toEqual({ ok: false, error: 'id_reused' });
      expect(good(await store.append(draft('bob', 'one', 'hello'))).again).toBe(false);
      expect(await store.head(room('general'))).toBe(5);
    });

    test('G2: the same draft ten times at once is stored once', async () => {
      const store = the();
      await signUp(store, 'ada');
      const tries = await Promise.all(Array.from({ length: 10 }, () => store.append(draft('ada', 'one', 'hello'))));
      expect(tries.map((result) => good(result).event.seq)).toEqual(Array.from({ length: 10 }, () => 3));
      expect(tries.filter((result) => !good(result).again).length).toBe(1);
    });

    test('the id of a join cannot be used for a message', async () => {
      const store = the();
      await signUp(store, 'ada');
      const joined = (await all(store)).find(({ type }) => type === 'joined');
      expect(await store.append(draft('ada', joined?.id ?? '', 'hello'))).toEqual({ ok: false, error: 'id_reused' });
    });

    test('G5: only members write; one who has left since still learns that an earlier try was stored', async () => {
      const store = the();
      await signUp(store, 'ada');
      await signUp(store, 'bob');
      await makeRoom(store, 'dev', 'ada');
      expect(await store.append(draft('bob', 'one', 'hello', 'dev'))).toEqual({ ok: false, error: 'not_a_member' });
      expect(await store.append(draft('bob', 'one', 'hello', 'no'))).toEqual({ ok: false, error: 'not_a_member' });
      expect(await store.head(room('dev'))).toBe(2);
      const { event } = good(await store.append(draft('ada', 'two', 'hello', 'dev')));
      await leave(store, 'dev', 'ada');
      expect(good(await store.append(draft('ada', 'two', 'hello', 'dev')))).toEqual({ event, again: true });
      expect(await store.append(draft('ada', 'three', 'hello', 'dev'))).toEqual({ ok: false, error: 'not_a_member' });
    });

    test('a message told with a leave is on one side of it or the other, never past it', async () => {
      const store = the();
      await signUp(store, 'ada');
      const before = store.append(draft('ada', 'one', 'before'));
      const left = leave(store, 'general', 'ada');
      const after = store.append(draft('ada', 'two', 'after'));
      expect(good(await before).event.seq).toBe(3);
      expect(good(await left).seq).toBe(4);
      expect(await after).toEqual({ ok: false, error: 'not_a_member' });
    });

    test('pages forward and backward, within their bounds', async () => {
      const store = the();
      await signUp(store, 'ada');
      await Promise.all(Array.from({ length: 8 }, (_, i) => store.append(draft('ada', `m${i}`, `t${i}`))));
      const seqs = async (page: Promise<readonly RoomEvent[]>) => (await page).map(({ seq }) => seq);
      const general = room('general');
      expect(await seqs(store.after(general, 3, 10, 4))).toEqual([4, 5, 6, 7]);
      expect(await seqs(store.after(general, 3, 5, 100))).toEqual([4, 5]);
      expect(await seqs(store.after(general, 10, 10, 100))).toEqual([]);
      expect(await seqs(store.before(general, 8, 1, 3))).toEqual([5, 6, 7]);
      expect(await seqs(store.before(general, 8, 7, 3))).toEqual([7]);
      expect(await seqs(store.before(general, Number.MAX_SAFE_INTEGER, 0, 2))).toEqual([9, 10]);
      expect(await seqs(store.before(general, 1, 0, 2))).toEqual([]);
    });

    test('G6: keeps every character', async () => {
      const store = the();
      await signUp(store, 'ada');
      const text = 'e\u0301 é 👩‍👩‍👧 中文 עברית "quoted" \\ \n\tline two; DROP TABLE events;--';
      const { event } = good(await store.append(draft('ada', 'one', text)));
      expect(texts([event])).toEqual([text]);
      expect((await all(store)).at(-1)).toEqual(event);
    });
  });
}

function search(the: () => Store): void {
  describe('search', () => {
    const say = async (store: Store, lines: readonly string[]): Promise<void> => {
      await signUp(store, 'ada');
      await Promise.all(lines.map((line, i) => store.append(draft('ada', `m${i}`, line))));
    };
    const find = async (store: Store, words: string, limit = 10) =>
      texts(await store.search(room('general'), words, limit));

    test('finds what has all the words, newest first, whatever their case and accents', async () => {
      const store = the();
      await say(store, ['Deploy at noon', 'the Café is open', 'deploy the café', 'nothing']);
      expect(await find(store, 'deploy')).toEqual(['deploy the café', 'Deploy at noon']);
      expect(await find(store, 'CAFE deploy')).toEqual(['deploy the café']);
      expect(await find(store, 'deploy', 1)).toEqual(['deploy the café']);
      expect(await find(store, 'absent')).toEqual([]);
    });

    test('looks in one room', async () => {
      const store = the();
      await say(store, ['a secret here']);
      await makeRoom(store, 'dev', 'ada');
      await store.append(draft('ada', 'x', 'a secret there', 'dev'));
      expect(await find(store, 'secret')).toEqual(['a secret here']);
      expect(texts(await store.search(room('dev'), 'secret', 10))).toEqual(['a secret there']);
    });

    test('L38: words are data, never query syntax', async () => {
      const store = the();
      await say(store, ['near or far', 'text: something', 'plain']);
      for (const query of ['" OR *', 'NEAR(', 'a"b', '*', '""', '^plain', '(', ')', '-', 'AND', 'NOT', '\0', ' ']) {
        await expect(find(store, query), query).resolves.not.toContain('text: something');
      }
      expect(await find(store, 'NEAR(')).toEqual(['near or far']);
      expect(await find(store, 'plain OR far')).toEqual([]);
      expect(await find(store, 'text:plain')).toEqual([]);
      expect(await find(store, 'pla*')).toEqual([]);
      expect(await find(store, 'x" y '.repeat(2500))).toEqual([]);
      expect(await find(store, '')).toEqual([]);
    });
  });
}
