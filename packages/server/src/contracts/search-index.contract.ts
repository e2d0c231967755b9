import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { IndexEntry, IndexPosition, IndexQuery, SearchIndex } from '../ports/search-index.ts';
import { room } from './store/steps.ts';

const [general, dev] = [room('general'), room('dev')];
const at = (number: number, generation = 'g1'): IndexPosition => ({ generation, number, id: `event-${number}` });
const entry = (seq: number, text: string, more: Partial<IndexEntry> = {}): IndexEntry => ({
  room: general,
  seq,
  words: text.split(' ').filter(Boolean),
  replaces: false,
  ...more,
});

/** Adds entries after the current position. */
async function add(index: SearchIndex, ...entries: IndexEntry[]): Promise<void> {
  const after = await index.position();
  expect(await index.add({ after, entries, upTo: at((after?.number ?? 0) + entries.length) })).toBe(true);
}

function find(index: SearchIndex, text: string, query: Partial<IndexQuery> = {}) {
  const range = { from: 1, before: Number.MAX_SAFE_INTEGER, limit: 10 };
  return index.search({ room: general, words: text.split(' ').filter(Boolean), ...range, ...query });
}

/** What every search index must do. `make` creates an empty one; each call of `open` is another process that uses it. */
export function searchIndexContract(name: string, make: () => { open(): SearchIndex }): void {
  describe(`search index: ${name}`, () => {
    let index: SearchIndex;
    let other: SearchIndex;
    beforeEach(() => {
      const { open } = make();
      [index, other] = [open(), open()];
    });
    afterEach(() => Promise.all([index.close(), other.close()]));

    test('is empty at first', async () => {
      expect(await index.position()).toBeUndefined();
      expect(await find(index, 'apple')).toEqual([]);
    });

    test('finds the messages of a room with all the words, newest first', async () => {
      await add(index, entry(1, 'apple pie'), entry(2, 'pear pie'), entry(2, 'apple pear', { room: dev }));
      await add(index, entry(3, 'pie of apple and pear'));
      expect(await find(index, 'pie')).toEqual([3, 2, 1]);
      expect(await find(index, 'pie apple')).toEqual([3, 1]);
      expect(await find(index, 'pear apple pie')).toEqual([3]);
      expect(await find(index, 'pie quince')).toEqual([]);
      expect(await find(index, 'apple', { room: dev })).toEqual([2]);
      expect(await find(index, 'apple', { room: room('ops') })).toEqual([]);
      expect(await find(index, '')).toEqual([]);
    });

    test('finds whole words of any script, and treats none as an operator', async () => {
      const texts = ['near or far', 'café', '東 東京 京', 'ประชุม', '👍 🇩🇪', 'v2 and not', 'text'];
      await add(index, ...texts.map((text, i) => entry(i + 1, text)));
      for (const [i, text] of texts.entries()) {
        for (const word of text.split(' ')) expect(await find(index, word), word).toEqual([i + 1]);
      }
      for (const word of ['nea', 'caf', 'cafe', '京東', 'ประ', 'v']) expect(await find(index, word), word).toEqual([]);
      expect(await find(index, 'near or text')).toEqual([]);
      expect(await find(index, 'not café')).toEqual([]);
    });

    test('searches between two seqs, and stops at the limit', async () => {
      await add(index, ...[1, 2, 3, 4, 5, 6].map((seq) => entry(seq, 'word')));
      expect(await find(index, 'word', { from: 2, before: 6 })).toEqual([5, 4, 3, 2]);
      expect(await find(index, 'word', { from: 2, before: 6, limit: 2 })).toEqual([5, 4]);
      expect(await find(index, 'word', { from: 2, before: 4, limit: 2 })).toEqual([3, 2]);
      expect(await find(index, 'word', { from: 2, before: 2 })).toEqual([]);
      expect(await find(index, 'word', { limit: 6 })).toEqual([6, 5, 4, 3, 2, 1]);
    });

    test('takes many messages of many rooms in any order of rooms', async () => {
      const rooms = [general, dev, room('ops')];
      const entries = Array.from({ length: 3000 }, (_, i) => {
        const [where = general, seq] = [rooms[i % 3], Math.floor(i / 3) + 1];
        return entry(seq, `all ${seq % 2 === 0 ? 'even' : 'odd'}`, { room: where });
      });
      await add(index, ...entries.slice(0, 1000));
      await add(index, ...entries.slice(1000));
      for (const where of rooms) {
        expect(await find(index, 'all even', { room: where, limit: 3 })).toEqual([1000, 998, 996]);
        expect(await find(index, 'odd', { room: where, limit: 1000 })).toHaveLength(500);
      }
    });

    test('an entry replaces the words of a message, or removes it, in its room only', async () => {
      const replaces = true;
      await add(index, entry(1, 'apple pie'), entry(1, 'apple', { room: dev }), entry(2, 'apple tart'));
      await add(index, entry(1, 'pear pie', { replaces }), entry(2, '', { replaces }));
      expect(await find(index, 'apple')).toEqual([]);
      expect(await find(index, 'tart')).toEqual([]);
      expect(await find(index, 'pie')).toEqual([1]);
      expect(await find(index, 'pear')).toEqual([1]);
      expect(await find(index, 'apple', { room: dev })).toEqual([1]);
      // A removed text can be restored, and a message without words can get some.
      await add(index, entry(2, 'apple', { replaces }), entry(3, 'quince', { replaces }), entry(4, '', { replaces }));
      expect(await find(index, 'apple')).toEqual([2]);
      expect(await find(index, 'quince')).toEqual([3]);
    });

    test('the last of several entries of one message in a batch counts', async () => {
      const replaces = true;
      const [first, second] = [entry(1, 'apple'), entry(2, 'apple')];
      const changes = [entry(1, 'pear', { replaces }), entry(2, '', { replaces }), entry(1, 'plum', { replaces })];
      await add(index, first, second, ...changes);
      for (const word of ['apple', 'pear']) expect(await find(index, word)).toEqual([]);
      expect(await find(index, 'plum')).toEqual([1]);
    });

    test('rooms are removed with their entries, and nothing of others', async () => {
      await add(index, entry(1, 'apple'), entry(1, 'apple', { room: dev }), entry(7, 'pear', { room: dev }));
      expect((await index.rooms()).toSorted()).toEqual([dev, general]);
      await index.removeRooms([dev, room('never')]);
      expect(await index.rooms()).toEqual([general]);
      expect(await find(index, 'apple', { room: dev })).toEqual([]);
      expect(await find(index, 'apple')).toEqual([1]);
      expect(await index.position()).toEqual(at(3));
      await add(index, entry(2, 'plum', { room: dev }));
      expect(await find(index, 'plum', { room: dev })).toEqual([2]);
      expect(await find(index, 'pear', { room: dev })).toEqual([]);
    });

    test('another process finds what was added, and continues from there', async () => {
      await add(index, entry(1, 'apple'));
      expect(await other.position()).toEqual(at(1));
      await add(other, entry(2, 'apple'), entry(1, 'apple', { room: dev }));
      expect(await index.position()).toEqual(at(3));
      expect(await find(index, 'apple')).toEqual([2, 1]);
      expect(await find(index, 'apple', { room: dev })).toEqual([1]);
    });

    test('a batch that does not continue from the position is not added', async () => {
      await add(index, entry(1, 'apple'));
      const elsewhere = [undefined, at(2), at(1, 'g2'), { ...at(1), id: 'another' }];
      for (const after of elsewhere) {
        expect(await other.add({ after, entries: [entry(2, 'apple')], upTo: at(2) })).toBe(false);
      }
      expect(await index.position()).toEqual(at(1));
      expect(await find(index, 'apple')).toEqual([1]);
    });

    test('if two processes add the same batch, it is added once', async () => {
      const batch = { after: undefined, entries: [entry(1, 'apple')], upTo: at(1) };
      expect((await Promise.all([index.add(batch), other.add(batch)])).toSorted()).toEqual([false, true]);
      expect(await find(index, 'apple')).toEqual([1]);
    });

    test('a batch without entries moves the position', async () => {
      expect(await index.add({ after: undefined, entries: [], upTo: at(7) })).toBe(true);
      expect(await other.position()).toEqual(at(7));
    });

    test('once cleared it is empty for every process, and accepts another history', async () => {
      await add(index, entry(1, 'apple'), entry(1, 'apple', { room: dev }));
      await add(other, entry(2, 'apple', { room: dev }));
      await index.clear();
      for (const each of [index, other]) {
        expect(await each.position()).toBeUndefined();
        expect(await find(each, 'apple')).toEqual([]);
      }
      const upTo = at(1, 'g2');
      expect(await other.add({ after: undefined, entries: [entry(1, 'pear', { room: dev })], upTo })).toBe(true);
      expect(await index.position()).toEqual(upTo);
      expect(await find(index, 'pear', { room: dev })).toEqual([1]);
      expect(await find(index, 'pear')).toEqual([]);
      expect(await find(index, 'apple', { room: dev })).toEqual([]);
    });
  });
}
