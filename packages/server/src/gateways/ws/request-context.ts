import type { CloseName, Refusal, Result, ServerFrame } from '@securechat/protocol';
import type { App } from '../../app/app.ts';
import type { Caller } from '../../app/context.ts';
import type { Following } from '../../app/following.ts';
import type { MessageSender } from '../../app/messages.ts';
import type { Watched } from '../../app/session-watch.ts';

/** What a signed-in connection has. */
export type AuthenticatedSession = {
  readonly caller: Caller;
  readonly sender: MessageSender;
  following: Following | undefined;
  /** Watched for its session's end. */
  readonly watched: Watched;
};

/** A connection as its handlers see it. */
export interface RequestContext {
  readonly app: App;
  /** Whom limits for guests count: an IPv4 address, or an IPv6 network. */
  readonly address: string;
  /** Milliseconds since 1970. */
  nowMs(): number;
  /** The signed-in side; undefined before. */
  readonly auth: AuthenticatedSession | undefined;
  /** The versions have been agreed. */
  greet(): void;
  /** `fresh`: its session was made just now, for this connection. Refused when the account has as many connections as it may. */
  signIn(caller: Caller, fresh: boolean): Result<void, Refusal>;
  /** Begins to follow the rooms, once; the same again later. */
  follow(auth: AuthenticatedSession): Following;
  send(frame: ServerFrame): void;
  close(why: CloseName): void;
  /** Goes on with something that answers by itself, while the next frames are dealt with; a throw becomes a refusal. */
  respondLater(re: string, doing: Promise<RequestOutcome>): void;
}

/** How a request ends: a frame, a refusal, or nothing (answered meanwhile, or a frame without answer). */
export type RequestOutcome = Result<ServerFrame, Refusal> | undefined;
