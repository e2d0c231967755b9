import { limits } from '@securechat/protocol/limits';
import { expect, test } from 'vitest';
import { validateProfileChange } from './validate-profile.ts';

test('lines are trimmed, and one without visible characters is none', () => {
  const typed = { displayName: '  Ada Lovelace ', status: '\u200b', away: ' ', hidden: true };
  const change = { displayName: 'Ada Lovelace', status: '', away: '', hidden: true };
  expect(validateProfileChange(typed)).toEqual({ ok: true, value: change });
  expect(validateProfileChange({ away: null })).toEqual({ ok: true, value: { away: null } });
  expect(validateProfileChange({})).toEqual({ ok: true, value: {} });
});

test.each([
  ['displayName', 'The display name', limits.displayName],
  ['status', 'The status', limits.status],
  ['away', 'The reason for being away', limits.status],
] as const)('%s: the longest is accepted, a longer one is refused with both numbers', (field, what, max) => {
  expect(validateProfileChange({ [field]: 'x'.repeat(max) }).ok).toBe(true);
  const detail = `${what} is too long: ${max + 1} of ${max} characters. Shorten it.`;
  expect(validateProfileChange({ [field]: 'x'.repeat(max + 1) })).toEqual({
    ok: false,
    error: { code: 'too_long', detail },
  });
});

test.each(['two\nlines', 'a\tb', '\u001b[31mred', 'rtl \u202e', '\ud800'])('%j is refused', (text) => {
  for (const field of ['displayName', 'status', 'away']) {
    expect(validateProfileChange({ [field]: text })).toMatchObject({ ok: false, error: { code: 'bad_text' } });
  }
});
