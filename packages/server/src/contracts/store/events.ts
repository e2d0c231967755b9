import type { EventId } from '@securechat/protocol/ids';
import type { RoomEvent } from '@securechat/protocol/model';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../ports/store.ts';
import { all, atMost, draft, good, headOf, leave, makeRoom, room, signUp, texts, user } from './steps.ts';

/** What every store must do about events. */
export function events(the: () => Store): void {
  describe('events', () => {
    test('G3: concurrent messages get seqs without gaps, each author in its own order', async () => {
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
        n: 8,
        id: 'm7',
        author: 'bob',
        at: 2000,
        body: { kind: 'text', text: 'text 7' },
      });
    });

    test('messages are numbered within their room, whatever happens between them, and the room has their number', async () => {
      const store = the();
      await signUp(store, 'ada');
      await makeRoom(store, 'dev', 'ada');
      const numbers: (readonly [seq: number, n: number | undefined])[] = [];
      const say = async (id: string, where = 'general') => {
        const { event } = good(await store.append(draft('ada', id, 'hi', where)));
        numbers.push([event.seq, event.type === 'message' ? event.n : undefined]);
      };
      await say('one');
      await signUp(store, 'bob');
      await Promise.all([say('two'), say('three', 'dev'), say('four')]);
      await say('four');
      expect(numbers).toEqual([
        [3, 1],
        [5, 2],
        [3, 1],
        [6, 3],
        [6, 3],
      ]);
      const stored = (await all(store)).flatMap((event) => (event.type === 'message' ? [event.n] : []));
      expect(stored).toEqual([1, 2, 3]);
      expect((await store.memberships(user('ada'))).map(({ room: id, messages }) => [id, messages])).toEqual([
        ['dev', 1],
        ['general', 3],
      ]);
      expect((await store.room(room('general'), user('bob')))?.messages).toBe(3);
    });

    test('G2: a repeated id returns the first event; with another text or room it is refused', async () => {
      const store = the();
      await signUp(store, 'ada');
      await signUp(store, 'bob');
      await makeRoom(store, 'dev', 'ada');
      const first = good(await store.append(draft('ada', 'one', 'hello')));
      expect(first.duplicate).toBe(false);
      const again = { ...draft('ada', 'one', 'hello'), atMs: 9999 };
      expect(good(await store.append(again))).toEqual({ event: first.event, duplicate: true });
      expect(await store.append(draft('ada', 'one', 'other'))).toEqual({ ok: false, error: 'id_reused' });
      expect(await store.append(draft('ada', 'one', 'hello', 'dev'))).toEqual({ ok: false, error: 'id_reused' });
      expect(good(await store.append(draft('bob', 'one', 'hello'))).duplicate).toBe(false);
      expect(await headOf(store, 'general')).toBe(5);
    });

    test('G2: the same draft sent ten times at once is stored once', async () => {
      const store = the();
      await signUp(store, 'ada');
      const tries = await Promise.all(Array.from({ length: 10 }, () => store.append(draft('ada', 'one', 'hello'))));
      expect(tries.map((result) => good(result).event.seq)).toEqual(Array.from({ length: 10 }, () => 3));
      expect(tries.filter((result) => !good(result).duplicate).length).toBe(1);
    });

    test('G2: a retry may have its keys in another order, and must otherwise be equal', async () => {
      const store = the();
      await signUp(store, 'ada');
      const payload = { kind: 'text', text: 'hello' };
      const append = async (change: object) => store.append({ ...draft('ada', 'one', ''), payload, ...change });
      const { event } = good(await append({}));
      expect(good(await append({ payload: { text: 'hello', kind: 'text' } }))).toEqual({ event, duplicate: true });
      const reused = { ok: false, error: 'id_reused' };
      expect(await append({ payload: { ...payload, lang: 'en' } })).toEqual(reused);
      expect(await append({ payload: { kind: 'text' } })).toEqual(reused);
      expect(await append({ type: 'later' })).toEqual(reused);
      expect(await headOf(store, 'general')).toBe(3);
    });

    test('an event of a type that this version does not know is stored, and found by its retry', async () => {
      const store = the();
      await signUp(store, 'ada');
      const later = { ...draft('ada', 'one', ''), type: 'later' as 'message', payload: { deep: [{ a: 1 }, null] } };
      const { event } = good(await store.append(later));
      expect(event).toMatchObject({ type: 'unknown', of: 'later', seq: 3, id: 'one', author: 'ada', at: 2000 });
      expect((await all(store)).at(-1)).toEqual(event);
      expect(good(await store.append(later))).toEqual({ event, duplicate: true });
      expect(await store.append({ ...later, payload: { deep: [null, { a: 1 }] } })).toMatchObject({ ok: false });
    });

    test('the id of a join cannot be used for a message', async () => {
      const store = the();
      await signUp(store, 'ada');
      const joined = (await all(store)).find(({ type }) => type === 'member-joined');
      expect(await store.append(draft('ada', joined?.id ?? '', 'hello'))).toEqual({ ok: false, error: 'id_reused' });
    });

    test('G5: only members write; a former member still learns that an earlier attempt was stored', async () => {
      const store = the();
      await signUp(store, 'ada');
      await signUp(store, 'bob');
      await makeRoom(store, 'dev', 'ada');
      expect(await store.append(draft('bob', 'one', 'hello', 'dev'))).toEqual({ ok: false, error: 'not_a_member' });
      expect(await store.append(draft('bob', 'one', 'hello', 'no'))).toEqual({ ok: false, error: 'no_such_room' });
      expect(await headOf(store, 'dev')).toBe(2);
      const { event } = good(await store.append(draft('ada', 'two', 'hello', 'dev')));
      await leave(store, 'dev', 'ada');
      expect(good(await store.append(draft('ada', 'two', 'hello', 'dev')))).toEqual({ event, duplicate: true });
      expect(await store.append(draft('ada', 'three', 'hello', 'dev'))).toEqual({ ok: false, error: 'not_a_member' });
    });

    test('a message concurrent with a leave is before it or refused', async () => {
      const store = the();
      await signUp(store, 'ada');
      const before = store.append(draft('ada', 'one', 'before'));
      const left = leave(store, 'general', 'ada');
      const after = store.append(draft('ada', 'two', 'after'));
      expect(good(await before).event.seq).toBe(3);
      expect(good(await left).seq).toBe(4);
      expect(await after).toEqual({ ok: false, error: 'not_a_member' });
    });

    test('pages forward and backward, within their limits', async () => {
      const store = the();
      await signUp(store, 'ada');
      await Promise.all(Array.from({ length: 8 }, (_, i) => store.append(draft('ada', `m${i}`, `t${i}`))));
      const seqs = async (page: Promise<readonly RoomEvent[]>) => (await page).map(({ seq }) => seq);
      const general = room('general');
      expect(await seqs(store.eventsAfter(general, 3, 10, atMost(4)))).toEqual([4, 5, 6, 7]);
      expect(await seqs(store.eventsAfter(general, 3, 5, atMost(100)))).toEqual([4, 5]);
      expect(await seqs(store.eventsAfter(general, 10, 10, atMost(100)))).toEqual([]);
      expect(await seqs(store.eventsBefore(general, 8, 1, atMost(3)))).toEqual([5, 6, 7]);
      expect(await seqs(store.eventsBefore(general, 8, 7, atMost(3)))).toEqual([7]);
      expect(await seqs(store.eventsBefore(general, Number.MAX_SAFE_INTEGER, 0, atMost(2)))).toEqual([9, 10]);
      expect(await seqs(store.eventsBefore(general, 1, 0, atMost(2)))).toEqual([]);
    });

    test('a page ends with the first event that exceeds its bytes, in both directions', async () => {
      const store = the();
      await signUp(store, 'ada');
      const kilobyte = '\u00e9'.repeat(500);
      await Promise.all(Array.from({ length: 8 }, (_, i) => store.append(draft('ada', `m${i}`, kilobyte))));
      const seqs = async (page: Promise<readonly RoomEvent[]>) => (await page).map(({ seq }) => seq);
      const general = room('general');
      const limit = { events: 100, bytes: 2500 };
      expect(await seqs(store.eventsAfter(general, 2, 10, limit))).toEqual([3, 4, 5]);
      expect(await seqs(store.eventsBefore(general, 11, 0, limit))).toEqual([8, 9, 10]);
      expect(await seqs(store.eventsAfter(general, 2, 10, { ...limit, events: 2 }))).toEqual([3, 4]);
      expect(await seqs(store.eventsAfter(general, 2, 10, { ...limit, bytes: 0 }))).toEqual([3]);
      expect(await seqs(store.eventsAfter(general, 2, 10, { ...limit, events: 0 }))).toEqual([]);
    });

    test('knows which ids an author has used', async () => {
      const store = the();
      for (const name of ['ada', 'bob']) await signUp(store, name);
      await store.append(draft('ada', 'one', 'hello'));
      const id = 'one' as EventId;
      expect([await store.hasEvent(user('ada'), id), await store.hasEvent(user('bob'), id)]).toEqual([true, false]);
      expect(await store.hasEvent(user('ada'), 'two' as EventId)).toBe(false);
    });

    test('knows when the newest event was stored, in whichever room', async () => {
      const store = the();
      expect(await store.newestMs()).toBe(0);
      await signUp(store, 'ada');
      await makeRoom(store, 'dev', 'ada');
      expect(await store.newestMs()).toBe(1500);
      await store.append({ ...draft('ada', 'one', 'hello'), atMs: 7000 });
      expect(await store.newestMs()).toBe(7000);
      // After the clock was set back, the newest event is the one stored last.
      await store.append({ ...draft('ada', 'two', 'hello', 'dev'), atMs: 4000 });
      expect(await store.newestMs()).toBe(4000);
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
