import type { Failure } from '@securechat/client';
import { type Result, sayError } from '@securechat/protocol';

/** Waits for an answer and shows why there is none. */
export type OrShowError = <T>(asking: Promise<Result<T, Failure>>) => Promise<T | undefined>;

/** A failure as a sentence. */
export function sayFailure(failure: Failure): string {
  if (failure.kind === 'timed_out') return 'The server did not answer in time. Try again.';
  if (failure.kind === 'offline') return `You are offline. ${failure.detail}`;
  return failure.refusal.detail ?? sayError(failure.refusal.code);
}
