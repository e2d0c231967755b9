import { expect, test } from 'vitest';
import { asSentence } from './as-sentence.ts';

test.each([
  ['Your display name is Ada', 'Your display name is Ada.'],
  ['Your display name is Ada L.', 'Your display name is Ada L.'],
  ['You are away: really?', 'You are away: really?'],
  ['You are away: back soon…', 'You are away: back soon…'],
  ['You are away: (lunch.)', 'You are away: (lunch.)'],
  ['You are away: (lunch)', 'You are away: (lunch).'],
])('%j becomes %j', (text, sentence) => {
  expect(asSentence(text)).toBe(sentence);
});
