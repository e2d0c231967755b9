import { expect, test } from 'vitest';
import { ranked } from './fuzzy.ts';

const choice = (label: string, detail = '') => ({ label, detail });
const labels = (letters: string, ...choices: ReturnType<typeof choice>[]) =>
  ranked(letters, choices, 10).map(({ label }) => label);

test('a name that has the letters comes before one whose description has them', () => {
  const bob = choice('@bob', 'name in your message');
  const design = choice('#design', 'How it looks');
  expect(labels('i', bob, design)).toEqual(['#design', '@bob']);
  expect(labels('in', bob, choice('/join ROOM', 'become a member'))).toEqual(['/join ROOM', '@bob']);
  expect(labels('message', bob, design)).toEqual(['@bob']);
  expect(labels('', bob, design)).toEqual(['@bob', '#design']);
});
