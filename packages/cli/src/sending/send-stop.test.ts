import { expect, test } from 'vitest';
import { sendStop } from './send-stop.ts';

const at = { url: 'wss://h:8443' };

test('how a run of messages ended is said with the count', () => {
  expect(sendStop({ sent: 3, unanswered: 0, end: { kind: 'done' } }, true, at)).toEqual({
    ok: true,
    value: undefined,
  });
  const silent = sendStop({ sent: 3, unanswered: 2, end: { kind: 'timed-out' } }, true, at);
  expect(silent).toMatchObject({ error: { exit: 'timed_out', message: expect.stringMatching(/Sent: 3.*answer: 2/) } });
  const cut = sendStop({ sent: 3, unanswered: 2, end: { kind: 'interrupted' } }, true, at);
  expect(cut).toMatchObject({ error: { exit: 'interrupted', message: expect.stringMatching(/Sent: 3.*answer: 2/) } });
});

test('of many lines the refused one is named; a single one needs no number', () => {
  const failure = { kind: 'refused', refusal: { code: 'bad_text' } } as const;
  const report = { sent: 6, unanswered: 0, end: { kind: 'failed', line: 7, failure } } as const;
  expect(sendStop(report, true, at)).toMatchObject({
    error: { exit: 'refused', message: expect.stringMatching(/^Line 7: /) },
  });
  expect(sendStop(report, false, at)).toMatchObject({ error: { message: expect.stringMatching(/^The text/) } });
});
