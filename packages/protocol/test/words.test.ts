import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOneWord, wordsIn } from '../src/words.ts';

const words = (text: string) => wordsIn(text).map(({ from, to }) => text.slice(from, to));

/** Sentences of more than ten scripts, their words separated by bars. */
const corpus: Readonly<Record<string, string>> = {
  Latin: '|Grüße| |aus| |Köln|, |naïve| |cafe\u0301|!',
  Cyrillic: '|Привет|, |как| |дела|?',
  Greek: '|Καλημέρα| |σας|.',
  Arabic: '|مرحبا| |كيف| |حالك|؟',
  Persian: '|می\u200cخواهم| |بروم|',
  Hebrew: '|שלום| |עולם|',
  Devanagari: '|नमस्ते| |दुनिया|।',
  Malayalam: '|അവൻ| |പറഞ്ഞു|',
  Thai: '|สวัสดี|ครับ|',
  Lao: '|ສະບາຍດີ|',
  Khmer: '|សួស្តី|',
  Chinese: '|我们|喜欢|音乐|。',
  Japanese: '|新しい|本|を|読む|',
  Korean: '|안녕하세요| |여러분|',
  Georgian: '|გამარჯობა| |მსოფლიო|',
  Emoji: '|done| |🎉||👩‍🚀| |🇩🇪|',
  Mixed: '|bob||님| |请||bob||看| |v2|',
};

for (const [script, marked] of Object.entries(corpus)) {
  test(`${script} is divided into its words`, () => {
    const expected = marked.split('|').filter((part) => /[\p{L}\p{Extended_Pictographic}\p{RI}]/u.test(part));
    expect(words(marked.replaceAll('|', ''))).toEqual(expected);
  });
}

test('two texts join into one word only within a script that uses spaces', () => {
  for (const [before, after] of [
    ['bo', 'b'],
    ['é', 'b'],
    ['e\u0301', 'b'],
    ['x_', '1'],
    ['приве', 'т'],
    ['مرح', 'با'],
    ['bob2', 'x'],
    ['안녕', '하'],
  ] as const) {
    expect(isOneWord(before, after), `${before}+${after}`).toBe(true);
  }
  for (const [before, after] of [
    ['', 'b'],
    ['b', ''],
    ['b ', 'c'],
    ['请', 'bob'],
    ['bob', '看'],
    ['สวัสดี', 'bob'],
    ['ที่', 'bob'],
    ['bob', '님'],
    ['bob2', '님'],
    ['привет', 'bob'],
    ['و', 'bob'],
    ['🎉', 'bob'],
    ['，', 'bob'],
    ['bob', '’s'],
  ] as const) {
    expect(isOneWord(before, after), `${before}+${after}`).toBe(false);
  }
});

test('words do not overlap, and contain every letter', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
      let end = 0;
      for (const { from, to } of wordsIn(text)) {
        expect(from).toBeGreaterThanOrEqual(end);
        expect(to).toBeGreaterThan(from);
        end = to;
      }
    }),
  );
});
