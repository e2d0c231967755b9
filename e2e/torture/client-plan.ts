import type { Deed, Learned } from './deeds.ts';
import type { Mark } from './history.ts';

/** The configuration of a client process, as JSON in its only argument. */
export type ClientPlan = {
  readonly client: string;
  readonly user: string;
  readonly password: string;
  /**
   * `core` keeps everything in memory and is never killed. `chat` stores it as the terminal chat does, and `disk` in a store of its
   * own that also has the order of arrival; both are killed.
   */
  readonly kind: 'core' | 'chat' | 'disk';
  readonly url: string;
  readonly pin: string;
  /** A folder of its own, for its history file and its store. */
  readonly history: string;
  readonly home: string;
  readonly seed: number;
  readonly perSecond: number;
  readonly mutation: 'none' | 'cursor-saved-before-apply' | 'outbox-not-on-disk';
};

/** Orders to a client process, one per line. */
export type ClientOrder =
  | { readonly do: 'act'; readonly deed: Deed }
  /** Sets the offset of its clock. */
  | { readonly do: 'clock'; readonly offsetMs: number }
  | { readonly do: 'mark'; readonly name: 'backup' | 'restore' }
  /** Continues to send. */
  | { readonly do: 'talk' }
  /** Stops sending; answers `drained` once every message has an answer. */
  | { readonly do: 'drain' }
  /**
   * Answers `finished` once it has everything up to these heads and in its direct rooms with these users, and shows these read marks, or the
   * time is over; then it ends.
   */
  | {
      readonly do: 'finish';
      readonly heads: Readonly<Record<string, number>>;
      readonly users: readonly string[];
      readonly marks: Readonly<Record<string, Mark>>;
      readonly withinMs: number;
    };

/** Reports of a client process, one per line. */
export type ClientReport =
  | { readonly is: 'ready' }
  | { readonly is: 'status'; readonly said: number; readonly acked: number; readonly pending: number }
  | { readonly is: 'marked' }
  | { readonly is: 'learned'; readonly what: Learned }
  /** With the read marks that the server has told or confirmed. */
  | { readonly is: 'drained'; readonly marks: Readonly<Record<string, Mark>> }
  | { readonly is: 'finished'; readonly behind: readonly string[] }
  /** It cannot continue. */
  | { readonly is: 'failed'; readonly message: string };
