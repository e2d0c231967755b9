import { describe, expect, test } from 'vitest';
import type { Store } from '../../ports/store.ts';
import { archive, draft, good, join, makeRoom, openDirect, room, setTopic, signUp, user } from './steps.ts';

/** What every store must do about archived rooms, and rooms in which nobody would read a message. */
export function archiving(the: () => Store): void {
  describe('archived rooms', () => {
    const setUp = async (): Promise<Store> => {
      const store = the();
      for (const name of ['ada', 'bob', 'cyd']) await signUp(store, name);
      for (const name of ['dev', 'ops']) await makeRoom(store, name, 'ada');
      await join(store, 'dev', 'bob');
      return store;
    };
    const said = (store: Store, who: string, id: string, where = 'dev') => store.append(draft(who, id, 'hi', where));
    const listed = async (store: Store, archived?: boolean) =>
      (await store.rooms({ asker: user('bob'), limit: 9, ...(archived !== undefined && { archived }) })).map(
        ({ name }) => name,
      );

    test('nobody writes, joins or changes anything in an archived room until that ends', async () => {
      const store = await setUp();
      expect(good(await said(store, 'bob', 'b1')).event.seq).toBe(4);
      expect(good(await archive(store, 'dev', 'ada'))).toMatchObject({ type: 'room-archived', seq: 5, on: true });
      for (const who of ['ada', 'bob']) {
        expect(await said(store, who, 'x1')).toEqual({ ok: false, error: 'archived' });
      }
      // A retry gets its first answer.
      expect(good(await said(store, 'bob', 'b1'))).toMatchObject({ duplicate: true, event: { seq: 4 } });
      expect(await setTopic(store, 'dev', 'new', 'ada')).toEqual({ ok: false, error: 'archived' });
      expect(await join(store, 'dev', 'cyd')).toEqual({ ok: false, error: 'archived' });
      expect(good(await archive(store, 'dev', 'ada', false))).toMatchObject({ seq: 6, on: false });
      expect(good(await said(store, 'bob', 'b2')).event.seq).toBe(7);
      expect(good(await join(store, 'dev', 'cyd'))).toMatchObject({ seq: 8 });
    });

    test('archived rooms say so, and are listed apart from the others', async () => {
      const store = await setUp();
      await archive(store, 'dev', 'ada');
      expect(await store.room(room('dev'), user('bob'))).toMatchObject({ archived: true });
      expect((await store.memberships(user('bob'))).filter(({ archived }) => archived)).toMatchObject([
        { room: 'dev' },
      ]);
      expect(await store.room(room('ops'), user('bob'))).not.toHaveProperty('archived');
      expect([await listed(store), await listed(store, true)]).toEqual([['general', 'ops'], ['dev']]);
      await archive(store, 'dev', 'ada', false);
      expect([await listed(store), await listed(store, true)]).toEqual([['dev', 'general', 'ops'], []]);
    });

    test('nobody writes to a disabled account, until it is enabled again', async () => {
      const store = await setUp();
      await openDirect(store, 'both', 'ada', 'bob');
      await openDirect(store, 'notes', 'ada', 'ada');
      expect(good(await said(store, 'ada', 'a1', 'both')).event.seq).toBe(4);
      const setDisabled = (disabled: boolean) =>
        store.changeAccount({ kind: 'set-disabled', user: user('bob'), disabled, atMs: 1900 });
      await setDisabled(true);
      expect(await said(store, 'ada', 'a2', 'both')).toEqual({ ok: false, error: 'room_closed' });
      expect(good(await said(store, 'ada', 'a3', 'notes')).event.seq).toBe(3);
      await setDisabled(false);
      expect(good(await said(store, 'ada', 'a2', 'both')).event.seq).toBe(5);
    });
  });
}
