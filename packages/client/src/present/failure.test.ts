import { expect, test } from 'vitest';
import { durationText, failureText, refusalText } from './failure.ts';

test('a duration is shown in its largest unit', () => {
  expect([800, 30_000, 300_000, 7_200_000].map(durationText)).toEqual(['1 s', '30 s', '5 min', '2 h']);
});

test('a refusal is described by the table or by its own detail, with when to try again', () => {
  expect(refusalText({ code: 'busy' })).toBe('The server is busy. Try again in a moment.');
  expect(refusalText({ code: 'not_allowed', detail: 'Nobody can be removed\u001b from #general.' })).toBe(
    'Nobody can be removed\u241b from #general.',
  );
  expect(refusalText({ code: 'storage_failed', detail: 'disk I/O error' })).toMatch(
    /^The server could not .*\(disk I\/O error\)$/,
  );
  expect(refusalText({ code: 'slow_down', retryAfterMs: 500 })).toBe(
    'Too many requests. Wait a moment. Try again in 1 s.',
  );
});

test('a code that this version does not know is described by the sentence of the server, without control characters', () => {
  const refusal = { code: 'too_quiet' as never, detail: 'Speak up\u001b, or leave.' };
  expect(refusalText(refusal)).toBe('Speak up\u241b, or leave.');
  expect(failureText({ kind: 'refused', refusal })).toBe('Speak up\u241b, or leave.');
});

test('a failure is described in sentences', () => {
  expect(failureText({ kind: 'refused', refusal: { code: 'empty_text' } })).toBe('The message is empty.');
  expect(failureText({ kind: 'timed-out' })).toBe('The server did not answer in time. Try again.');
  expect(failureText({ kind: 'offline', detail: 'Cannot reach the server: refused.' })).toBe(
    'You are offline. Cannot reach the server: refused.',
  );
  expect(failureText({ kind: 'offline', detail: '' })).toBe('You are offline.');
});
