import type { Failure } from '@securechat/client';
import { sayDialFailure } from '@securechat/client/dial-failure';
import { asSentence, cleanLine, durationText, refusalText } from '@securechat/client/present';
import { closeCodes } from '@securechat/protocol/close-codes';
import type { Refusal } from '@securechat/protocol/errors';
import { type Err, err, unreachable } from '@securechat/protocol/result';
import type { ExitName } from '../process/exit-codes.ts';
import { serverName } from '../text/server-url.ts';

/** Why a command ends early: the exit code and a sentence for the user. */
export type CommandError = { readonly exit: ExitName; readonly message: string };

/** The server at which something failed, and the account there. */
export type At = {
  readonly url: string;
  readonly user?: string;
  /** The default server and account, which a command uses without options. */
  readonly isDefault?: boolean;
  /** A token from the environment, which takes precedence over any log-in. */
  readonly token?: string;
};

/** `NAME@HOST`, which every command takes as its server; only the host if no account is known. */
function placeName({ url, user }: At): string {
  return user === undefined ? serverName(url) : `${user}@${serverName(url)}`;
}

/** The command that logs in to an account, whatever the default is. */
export function loginCommand(at: At): string {
  if (at.user === undefined) return `securechat login${serverOption(at)}`;
  return `securechat login ${at.isDefault ? at.user : placeName(at)}`;
}

/** The option that makes a command use this account; empty for the default. */
export function serverOption(at: At): string {
  return at.isDefault ? '' : ` --server ${placeName(at)}`;
}

/** A command error as a Result. */
export function commandError(exit: ExitName, message: string): Err<CommandError> {
  return err({ exit, message });
}

const signIn = new Set(['wrong_credentials', 'not_signed_in', 'session_expired']);

function refusalExit({ code }: Refusal): ExitName {
  if (signIn.has(code)) return 'not_signed_in';
  return code === 'slow_down' ? 'slow_down' : 'refused';
}

/** Refusals that only a log-in resolves, with what happened. */
const ended: Readonly<Partial<Record<Refusal['code'], string>>> = {
  not_signed_in: 'You are not logged in.',
  session_expired: 'Your session has ended.',
};

/** What happened, and how to log in. A token in the environment must be unset first, or it would be used again. */
function sayEnded(what: string, at: At | undefined): string {
  if (at === undefined) return what;
  if (at.token === undefined) return `${what} Log in: ${loginCommand(at)}`;
  return `${what} Set SECURECHAT_TOKEN to a new one, or unset it and log in: ${loginCommand(at)}`;
}

/** The sentences for a refusal, with the next command to type. */
export function sayRefusal(refusal: Refusal, at?: At): string {
  const next = ended[refusal.code];
  // A log-in would be refused, too.
  const isFinal = refusal.detail === closeCodes.account_deleted.message;
  return next === undefined || isFinal ? refusalText(refusal) : sayEnded(next, at);
}

/** The error for a server that shows another key than the trusted one. There is no way to continue anyway. */
export function pinChanged(url: string, known: string, seen: string): CommandError {
  const name = serverName(url);
  return {
    exit: 'pin',
    message:
      `The key of ${name} is not the expected one. Expected pin: ${known}. Shown by the server: ${seen}. Nothing was sent to it. ` +
      "A network's login page can also be the cause: open it in a browser, then try again. Otherwise ask the operator " +
      `which pin is right. If the server was given a new key: securechat servers forget ${name}`,
  };
}

/** The error for a server that is not trusted yet. */
export function pinUnknown(url: string, seen: string): CommandError {
  return {
    exit: 'pin',
    message:
      `The key of ${serverName(url)} is not known yet. Its pin is ${seen}. ` +
      'Compare it with the pin that the server printed when it started, then add: --pin PIN',
  };
}

/** The error after the server has ended the session; `message` is the client's sentence. */
export function sessionEndedError(message: string, at: At): CommandError {
  const exit = 'not_signed_in';
  // `message` may also be why there was no token, which includes the command to type.
  return message === closeCodes.session_ended.message
    ? { exit, message: sayRefusal({ code: 'session_expired' }, at) }
    : { exit, message: cleanLine(message) };
}

/** The error for a failed request. */
export function commandErrorOf(failure: Failure, at: At): CommandError {
  const { url } = at;
  switch (failure.kind) {
    case 'refused':
      return { exit: refusalExit(failure.refusal), message: sayRefusal(failure.refusal, at) };
    case 'timed-out':
      return { exit: 'timed_out', message: `${serverName(url)} did not answer in time. Try again.` };
    case 'offline':
      return dialError(failure.dial ?? { kind: 'unreachable', detail: failure.detail }, url);
    default:
      return unreachable(failure);
  }
}

/** The error of a command that gave up waiting for its server. */
export function unreachableError(failure: Failure, at: At, waitMs: number): CommandError {
  const end = commandErrorOf(failure, at);
  return waitMs > 0
    ? { ...end, message: `${end.message} Tried for ${durationText(waitMs)}; --wait changes that.` }
    : end;
}

/** The message while a command waits for its server. */
export function sayWaiting(failure: Failure, url: string, waitMs: number): string {
  const why =
    failure.kind === 'offline'
      ? ` (${cleanLine(failure.dial && 'detail' in failure.dial ? failure.dial.detail : failure.detail)})`
      : '';
  const until = waitMs === Number.POSITIVE_INFINITY ? 'until it answers' : `for ${durationText(waitMs)}`;
  return `Cannot reach ${serverName(url)}${why}. Retrying ${until}; press Ctrl-C to stop.`;
}

type DialFailure = NonNullable<Extract<Failure, { kind: 'offline' }>['dial']>;

/** The error for a connection that could not be made. */
export function dialError(failure: DialFailure, url: string): CommandError {
  switch (failure.kind) {
    case 'unknown-pin':
      return pinUnknown(url, failure.seen);
    case 'pin-changed':
      return pinChanged(url, failure.known, failure.seen);
    case 'refused':
      return {
        exit: 'unreachable',
        message: asSentence(`Cannot connect to ${serverName(url)}: ${cleanLine(failure.detail)}`),
      };
    case 'bad-certificate':
      return {
        exit: 'pin',
        message: `${serverName(url)}: ${cleanLine(sayDialFailure(failure))} Nothing was sent to it.`,
      };
    case 'invalid-frame':
      return { exit: 'unreachable', message: `${serverName(url)}: ${cleanLine(sayDialFailure(failure))}` };
    case 'unreachable':
      return {
        exit: 'unreachable',
        message: `Cannot reach ${serverName(url)} (${cleanLine(failure.detail)}). Check the address and that the server is running.`,
      };
    default:
      return unreachable(failure);
  }
}
