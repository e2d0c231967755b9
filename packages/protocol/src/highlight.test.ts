import { expect, test } from 'vitest';
import { highlightsIn } from './highlight.ts';

const found = (text: string, ...words: string[]) =>
  highlightsIn(text, words).map(({ from, to }) => text.slice(from, to));

test('highlight words are found in any case, as separate words', () => {
  expect(found('Deploy now, or DEPLOY later; redeploy, deployed', 'deploy')).toEqual(['Deploy', 'DEPLOY']);
  expect(found('the outage of db-1', 'db-1', 'outage')).toEqual(['outage', 'db-1']);
  expect(found('Ärger über c++ (and c)', 'ärger', 'c++')).toEqual(['Ärger', 'c++']);
  expect(found('請部署一下', '部署')).toEqual(['部署']);
});

test('a word is found where a longer or shorter one is not', () => {
  expect(found('deploy', 'de', 'deploy')).toEqual(['deploy']);
  expect(found('db-1x', 'db-1', 'db')).toEqual(['db']);
});

test('nothing in code is found', () => {
  expect(found('run `deploy` to deploy\n```\ndeploy\n```\nDeploy', 'deploy')).toEqual(['deploy', 'Deploy']);
});

test('no words, and empty ones, find nothing', () => {
  expect([found('anything'), found('anything', '', ' ')]).toEqual([[], []]);
});
