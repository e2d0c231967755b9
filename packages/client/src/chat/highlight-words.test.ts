import { expect, test } from 'vitest';
import { wordsIn } from './highlight-words.ts';

const found = (text: string, ...words: string[]) => wordsIn(text, words).map(({ from, to }) => text.slice(from, to));

test('own words are found in any case, as separate words', () => {
  expect(found('Deploy now, or DEPLOY later; redeploy, deployed', 'deploy')).toEqual(['Deploy', 'DEPLOY']);
  expect(found('the outage of db-1', 'db-1', 'outage')).toEqual(['outage', 'db-1']);
  expect(found('Ärger über c++ (and c)', 'ärger', 'c++')).toEqual(['Ärger', 'c++']);
  expect(found('請部署一下', '部署')).toEqual(['部署']);
});

test('no words, and empty ones, find nothing', () => {
  expect([found('anything'), found('anything', '', ' ')]).toEqual([[], []]);
});
