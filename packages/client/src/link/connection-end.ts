import { closeCodes, closeSpec, type Refusal, sayError } from '@securechat/protocol';
import type { Failure } from '../api.ts';
import type { DialFailure } from '../ports.ts';
import { sayDialFailure } from './dial-failure.ts';

/** Why a connection ended. */
export type ConnectionEnd =
  /** It could not be made, was lost, or was dropped. `code` is the close code (`closeCodes`), `reason` a sentence or empty. */
  | { readonly kind: 'lost'; readonly code: number; readonly reason: string; readonly failure?: DialFailure }
  /** The server ended the session, or refuses to resume it. */
  | { readonly kind: 'session-ended'; readonly message: string }
  /** The server refuses this client, and another try would not help. */
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** The end of an unusable connection: the client makes another one. */
export const givenUp = {
  kind: 'lost',
  code: closeCodes.lost.code,
  reason: 'given up',
} as const satisfies ConnectionEnd;

/** How a connection ended, by its socket: two close codes mean that the session has ended. */
export function endOfSocket(code: number, reason: string, failure: DialFailure | undefined): ConnectionEnd {
  if (code === closeCodes.session_ended.code) return { kind: 'session-ended', message: sayError('session_expired') };
  if (code === closeCodes.account_deleted.code) {
    return { kind: 'session-ended', message: closeCodes.account_deleted.message };
  }
  return failure ? { kind: 'lost', code, reason, failure } : { kind: 'lost', code, reason };
}

/** Whether retrying cannot help until the user has decided something. */
export function isFinal(end: ConnectionEnd): boolean {
  if (end.kind !== 'lost') return true;
  const { failure, code } = end;
  if (!failure) return !closeSpec(code).reconnect;
  return failure.kind === 'unknown-pin' || failure.kind === 'pin-changed' || failure.kind === 'invalid-frame';
}

/** The failure of whatever waits for the connection, or for a reply on it. */
export function failureOf(end: ConnectionEnd): Failure {
  if (end.kind === 'refused') return { kind: 'refused', refusal: end.refusal };
  if (end.kind === 'session-ended')
    return { kind: 'refused', refusal: { code: 'session_expired', detail: end.message } };
  const { code, reason, failure } = end;
  if (failure) return { kind: 'offline', detail: sayDialFailure(failure), dial: failure };
  return { kind: 'offline', detail: reason || closeSpec(code).message };
}

/** Why the client does not reconnect, as a sentence. */
export function messageOf(end: ConnectionEnd): string {
  if (end.kind === 'session-ended') return end.message;
  if (end.kind === 'refused') return end.refusal.detail ?? sayError(end.refusal.code);
  return end.failure ? sayDialFailure(end.failure) : closeSpec(end.code).message;
}
