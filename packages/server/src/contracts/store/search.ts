import { describe, expect, test } from 'vitest';
import type { Store } from '../../ports/store.ts';
import { anywhere, draft, makeRoom, room, signUp, texts } from './steps.ts';

/** What every store must do about search. */
export function search(the: () => Store): void {
  describe('search', () => {
    const say = async (store: Store, lines: readonly string[]): Promise<void> => {
      await signUp(store, 'ada');
      await Promise.all(lines.map((line, i) => store.append(draft('ada', `m${i}`, line))));
    };
    const find = async (store: Store, words: string, limit = 10) =>
      texts(await store.search(anywhere(room('general'), words, limit)));

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
      expect(texts(await store.search(anywhere(room('dev'), 'secret')))).toEqual(['a secret there']);
    });

    test('looks only between two places', async () => {
      const store = the();
      await say(store, ['word 3', 'word 4', 'word 5', 'word 6']);
      const between = { room: room('general'), words: 'word', from: 4, before: 6, limit: 10 };
      expect(texts(await store.search(between))).toEqual(['word 5', 'word 4']);
      expect(texts(await store.search({ ...between, limit: 1 }))).toEqual(['word 5']);
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
