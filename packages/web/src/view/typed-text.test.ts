import { limits } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { messageOf } from './typed-text.ts';

test.each(['/quit', '/search x', ' /join ops', '/MSG bob secret', '/usr/bin is full', '/', '/ help'])(
  '%j is not a message',
  (typed) => {
    const message = messageOf(typed);
    expect(message.ok ? message.value : message.error).toMatch(/^Unknown command \/.* start with \/\/$/);
  },
);

test.each([
  ['//quit', '/quit'],
  ['//me waves', '//me waves'],
  ['/me waves', '/me waves'],
  ['/ME  waves', '/me waves'],
  ['a /quit', 'a /quit'],
  ['    indented\n\tand tabbed', '    indented\n\tand tabbed'],
  [
    '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \u2764\ufe0f',
    '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \u2764\ufe0f',
  ],
])('%j is sent as %j', (typed, text) => {
  expect(messageOf(typed)).toEqual({ ok: true, value: text });
});

test('an empty text, one that is too long and an empty action are refused with a reason', () => {
  const said = (typed: string) => {
    const message = messageOf(typed);
    return message.ok ? 'sent' : message.error;
  };
  for (const blank of ['\u200b', '\u2800', ' \u2060 ', '/me \u200b']) expect(said(blank)).not.toBe('sent');
  expect(said('\u200b')).toMatch(/empty/);
  expect(said('/me')).toBe('Usage: /me waves');
  expect(said('x'.repeat(limits.text + 1))).toMatch(/Too long/);
});
