import { describe, expect, test } from 'vitest';
import type { Store } from '../../ports/store.ts';
import { all, good, join, makeRoom, named, rename, room, setTopic, signUp, user } from './steps.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** What every store must do about the names and topics of rooms. */
export function descriptions(the: () => Store): void {
  describe('descriptions of rooms', () => {
    const setUp = async (): Promise<Store> => {
      const store = the();
      for (const name of ['ada', 'bob']) await signUp(store, name);
      for (const name of ['dev', 'ops']) await makeRoom(store, name, 'ada');
      await join(store, 'dev', 'bob');
      return store;
    };
    const described = async (store: Store) => {
      const { name, topic, owners } = (await store.room(room('dev'), user('bob'))) ?? { owners: [] };
      return [name, topic, ...owners];
    };

    test('a topic and a name are changed by events of an owner, and not of a member', async () => {
      const store = await setUp();
      expect(good(await setTopic(store, 'dev', 'new', 'ada'))).toMatchObject({ type: 'topic', seq: 4, topic: 'new' });
      expect(good(await rename(store, 'dev', 'code', 'ada'))).toMatchObject({
        type: 'room-renamed',
        seq: 5,
        name: 'code',
      });
      expect(await described(store)).toEqual(['code', 'new', 'ada']);
      for (const refused of [await setTopic(store, 'dev', 'x', 'bob'), await rename(store, 'dev', 'x', 'bob')]) {
        expect(refused).toEqual({ ok: false, error: 'not_allowed' });
      }
      // The server owns #general.
      expect(await rename(store, 'general', 'x', 'ada')).toEqual({ ok: false, error: 'not_allowed' });
      expect(await described(store)).toEqual(['code', 'new', 'ada']);
      expect((await store.memberships(user('bob'))).map(({ name }) => name).sort()).toEqual(['code', 'general']);
    });

    test('what is so already stores nothing', async () => {
      const store = await setUp();
      expect(good(await setTopic(store, 'dev', 'about dev', 'ada'))).toBeUndefined();
      expect(good(await rename(store, 'dev', 'dev', 'ada'))).toBeUndefined();
      expect(await all(store, 'dev')).toHaveLength(3);
    });

    test('a former name leads to its room for 30 days, and is no other room’s until then', async () => {
      const store = await setUp();
      await rename(store, 'dev', 'code', 'ada', 0);
      expect(await store.roomNamed(named('code'), 1)).toBe('dev');
      expect(await store.roomNamed(named('dev'), 30 * dayMs - 1)).toBe('dev');
      expect(await store.roomNamed(named('dev'), 30 * dayMs)).toBeUndefined();
      expect(await rename(store, 'ops', 'dev', 'ada', 30 * dayMs - 1)).toEqual({ ok: false, error: 'room_exists' });
      expect(good(await rename(store, 'ops', 'dev', 'ada', 30 * dayMs))).toMatchObject({ name: 'dev' });
      expect(await store.roomNamed(named('dev'), 1)).toBe('ops');
    });

    test('a room gets its former name back, and a name that is in use is refused', async () => {
      const store = await setUp();
      await rename(store, 'dev', 'code', 'ada');
      expect(good(await rename(store, 'dev', 'dev', 'ada'))).toMatchObject({ name: 'dev' });
      expect(await rename(store, 'dev', 'ops', 'ada')).toEqual({ ok: false, error: 'room_exists' });
      expect(await store.roomNamed(named('ops'), 2000)).toBe('ops');
    });

    test('a room keeps its five newest former names, so that nobody can hoard names', async () => {
      const store = await setUp();
      for (let i = 0; i < 7; i++) await rename(store, 'dev', `name-${i}`, 'ada', 1000 + i);
      const leads = async (name: string) => (await store.roomNamed(named(name), 2000)) === 'dev';
      expect([await leads('dev'), await leads('name-0')]).toEqual([false, false]);
      for (let i = 1; i < 7; i++) expect([i, await leads(`name-${i}`)]).toEqual([i, true]);
      expect(good(await rename(store, 'ops', 'name-0', 'ada', 2000))).toMatchObject({ name: 'name-0' });
    });

    test('rooms are listed by their new names', async () => {
      const store = await setUp();
      await rename(store, 'dev', 'zoo', 'ada');
      const listed = await store.rooms({ asker: user('bob'), limit: 9 });
      expect(listed.map(({ name }) => name)).toEqual(['general', 'ops', 'zoo']);
    });
  });
}
