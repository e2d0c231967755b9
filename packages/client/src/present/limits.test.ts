import { limits } from '@securechat/protocol/limits';
import { expect, test } from 'vitest';
import { lengthText, tooLongText } from './limits.ts';

test('the length is shown near the limit', () => {
  expect(lengthText('hello')).toBe('');
  expect(lengthText('x'.repeat(12_800))).toBe('12,800 of 16,000 characters');
  expect(lengthText('x\n'.repeat(400))).toBe('401 of 500 lines');
});

test('a text that is too long is described with its length', () => {
  expect(tooLongText('x'.repeat(limits.text))).toBeUndefined();
  expect(tooLongText('\n'.repeat(limits.lines - 1))).toBeUndefined();
  expect(tooLongText('x'.repeat(limits.text + 1))).toBe('Too long: 16,001 of 16,000 characters.');
  expect(tooLongText('\n'.repeat(limits.lines + 4))).toBe('Too long: 505 of 500 lines.');
  expect(tooLongText('x\n'.repeat(8100))).toBe('Too long: 16,200 of 16,000 characters, 8,101 of 500 lines.');
});
