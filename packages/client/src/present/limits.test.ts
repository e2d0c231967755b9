import { limits } from '@securechat/protocol/limits';
import { expect, test } from 'vitest';
import { lengthText, tooLongText } from './limits.ts';

test('what nearly fills a message is counted', () => {
  expect(lengthText('hello')).toBe('');
  expect(lengthText('x'.repeat(12_800))).toBe('12,800 of 16,000 characters');
  expect(lengthText('x\n'.repeat(400))).toBe('401 of 500 lines');
});

test('what is too long is said with how much', () => {
  expect(tooLongText('x'.repeat(limits.text))).toBeUndefined();
  expect(tooLongText('\n'.repeat(limits.lines - 1))).toBeUndefined();
  expect(tooLongText('x'.repeat(limits.text + 1))).toBe('Too long: 16,001 of 16,000 characters.');
  expect(tooLongText('\n'.repeat(limits.lines + 4))).toBe('Too long: 505 of 500 lines.');
  expect(tooLongText('x\n'.repeat(8100))).toBe('Too long: 16,200 of 16,000 characters, 8,101 of 500 lines.');
});
