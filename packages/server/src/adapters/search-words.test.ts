import { growth } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { hasRuns, queryOf, wordsOf } from './search-words.ts';

// Two marks that normalizing reorders, one that it keeps, and two that become marks only by normalizing.
const hostile = ['\u0301\u0323', '\u0945\u093c', '\uff9e\u0301', '\u0f39\u0f71'];

test.each(hostile)('ten times as many marks (%j) take ten times as long, not a hundred times', (marks) => {
  for (const work of [wordsOf, (text: string) => hasRuns(text, ['x'])]) {
    const [small, large] = [`a${marks.repeat(2000)}`, `a${marks.repeat(20_000)}`];
    const times = growth(
      () => work(small),
      () => work(large),
      40,
    );
    expect(times).toBeLessThan(40);
  }
});

test('marks of real languages are found', () => {
  const stacked = `Z${'\u0301\u0323'.repeat(10)}algo`;
  expect(wordsOf(stacked)).toEqual(queryOf('zalgo').words);
  expect(wordsOf('e\u0301te\u0301')).toEqual(['ete']);
});
