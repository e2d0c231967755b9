import { limits } from '@securechat/protocol/limits';
import { expect, test } from 'vitest';
import { validateTopic } from './room.ts';

test('a topic is one trimmed line; a blank one is no topic', () => {
  expect(validateTopic('  all about machines ')).toEqual({ ok: true, value: 'all about machines' });
  expect(validateTopic(' \u2800 ')).toEqual({ ok: true, value: '' });
  expect(validateTopic('x'.repeat(limits.topic))).toMatchObject({ ok: true });
});

test.each([
  ['x'.repeat(400), 'too_long', /400 of 200 characters/],
  ['a\u0007b', 'bad_text', /contains control characters/],
  ['one\ntwo', 'bad_text', /single line/],
])('%j is refused with %s, and the sentence says why', (topic, code, detail) => {
  expect(validateTopic(topic)).toMatchObject({ ok: false, error: { code, detail: expect.stringMatching(detail) } });
});
