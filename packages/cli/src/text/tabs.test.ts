import { expect, test } from 'vitest';
import { expandTabs } from './tabs.ts';

test('a tab reaches the next tab stop of its line, in columns', () => {
  expect(expandTabs('a\tb')).toBe('a       b');
  expect(expandTabs('\tx\n12345678\ty')).toBe('        x\n12345678        y');
  expect(expandTabs('漢\tb')).toBe('漢      b');
  expect(expandTabs('none')).toBe('none');
});
