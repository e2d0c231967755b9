import type { EventId, Seq } from '@securechat/protocol/ids';
import type { RoomEvent } from '@securechat/protocol/model';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../ports/store.ts';
import { all, archive, draft, good, headOf, join, leave, makeRoom, room, setRole, signUp, user } from './steps.ts';

const hourMs = 60 * 60 * 1000;
const text = (said: string) => ({ kind: 'text', text: said }) as const;
const deleted = { kind: 'deleted' } as const;
const refused = (error: string) => ({ ok: false, error });

type Edit = { readonly id?: string; readonly ifRev?: Seq; readonly atMs?: number; readonly names?: readonly string[] };

/** What every store must do about changes of messages. */
export function messageChanges(the: () => Store): void {
  describe('changes of messages', () => {
    /** #dev with the owner ada, the member bob and the message `seq` of bob. */
    const setUp = async () => {
      const store = the();
      for (const name of ['ada', 'bob', 'cyd']) await signUp(store, name);
      await makeRoom(store, 'dev', 'ada');
      await join(store, 'dev', 'bob');
      const { seq } = good(await store.append(draft('bob', 'first', 'helo', 'dev'))).event;
      return { store, seq };
    };
    const edit = (store: Store, by: string, target: Seq, said: string, { ifRev, id, atMs, names }: Edit = {}) => {
      const body = text(said);
      return store.append({
        ...{ ...draft(by, id ?? `edit ${said}`, said, 'dev'), type: 'message-edited', payload: { target, body } },
        ...{ atMs: atMs ?? 2500, ...(names && { names }) },
        changes: { target, body: JSON.stringify(body), ifRev, editWindowMs: hourMs },
      });
    };
    const remove = (store: Store, by: string, target: Seq, id = `delete ${target} ${by}`, reason?: string) =>
      store.append({
        ...{ ...draft(by, id, '', 'dev'), type: 'message-deleted' },
        payload: { target, ...(reason !== undefined && { reason }) },
        changes: { target, editWindowMs: hourMs },
      });
    const stateOf = async (store: Store, seq: Seq) => (await store.changedMessages(room('dev'), [seq])).get(seq);
    const bodiesOf = async (store: Store) =>
      (await all(store, 'dev')).flatMap((event: RoomEvent) => ('body' in event ? [event.body] : []));

    test('an author edits a message; the log keeps both texts, and the message has the last one', async () => {
      const { store, seq } = await setUp();
      const { event } = good(await edit(store, 'bob', seq, 'hello'));
      expect(event).toMatchObject({ type: 'message-edited', seq: seq + 1, target: seq, body: text('hello') });
      expect(await bodiesOf(store)).toEqual([text('helo'), text('hello')]);
      expect(await stateOf(store, seq)).toEqual({ state: { seq, rev: seq + 1, edited: 2500 }, body: text('hello') });
      good(await edit(store, 'bob', seq, 'hello!', { atMs: 2600 }));
      expect(await stateOf(store, seq)).toEqual({ state: { seq, rev: seq + 2, edited: 2600 }, body: text('hello!') });
      const next = good(await store.append(draft('bob', 'second', 'more', 'dev'))).event;
      expect(next).toMatchObject({ seq: seq + 3, n: 2 });
      expect(await stateOf(store, next.seq)).toBe(undefined);
    });

    test('nobody edits what others wrote, what is no message, or what they cannot see', async () => {
      const { store, seq } = await setUp();
      expect(await edit(store, 'ada', seq, 'mine')).toEqual(refused('not_allowed'));
      expect(await edit(store, 'bob', 1, 'mine')).toEqual(refused('no_such_message'));
      expect(await edit(store, 'bob', 99, 'mine')).toEqual(refused('no_such_message'));
      expect(await edit(store, 'cyd', seq, 'mine')).toEqual(refused('not_a_member'));
      await leave(store, 'dev', 'bob');
      expect(await edit(store, 'bob', seq, 'mine')).toEqual(refused('not_a_member'));
      await makeRoom(store, 'shut', 'ada', undefined, 'joined');
      const hidden = good(await store.append(draft('ada', 'hidden', 'hidden', 'shut'))).event.seq;
      await join(store, 'shut', 'bob');
      const target = { target: hidden, body: text('x') };
      const asked = { ...draft('bob', 'x', 'x', 'shut'), type: 'message-edited', payload: target } as const;
      const changes = { target: hidden, body: JSON.stringify(text('x')), editWindowMs: hourMs };
      expect(await store.append({ ...asked, changes })).toEqual(refused('no_such_message'));
      expect(await headOf(store, 'shut')).toBe(4);
    });

    test('an edit may be too late, meant for another version, or one that changes nothing', async () => {
      const { store, seq } = await setUp();
      expect(await edit(store, 'bob', seq, 'late', { atMs: 2001 + hourMs })).toEqual(refused('edit_too_late'));
      const first = good(await edit(store, 'bob', seq, 'hello', { ifRev: seq })).event;
      expect(await edit(store, 'bob', seq, 'other', { ifRev: seq })).toEqual(refused('changed_since'));
      const same = await edit(store, 'bob', seq, 'hello', { id: 'again' });
      expect(good(same)).toEqual({ event: first, duplicate: true });
      const back = good(await edit(store, 'bob', seq, 'helo', { id: 'back', ifRev: first.seq })).event;
      expect(back.seq).toBe(seq + 2);
    });

    test('G2: a repeated change has the first answer, and another one under its id is refused', async () => {
      const { store, seq } = await setUp();
      const { event } = good(await edit(store, 'bob', seq, 'hello', { id: 'one' }));
      expect(good(await edit(store, 'bob', seq, 'hello', { id: 'one', atMs: 2000 + 2 * hourMs }))).toEqual({
        event,
        duplicate: true,
      });
      expect(await edit(store, 'bob', seq, 'other', { id: 'one' })).toEqual(refused('id_reused'));
      const gone = good(await remove(store, 'bob', seq, 'two')).event;
      expect(good(await remove(store, 'bob', seq, 'two'))).toEqual({ event: gone, duplicate: true });
      expect(await headOf(store, 'dev')).toBe(gone.seq);
    });

    test('deletion takes the text of a message and of its edits out of the log, for good', async () => {
      const { store, seq } = await setUp();
      good(await edit(store, 'bob', seq, 'hello', { id: 'edit' }));
      const { event } = good(await remove(store, 'bob', seq));
      expect(event).toMatchObject({ type: 'message-deleted', seq: seq + 2, target: seq, author: 'bob' });
      expect(await bodiesOf(store)).toEqual([deleted, deleted]);
      const by = { by: 'bob', at: 2000 };
      expect(await stateOf(store, seq)).toEqual({
        state: { seq, rev: seq + 2, edited: 2500, deleted: by },
        body: deleted,
      });
      // Retries are answered, whatever they say, because what was said is not known any more (G2).
      const again = good(await store.append(draft('bob', 'first', 'helo', 'dev')));
      expect(again).toMatchObject({ duplicate: true, event: { seq, body: deleted } });
      expect(good(await edit(store, 'bob', seq, 'hello', { id: 'edit' })).event.seq).toBe(seq + 1);
      expect(await edit(store, 'bob', seq, 'again', { id: 'new' })).toEqual(refused('message_deleted'));
      const twice = good(await remove(store, 'ada', seq));
      expect(twice).toEqual({ event, duplicate: true });
    });

    test('moderators delete the messages of others, with a reason; members and readers do not', async () => {
      const { store, seq } = await setUp();
      await join(store, 'dev', 'cyd');
      expect(await remove(store, 'cyd', seq)).toEqual(refused('not_allowed'));
      const own = good(await store.append(draft('cyd', 'own', 'mine', 'dev'))).event.seq;
      await setRole(store, 'dev', 'cyd', 'reader', 'ada');
      expect(await remove(store, 'cyd', own)).toEqual(refused('not_allowed'));
      await setRole(store, 'dev', 'cyd', 'moderator', 'ada');
      good(await remove(store, 'cyd', seq, 'gone', 'spam'));
      expect((await stateOf(store, seq))?.state.deleted).toEqual({ by: 'cyd', at: 2000, reason: 'spam' });
    });

    test('in an archived room nothing is changed', async () => {
      const { store, seq } = await setUp();
      await archive(store, 'dev', 'ada');
      expect(await edit(store, 'bob', seq, 'hello')).toEqual(refused('archived'));
      expect(await remove(store, 'ada', seq)).toEqual(refused('archived'));
    });

    test('an edit mentions those whom its text names, and nobody else; a deleted message nobody', async () => {
      const { store } = await setUp();
      await join(store, 'dev', 'cyd');
      const { seq } = good(await store.append({ ...draft('bob', 'm', '@ada', 'dev'), names: ['ada'] })).event;
      const mentioned = async () => {
        const limit = { events: 10, bytes: 10_000 };
        const found = (name: string) => store.mentions({ user: user(name), limit });
        return [(await found('ada')).length, (await found('cyd')).length];
      };
      expect(await mentioned()).toEqual([1, 0]);
      good(await edit(store, 'bob', seq, '@cyd', { names: ['cyd'] }));
      expect(await mentioned()).toEqual([0, 1]);
      good(await remove(store, 'bob', seq));
      expect(await mentioned()).toEqual([0, 0]);
    });

    test('searches find a message by the text that it has now', async () => {
      const { store, seq } = await setUp();
      const found = async (words: string) => {
        const range = { from: 1, before: 1000, limit: { events: 10, bytes: 10_000 } };
        return (await store.search({ room: room('dev'), words, ...range })).events.map((event) => event.seq);
      };
      expect([await found('helo'), await found('hello')]).toEqual([[seq], []]);
      good(await edit(store, 'bob', seq, 'hello 日本語'));
      expect([await found('helo'), await found('hello'), await found('日本語')]).toEqual([[], [seq], [seq]]);
      good(await remove(store, 'bob', seq));
      expect([await found('helo'), await found('hello'), await found('日本')]).toEqual([[], [], []]);
    });

    test('concurrent changes of one message are stored one after the other', async () => {
      const { store, seq } = await setUp();
      const texts = Array.from({ length: 20 }, (_, i) => `text ${i}`);
      const edits = await Promise.all(texts.map((said) => edit(store, 'bob', seq, said)));
      const seqs = edits.map((stored) => good(stored).event.seq);
      expect(seqs).toEqual(texts.map((_, i) => seq + 1 + i));
      expect(await stateOf(store, seq)).toMatchObject({ state: { rev: seqs.at(-1) }, body: text('text 19') });
      expect(new Set((await all(store, 'dev')).map(({ id }) => id as EventId)).size).toBe(seq + 20);
    });
  });
}
