import type { Failure, Said } from '@securechat/client';
import { type ErrorCode, err, isBlank, isCleanText, ok, type Result, readMessage } from '@securechat/protocol';
import { limits } from '@securechat/protocol/limits';
import type { Line } from './lines.ts';

/** What `sendLines` needs. */
export type SendJob = {
  readonly lines: AsyncIterable<Line>;
  readonly say: (text: string) => Promise<Result<Said, Failure>>;
  /** Called once a message is on disk, in the order of the lines. */
  readonly acked: (said: Said) => void;
  readonly after: (ms: number, run: () => void) => () => void;
  /** Give up when messages wait and none is answered for so long. */
  readonly timeoutMs: number;
  /** Read no further while so many messages have no answer. */
  readonly window: number;
  readonly interrupted: AbortSignal;
};

/** How a run of messages ended. */
type SendEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'timed_out' }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'failed'; readonly line: number; readonly failure: Failure };
export type SendReport = { readonly sent: number; readonly unanswered: number; readonly end: SendEnd };

const refuse = (code: ErrorCode) => err({ kind: 'refused', refusal: { code } } as const);

/** What the server would refuse for ever is found here, so that no later line goes out before it is known. */
function check(text: string): Result<void, Failure> {
  if (text.length > limits.text || text.split('\n').length > limits.lines) return refuse('too_long');
  if (isBlank(readMessage(text).text)) return refuse('empty_text');
  return isCleanText(text) ? ok(undefined) : refuse('bad_text');
}

/** Says one line after the other, a bounded number ahead of the answers; stops at the first that is refused. */
export async function sendLines(job: SendJob): Promise<SendReport> {
  let sent = 0;
  let unanswered = 0;
  let finish: (end: SendEnd) => void = () => {};
  let end: SendEnd | undefined;
  const stopped = new Promise<undefined>((resolve) => {
    finish = (reason) => {
      end ??= reason;
      resolve(undefined);
    };
  });
  let cancel = () => {};
  const watch = () => {
    cancel();
    cancel = unanswered > 0 ? job.after(job.timeoutMs, () => finish({ kind: 'timed_out' })) : () => {};
  };
  const onInterrupt = () => finish({ kind: 'interrupted' });
  if (job.interrupted.aborted) onInterrupt();
  job.interrupted.addEventListener('abort', onInterrupt);

  let inOrder: Promise<void> = Promise.resolve();
  let room: () => void = () => {};
  const say = (line: Line) => {
    unanswered++;
    if (unanswered === 1) watch();
    const answer = job.say(line.text);
    inOrder = inOrder.then(async () => {
      const result = await answer;
      if (end !== undefined) return;
      if (!result.ok) return finish({ kind: 'failed', line: line.number, failure: result.error });
      unanswered--;
      sent++;
      watch();
      job.acked(result.value);
      room();
    });
  };

  const lines = job.lines[Symbol.asyncIterator]();
  while (end === undefined) {
    const next = await Promise.race([lines.next(), stopped]);
    if (next === undefined || next.done) break;
    const line = next.value;
    if (line.text === '') continue;
    const checked = check(line.text);
    if (!checked.ok) {
      await Promise.race([inOrder, stopped]);
      finish({ kind: 'failed', line: line.number, failure: checked.error });
      break;
    }
    say(line);
    while (unanswered >= job.window && end === undefined) {
      await Promise.race([new Promise<void>((resolve) => (room = resolve)), stopped]);
    }
  }
  await Promise.race([inOrder, stopped]);
  cancel();
  job.interrupted.removeEventListener('abort', onInterrupt);
  return { sent, unanswered, end: end ?? { kind: 'done' } };
}
