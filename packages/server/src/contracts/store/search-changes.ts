import { describe, expect, test } from 'vitest';
import { type ReadSearchText, readSearchText } from '../../domain/search-text.ts';
import type { Store } from '../../ports/store.ts';
import { anywhere, draft, findAll, good, makeRoom, room, signUp } from './steps.ts';

/** Reads two types of events that no version has: one that replaces the text of a message, and one that removes it. */
const readChanges: ReadSearchText = (event) => {
  if (!event.type.startsWith('toy-')) return readSearchText(event);
  const { target, text } = event.payload as { target: number; text?: string };
  return { seq: target, text };
};
const edit = (target: number, text: string, where = 'general') => ({
  ...draft('ada', `edit-${where}-${target}-${text}`, '', where),
  type: 'toy-edit' as 'message',
  payload: { target, text },
});
const remove = (target: number) => ({
  ...draft('ada', `remove-${target}`, ''),
  type: 'toy-remove' as 'message',
  payload: { target },
});

/** What every store must do about events that change the searched text of others. `make` gets the function that reads them. */
export function searchChangesContract(name: string, make: (readText: ReadSearchText) => Store): void {
  describe(`changes of searched texts: ${name}`, () => {
    const find = async (store: Store, words: string, where = 'general') =>
      (await findAll(store, anywhere(room(where), words))).map(({ seq }) => seq);

    test.each(['each searched before the next', 'all at once'])('%s', async (how) => {
      const store = make(readChanges);
      const look = async () => void (how === 'all at once' || (await find(store, 'anything')));
      await signUp(store, 'ada');
      await makeRoom(store, 'dev', 'ada');
      const say = async (change: Parameters<Store['append']>[0]) => {
        const { event } = good(await store.append(change));
        await look();
        return event.seq;
      };
      const [first, second] = [
        await say(draft('ada', 'one', 'apple pie')),
        await say(draft('ada', 'two', 'apple tart')),
      ];
      const inDev = await say(draft('ada', 'three', 'apple cake', 'dev'));
      expect(inDev).toBe(first);
      await say(edit(first, 'pear pie'));
      if (how !== 'all at once') {
        expect(await find(store, 'apple')).toEqual([second]);
        expect(await find(store, 'pie')).toEqual([first]);
      }
      await say(edit(first, 'plum crumble'));
      await say(remove(second));
      expect(await find(store, 'apple')).toEqual([]);
      expect(await find(store, 'tart')).toEqual([]);
      expect(await find(store, 'pear')).toEqual([]);
      expect(await find(store, 'pie')).toEqual([]);
      expect(await find(store, 'plum')).toEqual([first]);
      // The message of the same number in another room is another message.
      expect(await find(store, 'apple', 'dev')).toEqual([inDev]);
      // A removed text can be restored, and a message without words can get some.
      await say(edit(second, 'apple strudel'));
      await say(edit(1, 'quince'));
      expect(await find(store, 'apple')).toEqual([second]);
      expect(await find(store, 'quince')).toEqual([1]);
      const last = await say(draft('ada', 'last', 'an apple a day'));
      expect(await find(store, 'apple')).toEqual([last, second]);
      await store.close();
    });
  });
}
