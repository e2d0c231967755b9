import type { StateEntry } from '@securechat/protocol/user-state';
import { describe, expect, test } from 'vitest';
import type { StateLimits } from '../../domain/decide-state.ts';
import { stateLimits } from '../../domain/state-limits.ts';
import type { Store } from '../../ports/store.ts';
import { draft, good, leave, room, sessionOf, signUp, user } from './steps.ts';

const mark = (where: string, seq: number, epoch = 0): StateEntry => ({
  kind: 'read',
  key: room(where),
  value: { seq, n: seq, epoch },
});
const draftOf = (where: string, text: string): StateEntry => ({ kind: 'draft', key: room(where), value: { text } });
const star = (where: string): StateEntry => ({ kind: 'star', key: room(where), value: true });
const without = ({ kind, key }: StateEntry): StateEntry => ({ kind, key, value: null }) as StateEntry;

/** What every store must do about what users keep. */
export function userState(the: () => Store): void {
  describe('user state', () => {
    const set = (entries: readonly StateEntry[], limits: Partial<StateLimits> = {}, name = 'ada') =>
      the().setState({
        user: user(name),
        session: sessionOf(name),
        entries,
        limits: { ...stateLimits, ...limits },
      });
    const after = async (ver: number, name = 'ada') => {
      const { entries, ...rest } = await the().stateAfter(user(name), ver);
      const read = ({ kind, key, value }: (typeof entries)[number]) =>
        [kind, key, value === null ? null : JSON.parse(value)] as const;
      return { ...rest, entries: entries.map(read) };
    };

    test('each change has the next number, and a reader gets the entries above the one that it knows', async () => {
      await signUp(the(), 'ada');
      expect(await after(0)).toEqual({ ver: 0, reset: false, entries: [] });
      expect(good(await set([star('dev'), draftOf('dev', 'half')])).ver).toBe(1);
      expect(good(await set([star('ops')])).ver).toBe(2);
      expect(good(await set([draftOf('dev', 'half a'), without(star('ops'))])).ver).toBe(3);
      expect(await after(3)).toEqual({ ver: 3, reset: false, entries: [] });
      const { entries, ...rest } = await after(1);
      expect(rest).toEqual({ ver: 3, reset: false });
      expect(entries.toSorted()).toEqual([
        ['draft', 'dev', { text: 'half a' }],
        ['star', 'ops', null],
      ]);
      expect((await after(0)).entries).toEqual([
        ['star', 'dev', true],
        ['draft', 'dev', { text: 'half a' }],
      ]);
    });

    test('belongs to one user, and needs an open session of that user', async () => {
      await signUp(the(), 'ada');
      await signUp(the(), 'bob');
      await set([star('dev')]);
      expect(await after(0, 'bob')).toEqual({ ver: 0, reset: false, entries: [] });
      const stolen = { user: user('ada'), session: sessionOf('bob'), entries: [star('ops')], limits: stateLimits };
      expect(await the().setState(stolen)).toEqual({ ok: false, error: 'session_expired' });
      expect(await the().stateVers([user('ada'), user('bob')])).toEqual(new Map([[user('ada'), 1]]));
    });

    test('a change to what is so already stores nothing', async () => {
      await signUp(the(), 'ada');
      await set([star('dev'), mark('dev', 5)]);
      expect(good(await set([star('dev'), mark('dev', 4), without(star('ops'))]))).toEqual({ ver: 1, entries: [] });
      expect((await after(0)).ver).toBe(1);
    });

    test('a mark never falls within an epoch, and the higher epoch wins', async () => {
      await signUp(the(), 'ada');
      const marked = async (...marks: readonly StateEntry[]) => {
        await set(marks);
        return (await after(0)).entries.map(([, , value]) => value);
      };
      expect(await marked(mark('dev', 9), mark('dev', 4))).toEqual([{ seq: 9, n: 9, epoch: 0 }]);
      expect(await marked(mark('dev', 7))).toEqual([{ seq: 9, n: 9, epoch: 0 }]);
      expect(await marked(mark('dev', 3, 1))).toEqual([{ seq: 3, n: 3, epoch: 1 }]);
      expect(await marked(mark('dev', 12))).toEqual([{ seq: 3, n: 3, epoch: 1 }]);
      // Nor can it be removed, after which it could be set to a lower one.
      expect(await marked(without(mark('dev', 3)), mark('dev', 2, 1))).toEqual([{ seq: 3, n: 3, epoch: 1 }]);
      expect(await marked(without(mark('dev', 3)))).toEqual([{ seq: 3, n: 3, epoch: 1 }]);
    });

    test('beyond a limit nothing is stored, and removing makes place', async () => {
      await signUp(the(), 'ada');
      const full = { ok: false, error: 'state_full' };
      const few = { ofKind: { ...stateLimits.ofKind, star: 2 } };
      expect(await set([star('a'), star('b'), star('c')], few)).toEqual(full);
      expect((await after(0)).ver).toBe(0);
      good(await set([star('a'), star('b')], few));
      expect(await set([star('c')], few)).toEqual(full);
      good(await set([star('c'), without(star('a'))], few));
      // Nor is there place for more of a kind when something of another kind is removed.
      good(await set([draftOf('z', '?')], few));
      expect(await set([without(draftOf('z', '?')), star('d')], few)).toEqual(full);
      good(await set([without(draftOf('z', '?'))], few));
      expect(await set([mark('a', 1)], { entries: 2 })).toEqual(full);
      good(await set([mark('a', 1)], { entries: 3 }));
      expect(await set([draftOf('a', 'x'.repeat(1000))], { bytes: 1000 })).toEqual(full);
      good(await set([draftOf('a', 'x'.repeat(800))], { bytes: 1000 }));
      expect(await set([draftOf('a', 'x'.repeat(1000))], { bytes: 1000 })).toEqual(full);
      // With lower limits than before, one can still remove and shorten.
      good(await set([draftOf('a', 'x'.repeat(700))], { bytes: 10 }));
      good(await set([without(star('c'))], { entries: 1, ...few }));
    });

    test('a reader that missed more removals than are remembered gets everything', async () => {
      await signUp(the(), 'ada');
      const removed = 2;
      await set([star('a'), star('b'), star('c'), star('d')]);
      await set([without(star('a'))], { removed });
      await set([without(star('b'))], { removed });
      expect((await after(1)).entries).toEqual([
        ['star', 'a', null],
        ['star', 'b', null],
      ]);
      await set([without(star('c'))], { removed });
      expect(await after(3)).toEqual({ ver: 4, reset: false, entries: [['star', 'c', null]] });
      expect(await after(2)).toEqual({ ver: 4, reset: true, entries: [['star', 'd', true]] });
    });

    test('a reader that knows more than the store, which is an older one, gets everything', async () => {
      await signUp(the(), 'ada');
      await set([star('a')]);
      expect(await after(9)).toEqual({ ver: 1, reset: true, entries: [['star', 'a', true]] });
    });

    test('a message removes the draft that it was, and a retry or a refused message removes none', async () => {
      const store = the();
      await signUp(store, 'ada');
      await set([draftOf('general', 'hello'), draftOf('dev', 'other')]);
      const message = { ...draft('ada', 'one', 'hello'), removesDraft: true };
      expect(good(await store.append(message))).toMatchObject({ duplicate: false, stateVer: 2, event: { id: 'one' } });
      expect((await after(1)).entries).toEqual([['draft', 'general', null]]);
      await set([draftOf('general', 'next')]);
      expect(good(await store.append(message))).not.toHaveProperty('stateVer');
      await leave(store, 'general', 'ada');
      expect(await store.append({ ...message, id: 'two' as never })).toEqual({ ok: false, error: 'not_a_member' });
      expect((await after(0)).entries.map(([, key, value]) => [key, value])).toEqual([
        ['dev', { text: 'other' }],
        ['general', { text: 'next' }],
      ]);
    });

    test('a message of somebody without a draft changes nothing that they keep', async () => {
      await signUp(the(), 'ada');
      await set([star('general')]);
      expect(good(await the().append({ ...draft('ada', 'one', 'hello'), removesDraft: true }))).not.toHaveProperty(
        'stateVer',
      );
      expect((await after(0)).ver).toBe(1);
    });
  });
}
