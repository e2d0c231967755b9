import { describe, expect, test } from 'vitest';
import type { Store } from '../../ports/store.ts';
import { anywhere, atMost, draft, findAll, makeRoom, room, signUp, texts } from './steps.ts';

/** What every store must do about search. */
export function search(the: () => Store): void {
  describe('search', () => {
    const say = async (store: Store, lines: readonly string[]): Promise<void> => {
      await signUp(store, 'ada');
      await Promise.all(lines.map((line, i) => store.append(draft('ada', `m${i}`, line))));
    };
    const find = async (store: Store, words: string, limit = 10) =>
      texts(await findAll(store, anywhere(room('general'), words, limit)));

    test('finds messages with all the words, newest first, ignoring case and accents', async () => {
      const store = the();
      await say(store, ['Deploy at noon', 'the Café is open', 'deploy the café', 'nothing']);
      expect(await find(store, 'deploy')).toEqual(['deploy the café', 'Deploy at noon']);
      expect(await find(store, 'CAFE deploy')).toEqual(['deploy the café']);
      expect(await find(store, 'deploy', 1)).toEqual(['deploy the café']);
      expect(await find(store, 'absent')).toEqual([]);
    });

    test.each([
      ['Chinese', '我们明天下午三点开会讨论新版本', ['开会', '下午三点', '会', '新版本'], ['昨天', '会开', '明天开会']],
      [
        'Japanese',
        '東京都のサーバーが昨夜停止しました',
        ['東京', '東京都', 'サーバー', '停止', 'ｻｰﾊﾞｰ'],
        ['京都大学', '東都'],
      ],
      ['Thai', 'พรุ่งนี้บ่ายสามโมงเราจะประชุม', ['ประชุม', 'พรุ่งนี้'], ['เมื่อวาน']],
      ['Lao', 'ສະບາຍດີຕອນເຊົ້າ', ['ສະບາຍດີ', 'ຕອນເຊົ້າ'], ['ຂອບໃຈ']],
      ['Khmer', 'សួស្តីពេលព្រឹក', ['ពេលព្រឹក'], ['អរគុណ']],
      ['Burmese', 'မင်္ဂလာပါသူငယ်ချင်း', ['သူငယ်ချင်း'], ['ကျေးဇူး']],
      ['Korean', '서버를 다시 시작했습니다', ['다시', '서버를'], ['데이터']],
      ['Arabic', 'سيجتمع الفريق غدًا', ['الفريق', 'غدا'], ['امس']],
      ['Persian', 'می‌خواهم سرور را ببینم', ['می‌خواهم', 'سرور'], ['دیروز']],
      ['Hindi', 'कल सुबह बैठक होगी', ['बैठक', 'सुबह'], ['शाम']],
      ['Russian', 'Сервер упал ночью', ['сервер', 'НОЧЬЮ'], ['ноч']],
      ['Greek', 'Ο διακομιστής έπεσε', ['διακομιστής', 'ΕΠΕΣΕ'], ['πεσε']],
      ['mixed scripts', '请@bob看一下Mac的日志v2', ['bob', 'mac', '日志', 'v2', '看一下 mac'], ['日的', 'ma']],
      ['emoji', 'done 👍🏽 ❤️ 👨‍👩‍👧 🇩🇪!', ['👍', '👍🏽', '❤', '❤️', '👨‍👩‍👧', '🇩🇪', 'done 👍'], ['🎉', '🇫🇷']],
      ['letters of another width', 'ＡＢＣ ﬁle', ['abc', 'file'], ['ab']],
    ])('finds words in %s', async (_, text, there, absent) => {
      const store = the();
      await say(store, [text, 'something else']);
      for (const words of there) expect(await find(store, words), words).toEqual([text]);
      for (const words of absent) expect(await find(store, words), words).toEqual([]);
    });

    test('separate characters are no word, however many such messages there are', async () => {
      const store = the();
      // They contain each pair of 東京都, but not the word.
      const apart = Array.from({ length: 120 }, (_, i) => `京都と東京 ${i}`);
      await say(store, ['first 東京都', ...apart.slice(0, 60), 'second 東京都', ...apart.slice(60)]);
      expect(await find(store, '東京都', 1)).toEqual(['second 東京都']);
      expect(await find(store, '東京都')).toEqual(['second 東京都', 'first 東京都']);
      expect(await find(store, '東京 京都', 3)).toHaveLength(3);
    });

    test('a run is found although many newer messages have its pairs only', async () => {
      const store = the();
      const apart = Array.from({ length: 2600 }, (_, i) => `京都と東京 ${i}`);
      await say(store, ['an old 東京都', ...apart]);
      expect(await find(store, '東京都')).toEqual(['an old 東京都']);
    });

    test('stops at its limit, and says where to continue', async () => {
      const store = the();
      await say(store, ['word 3', 'word 4', `word 5 ${'x'.repeat(3000)}`, `word 6 ${'x'.repeat(3000)}`, 'none']);
      const search = async (before: number, limit: { events: number; bytes: number }) => {
        const found = await store.search({ ...anywhere(room('general'), 'word'), before, limit });
        return [found.events.map(({ seq }) => seq), found.next];
      };
      expect(await search(99, { events: 2, bytes: 99_000 })).toEqual([[6, 5], 5]);
      expect(await search(99, { events: 9, bytes: 1000 })).toEqual([[6], 6]);
      expect(await search(5, { events: 9, bytes: 1000 })).toEqual([[4, 3], undefined]);
    });

    test('searches one room only', async () => {
      const store = the();
      await say(store, ['a secret here']);
      await makeRoom(store, 'dev', 'ada');
      await store.append(draft('ada', 'x', 'a secret there', 'dev'));
      expect(await find(store, 'secret')).toEqual(['a secret here']);
      expect(texts(await findAll(store, anywhere(room('dev'), 'secret')))).toEqual(['a secret there']);
    });

    test('searches only between two seqs', async () => {
      const store = the();
      await say(store, ['word 3', 'word 4', 'word 5', 'word 6']);
      const between = { room: room('general'), words: 'word', from: 4, before: 6, limit: atMost(10) };
      expect(texts(await findAll(store, between))).toEqual(['word 5', 'word 4']);
      expect(texts(await findAll(store, { ...between, limit: atMost(1) }))).toEqual(['word 5']);
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
