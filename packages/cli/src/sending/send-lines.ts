import type { Failure, SentMessage } from '@securechat/client';
import { tooLongText } from '@securechat/client/present';
import { err, isBlank, isCleanText, ok, type Refusal, type Result, readMessage } from '@securechat/protocol';
import type { Input, InputLine } from '../text/read-lines.ts';
import { Patience, type ReplyTimeout } from './patience.ts';

/** What `sendLines` needs. */
export type SendJob = {
  readonly lines: AsyncIterable<Input>;
  readonly say: (text: string) => Promise<Result<SentMessage, Failure>>;
  /** Called when a message is stored on the server, in the order of the lines. */
  readonly acked: (said: SentMessage) => void;
  readonly after: (ms: number, run: () => void) => () => void;
  /** Give up when no outstanding message is acknowledged for this long; pauses that the server requests do not count. */
  readonly timeoutMs: number;
  readonly pauses?: ReplyTimeout['pauses'];
  /** Maximum number of messages without a reply; reading stops there. */
  readonly window: number;
  readonly interrupted: AbortSignal;
  /** Resolves when the server could not be reached for longer than the user wants to wait. */
  readonly lost?: Promise<Failure>;
  /** `--split` is available; the refusal of a long text mentions it. */
  readonly mayBeSplit?: boolean;
};

/** How sending ended. */
type SendEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'lost'; readonly failure: Failure }
  /** The input is not text. */
  | { readonly kind: 'unreadable'; readonly message: string }
  | { readonly kind: 'failed'; readonly line: number; readonly failure: Failure };
export type SendReport = { readonly sent: number; readonly unanswered: number; readonly end: SendEnd };

const refuse = (refusal: Refusal) => err({ kind: 'refused', refusal } as const);

/** The first character that is not allowed in a message, and its line. */
function whereNotClean(text: string): string {
  let line = 1;
  for (const character of text) {
    if (!isCleanText(character)) {
      const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
      return text.includes('\n') ? `U+${code} in line ${line}` : `U+${code}`;
    }
    if (character === '\n') line++;
  }
  return '';
}

/**
 * Checks before sending whether the server would accept this text, because no later message may be sent after one that is refused for
 * good. A refusal says what to do about it.
 */
export function checkMessage(text: string, mayBeSplit = false): Result<void, Failure> {
  const over = tooLongText(text);
  if (over !== undefined) {
    const next = mayBeSplit ? '--split sends it in several messages.' : 'Shorten it, or send it in parts.';
    return refuse({ code: 'too_long', detail: `${over} ${next}` });
  }
  if (isBlank(readMessage(text).text)) return refuse({ code: 'empty_text', detail: 'The message is empty.' });
  if (isCleanText(text)) return ok(undefined);
  const detail = `The text contains control characters (the first: ${whereNotClean(text)}). Remove them and try again.`;
  return refuse({ code: 'bad_text', detail });
}

/** Sends line after line, a bounded number ahead of the replies; stops at the first refusal. */
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
  const { after, timeoutMs, pauses } = job;
  const over = () => finish({ kind: 'timed-out' });
  const patience = new Patience({ after, timeoutMs, over, ...(pauses && { pauses }) });
  const onInterrupt = () => finish({ kind: 'interrupted' });
  if (job.interrupted.aborted) onInterrupt();
  job.interrupted.addEventListener('abort', onInterrupt);
  void job.lost?.then((failure) => finish({ kind: 'lost', failure }));

  let inOrder: Promise<void> = Promise.resolve();
  let room: () => void = () => {};
  const say = (line: InputLine) => {
    unanswered++;
    if (unanswered === 1) patience.restart(true);
    const answer = job.say(line.text);
    inOrder = inOrder.then(async () => {
      const result = await answer;
      if (end !== undefined) return;
      if (!result.ok) return finish({ kind: 'failed', line: line.number, failure: result.error });
      unanswered--;
      sent++;
      patience.restart(unanswered > 0);
      job.acked(result.value);
      room();
    });
  };

  const lines = job.lines[Symbol.asyncIterator]();
  while (end === undefined) {
    const next = await Promise.race([lines.next(), stopped]);
    if (next === undefined || next.done) break;
    const line = next.value;
    if (!('text' in line)) {
      await Promise.race([inOrder, stopped]);
      finish({ kind: 'unreadable', message: line.problem });
      break;
    }
    const checked = checkMessage(line.text, job.mayBeSplit);
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
  patience.end();
  job.interrupted.removeEventListener('abort', onInterrupt);
  return { sent, unanswered, end: end ?? { kind: 'done' } };
}
