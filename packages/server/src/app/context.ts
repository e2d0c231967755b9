import type { Refusal } from '@securechat/protocol/errors';
import type { SessionId, UserId } from '@securechat/protocol/ids';
import type { SignupPolicy } from '@securechat/protocol/people';
import type { Result } from '@securechat/protocol/result';
import type { Lifetimes } from '../domain/account.ts';
import type { Bus } from '../ports/bus.ts';
import type { Clock } from '../ports/clock.ts';
import type { Hasher } from '../ports/hasher.ts';
import type { Ids } from '../ports/ids.ts';
import type { Limiter } from '../ports/limiter.ts';
import type { Log } from '../ports/log.ts';
import type { PresenceStore } from '../ports/presence-store.ts';
import type { Store } from '../ports/store.ts';
import type { KnownAddresses } from './known-addresses.ts';
import type { LimitLog } from './limit-log.ts';
import type { SteadyTime } from './steady-time.ts';

/** The operator's settings, as far as the use cases need them. */
type Settings = {
  readonly signup: SignupPolicy;
  /** Shortest password, in characters. */
  readonly passwordMin: number;
  readonly lifetimes: Lifetimes;
  /** How long a user may be away before it is announced as offline. */
  readonly presenceGraceMs: number;
  /** How long after it was sent a message can be edited. */
  readonly editWindowMs: number;
};

/** What the use cases depend on. */
export type Context = {
  readonly store: Store;
  readonly bus: Bus;
  readonly presence: PresenceStore;
  readonly hasher: Hasher;
  readonly limiter: Limiter;
  readonly clock: Clock;
  /** The time by which sessions and invites expire; everything else that is stored has the time of `clock`. */
  readonly time: SteadyTime;
  readonly limitLog: LimitLog;
  readonly knownAddresses: KnownAddresses;
  readonly ids: Ids;
  readonly log: Log;
  readonly isCommonPassword: (password: string) => boolean;
  readonly settings: Settings;
};

/** The user of a request, and its session. */
export type Caller = { readonly user: UserId; readonly session: SessionId };

/** The outcome of a use case. */
export type AsyncResult<T> = Promise<Result<T, Refusal>>;
