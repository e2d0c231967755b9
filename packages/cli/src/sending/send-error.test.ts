import { expect, test } from 'vitest';
import { sendError } from './send-error.ts';

const at = { url: 'wss://h:8443' };

test('the error says how sending ended, with the counts', () => {
  expect(sendError({ sent: 3, unanswered: 0, end: { kind: 'done' } }, true, at)).toEqual({
    ok: true,
    value: undefined,
  });
  const silent = sendError({ sent: 3, unanswered: 2, end: { kind: 'timed-out' } }, true, at);
  expect(silent).toMatchObject({
    error: { exit: 'timed_out', message: expect.stringMatching(/Sent: 3.*Unconfirmed: 2/) },
  });
  const cut = sendError({ sent: 3, unanswered: 2, end: { kind: 'interrupted' } }, true, at);
  expect(cut).toMatchObject({
    error: { exit: 'interrupted', message: expect.stringMatching(/Sent: 3.*Unconfirmed: 2/) },
  });
});

test('among several lines the refused one is named; a single message has no number', () => {
  const failure = { kind: 'refused', refusal: { code: 'bad_text' } } as const;
  const report = { sent: 6, unanswered: 0, end: { kind: 'failed', line: 7, failure } } as const;
  expect(sendError(report, true, at)).toMatchObject({
    error: { exit: 'refused', message: expect.stringMatching(/^Line 7: /) },
  });
  expect(sendError(report, false, at)).toMatchObject({ error: { message: expect.stringMatching(/^The text/) } });
});
