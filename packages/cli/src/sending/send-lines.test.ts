import type { Failure, SentMessage } from '@securechat/client';
import { err, ok, type Result } from '@securechat/protocol';
import { eventually, FakeClock } from '@securechat/testkit';
import { expect, test } from 'vitest';
import type { InputLine } from '../text/read-lines.ts';
import { type SendJob, sendLines } from './send-lines.ts';

async function* linesOf(...texts: string[]): AsyncGenerator<InputLine> {
  for (const [i, text] of texts.entries()) yield { number: i + 1, text };
}

/** A server that replies on demand, and a record of what was sent to it. */
function system(lines: AsyncIterable<InputLine>, more: Partial<SendJob> = {}) {
  const clock = new FakeClock();
  const said: { text: string; answer: (result: Result<SentMessage, Failure>) => void }[] = [];
  const acked: number[] = [];
  const interrupt = new AbortController();
  const report = sendLines({
    lines,
    say: (text) => new Promise((answer) => said.push({ text, answer })),
    acked: (one) => acked.push(one.seq),
    after: (ms, run) => clock.after(ms, run),
    timeoutMs: 60_000,
    window: 4,
    interrupted: interrupt.signal,
    ...more,
  });
  const accept = (i: number) => said[i]?.answer(ok({ room: 'general', seq: i + 1, id: `${i}`, at: 0 } as SentMessage));
  const saidCount = (count: number) => eventually(() => said.length === count);
  return { clock, said, acked, interrupt, report, accept, saidCount };
}

test('all lines are sent, and replies are reported in the order of the lines', async () => {
  const d = system(linesOf('a', 'b', 'c'));
  await d.saidCount(3);
  d.accept(2);
  d.accept(1);
  d.accept(0);
  expect(await d.report).toEqual({ sent: 3, unanswered: 0, end: { kind: 'done' } });
  expect(d.acked).toEqual([1, 2, 3]);
  expect(d.said.map((s) => s.text)).toEqual(['a', 'b', 'c']);
  expect(d.clock.waiting).toBe(0);
});

test('reading ahead is bounded by the window', async () => {
  let read = 0;
  async function* counted() {
    for await (const line of linesOf('a', 'b', 'c', 'd', 'e', 'f')) {
      read++;
      yield line;
    }
  }
  const d = system(counted());
  await d.saidCount(4);
  await new Promise((later) => setImmediate(later));
  expect([read, d.said.length]).toEqual([4, 4]);
  d.accept(0);
  await d.saidCount(5);
  d.interrupt.abort();
  expect(await d.report).toEqual({ sent: 1, unanswered: 4, end: { kind: 'interrupted' } });
});

test('a missing reply times out, a reply restarts the timeout, and idle input does not count', async () => {
  async function* slow(): AsyncGenerator<InputLine> {
    yield { number: 1, text: 'a' };
    yield { number: 2, text: 'b' };
    await new Promise(() => {});
  }
  const d = system(slow());
  await d.saidCount(2);
  d.clock.advance(59_000);
  d.accept(0);
  await eventually(() => d.acked.length === 1);
  d.clock.advance(59_000);
  d.clock.advance(2000);
  expect(await d.report).toEqual({ sent: 1, unanswered: 1, end: { kind: 'timed-out' } });

  const idle = system(slow());
  await idle.saidCount(2);
  idle.accept(0);
  idle.accept(1);
  await eventually(() => idle.acked.length === 2);
  expect(idle.clock.waiting).toBe(0);
  idle.interrupt.abort();
  expect((await idle.report).end.kind).toBe('interrupted');
});

test('a pause that the server requests does not count, even if it is longer than the timeout, and replies still arrive in it', async () => {
  let pause: (waitMs: number) => void = () => {};
  const pauses = (paused: (waitMs: number) => void) => {
    pause = paused;
    return () => {};
  };
  const d = system(linesOf('a', 'b', 'c'), { pauses });
  await d.saidCount(3);
  pause(61_000);
  d.accept(0);
  await eventually(() => d.acked.length === 1);
  d.clock.advance(60_500);
  d.accept(1);
  await eventually(() => d.acked.length === 2);
  d.clock.advance(500);
  d.clock.advance(59_000);
  expect(await Promise.race([d.report, 'goes on'])).toBe('goes on');
  d.clock.advance(1000);
  expect(await d.report).toEqual({ sent: 2, unanswered: 1, end: { kind: 'timed-out' } });
  expect(d.clock.waiting).toBe(0);
});

test('a refusal stops the sending and names the line', async () => {
  const d = system(linesOf('a', 'b', 'c'));
  await d.saidCount(3);
  d.accept(0);
  const failure: Failure = { kind: 'refused', refusal: { code: 'not_a_member' } };
  d.said[1]?.answer(err(failure));
  expect(await d.report).toMatchObject({ sent: 1, end: { kind: 'failed', line: 2, failure } });
});

test('a line that the server would refuse is found before any later one is sent', async () => {
  const d = system(linesOf('a', 'x'.repeat(16_001), 'c'));
  await d.saidCount(1);
  d.accept(0);
  const report = await d.report;
  expect(report).toMatchObject({ sent: 1, unanswered: 0, end: { kind: 'failed', line: 2 } });
  expect(d.said).toHaveLength(1);
  const bell = system(linesOf('a\u0007b'));
  expect((await bell.report).end).toMatchObject({ failure: { refusal: { code: 'bad_text' } } });
  const blank = system(linesOf('\u2800'));
  expect((await blank.report).end).toMatchObject({ failure: { refusal: { code: 'empty_text' } } });
});
