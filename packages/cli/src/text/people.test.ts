import { expect, test } from 'vitest';
import { entryRows } from '../screen/item-rows.ts';
import { aMessage, user } from '../testing/values.ts';
import { toneOf } from './people.ts';

const authorTone = (author: string, text = 'hi') =>
  entryRows(aMessage(1, author, text), { me: user('ada'), room: '#general', timeFormat: '24h', width: 60 })[0]?.[1]
    ?.tone;

test('a person has the same colour on every screen, and different people have different ones', () => {
  expect(toneOf('bob')).toBe(toneOf('bob'));
  expect(authorTone('bob')).toBe(toneOf('bob'));
  expect(authorTone('bob', '/me waves')).toBe(toneOf('bob'));
  expect(authorTone('ada')).toBe('own');
  // Pinned: another version of the program must not change people's colours.
  expect(['bob', 'cyd', 'dan', 'eve'].map(toneOf)).toMatchInlineSnapshot(`
    [
      "person7",
      "person8",
      "person3",
      "person7",
    ]
  `);
  const tones = Array.from({ length: 400 }, (_, i) => toneOf(`user${i}`));
  const counts = Map.groupBy(tones, (tone) => tone);
  expect(counts.size).toBe(8);
  for (const [tone, { length }] of counts) expect(length, tone).toBeGreaterThan(25);
});
