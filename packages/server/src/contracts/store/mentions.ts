import { limits } from '@securechat/protocol/limits';
import type { StateEntry } from '@securechat/protocol/user-state';
import { describe, expect, test } from 'vitest';
import { stateLimits } from '../../domain/state-limits.ts';
import type { EventPlace, ReadLimit, Store } from '../../ports/store.ts';
import { atMost, draft, good, join, leave, makeRoom, room, sessionOf, signUp, texts, user } from './steps.ts';

/** What every store must do about mentions. */
export function mentions(the: () => Store): void {
  describe('mentions', () => {
    const say = async (store: Store, author: string, id: string, names: readonly string[], where = 'general') =>
      good(await store.append({ ...draft(author, id, id, where), names }));
    const mentionsOf = async (store: Store, name: string, before?: EventPlace, limit: ReadLimit = atMost(10)) =>
      texts(await store.mentions({ user: user(name), before, limit }));
    const people = async (store: Store) => {
      for (const name of ['ada', 'bob', 'cyd']) await signUp(store, name);
      await makeRoom(store, 'dev', 'ada');
      await join(store, 'dev', 'bob');
    };

    test('are found over all rooms, newest first', async () => {
      const store = the();
      await people(store);
      await say(store, 'ada', 'one', ['bob']);
      await say(store, 'ada', 'two', ['bob', 'cyd'], 'dev');
      await say(store, 'cyd', 'three', ['ada', 'bob']);
      await say(store, 'cyd', 'nobody', []);
      expect(await mentionsOf(store, 'bob')).toEqual(['three', 'two', 'one']);
      expect(await mentionsOf(store, 'ada')).toEqual(['three']);
    });

    test('are of members only, and never of the author', async () => {
      const store = the();
      await people(store);
      await say(store, 'ada', 'one', ['ada', 'cyd', 'nobody', "' OR 1"], 'dev');
      for (const name of ['ada', 'bob', 'cyd']) expect(await mentionsOf(store, name), name).toEqual([]);
      // Whoever joins later was not mentioned.
      await join(store, 'dev', 'cyd');
      expect(await mentionsOf(store, 'cyd')).toEqual([]);
    });

    test('of a room disappear when its member leaves, and come back with the membership', async () => {
      const store = the();
      await people(store);
      await say(store, 'ada', 'one', ['bob'], 'dev');
      await leave(store, 'dev', 'bob');
      await say(store, 'ada', 'two', ['bob'], 'dev');
      expect(await mentionsOf(store, 'bob')).toEqual([]);
      await join(store, 'dev', 'bob');
      expect(await mentionsOf(store, 'bob')).toEqual(['one']);
    });

    test('are stored once, however often a message is sent', async () => {
      const store = the();
      await people(store);
      const first = await say(store, 'ada', 'one', ['bob']);
      expect((await say(store, 'ada', 'one', ['bob'])).event).toEqual(first.event);
      // A retry changes nothing, whatever it says.
      await say(store, 'ada', 'one', ['bob', 'cyd']);
      expect([await mentionsOf(store, 'bob'), await mentionsOf(store, 'cyd')]).toEqual([['one'], []]);
    });

    test('are counted above the read mark of each room, up to a limit', async () => {
      const store = the();
      await people(store);
      const seqs: number[] = [];
      for (const id of ['one', 'two', 'three']) seqs.push((await say(store, 'ada', id, ['bob'])).event.seq);
      await say(store, 'ada', 'four', ['bob'], 'dev');
      await say(store, 'ada', 'five', ['cyd']);
      const counts = async () => [...(await store.mentionCounts(user('bob')))].sort();
      expect(await counts()).toEqual([
        ['dev', 1],
        ['general', 3],
      ]);
      const mark = { kind: 'read', key: room('general'), value: { seq: seqs[1] ?? 0, n: 2, epoch: 0 } } as const;
      good(
        await store.setState({
          ...{ user: user('bob'), session: sessionOf('bob'), entries: [mark], limits: stateLimits },
        }),
      );
      await leave(store, 'dev', 'bob');
      expect(await counts()).toEqual([['general', 1]]);
      for (let i = 0; i < limits.mentionCount + 5; i++) await say(store, 'ada', `more-${i}`, ['bob']);
      expect(await counts()).toEqual([['general', limits.mentionCount]]);
    });

    test('of a highlight word are counted like those of a name, above the mark and within the membership', async () => {
      const store = the();
      await people(store);
      const keep = async (entries: readonly StateEntry[]) =>
        good(await store.setState({ user: user('cyd'), session: sessionOf('cyd'), entries, limits: stateLimits }));
      const counts = async () => [...(await store.mentionCounts(user('cyd')))].sort();
      const write = async (author: string, text: string, { where = 'general', names = [] as string[] } = {}) =>
        good(await store.append({ ...draft(author, `${where} ${text}`, text, where), names })).event.seq;
      // Before the membership.
      await write('ada', 'deploy of dev', { where: 'dev' });
      await join(store, 'dev', 'cyd');
      await keep([{ kind: 'highlight', key: 'deploy', value: true }]);
      expect(await counts()).toEqual([]);
      const first = await write('ada', 'DEPLOY now');
      await write('ada', 'redeploy');
      await write('ada', '`deploy`');
      await write('cyd', 'deploy it yourself');
      // Mentioned and with the word: once.
      await write('bob', '@cyd deploy', { names: ['cyd'] });
      await write('bob', '@cyd hi', { names: ['cyd'] });
      await write('bob', 'deploy dev', { where: 'dev' });
      expect(await counts()).toEqual([
        ['dev', 1],
        ['general', 3],
      ]);
      await keep([{ kind: 'read', key: room('general'), value: { seq: first, n: 1, epoch: 0 } }]);
      await leave(store, 'dev', 'cyd');
      expect(await counts()).toEqual([['general', 2]]);
      await keep([{ kind: 'highlight', key: 'deploy', value: null }]);
      await keep([{ kind: 'highlight', key: 'redeploy', value: true }]);
      expect(await counts()).toEqual([['general', 3]]);
      for (let i = 0; i < limits.mentionCount; i++) await write('ada', `redeploy ${i}`);
      expect(await counts()).toEqual([['general', limits.mentionCount]]);
      // They are not listed.
      expect(await mentionsOf(store, 'cyd')).toEqual(['@cyd hi', '@cyd deploy']);
    });

    test('of a highlight word are counted in the newest messages only, up to a limit of bytes', async () => {
      const store = the();
      await people(store);
      const word = { kind: 'highlight', key: 'deploy', value: true } as const;
      good(
        await store.setState({ user: user('bob'), session: sessionOf('bob'), entries: [word], limits: stateLimits }),
      );
      const write = async (id: string, text: string) => good(await store.append(draft('ada', id, text)));
      await write('old', 'deploy');
      for (let i = 0; i < 40; i++) await write(`long-${i}`, 'x'.repeat(limits.text));
      await write('new', 'deploy');
      expect([...(await store.mentionCounts(user('bob')))]).toEqual([['general', 1]]);
    });

    test('of everybody are a property of the message', async () => {
      const store = the();
      await people(store);
      const message = { ...draft('ada', 'one', '@room hi'), names: ['bob', 'cyd'], everybody: 'room' } as const;
      const { event } = good(await store.append(message));
      expect(event).toMatchObject({ type: 'message', everybody: 'room' });
      expect(good(await store.append(message)).event).toEqual(event);
      const stored = await store.eventsAfter(room('general'), event.seq - 1, event.seq, atMost(1));
      expect(stored).toEqual([event]);
      expect((await say(store, 'ada', 'two', ['bob'])).event).not.toHaveProperty('everybody');
    });

    test('come in pages, each older than an event of any room', async () => {
      const store = the();
      await people(store);
      for (const id of ['one', 'two']) await say(store, 'ada', id, ['bob']);
      const { event } = await say(store, 'ada', 'three', ['bob'], 'dev');
      await say(store, 'ada', 'four', ['bob']);
      const at = { room: event.room, seq: event.seq };
      expect(await mentionsOf(store, 'bob', undefined, atMost(2))).toEqual(['four', 'three']);
      expect(await mentionsOf(store, 'bob', at, atMost(2))).toEqual(['two', 'one']);
      expect(await mentionsOf(store, 'bob', at, { events: 9, bytes: 0 })).toEqual(['two']);
      // An event that does not exist: the store was restored meanwhile.
      expect(await mentionsOf(store, 'bob', { room: room('dev'), seq: 99 })).toEqual([]);
    });
  });
}
