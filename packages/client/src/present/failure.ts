import { type Refusal, sayError } from '@securechat/protocol/errors';
import { unreachable } from '@securechat/protocol/result';
import type { Failure } from '../api.ts';
import { cleanLine } from './clean.ts';

/** A duration in words: `30 s`, `5 min`, `2 h`. */
export function durationText(ms: number): string {
  if (ms < 90_000) return `${Math.round(ms / 1000)} s`;
  return ms < 5_400_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 3_600_000)} h`;
}

/** Codes whose detail is for developers, so the general sentence comes first. Any other detail replaces it. */
const technical = new Set<string>(['bad_frame', 'unknown_type', 'unsupported_version', 'storage_failed', 'internal']);

/** A refusal as sentences: the general one or the server's more specific one, and when to try again. */
export function refusalText({ code, detail, retryAfterMs }: Refusal): string {
  const general = sayError(code);
  const isKnown = detail === undefined || detail === '' || detail === general;
  const specific = isKnown ? general : technical.has(code) ? `${general} (${cleanLine(detail)})` : cleanLine(detail);
  const wait = retryAfterMs ? ` Try again in ${durationText(Math.max(1000, retryAfterMs))}.` : '';
  return `${specific}${wait}`;
}

/** Why a request failed, as sentences for a user in the chat. */
export function failureText(failure: Failure): string {
  switch (failure.kind) {
    case 'refused':
      return refusalText(failure.refusal);
    case 'timed-out':
      return 'The server did not answer in time. Try again.';
    case 'offline':
      return `You are offline. ${cleanLine(failure.detail)}`.trimEnd();
    default:
      return unreachable(failure);
  }
}
