import { closeCodes } from '@securechat/protocol';
import type { LinkView } from '../chat/model.ts';
import type { Clock, Dialer, DialFailure } from '../ports.ts';
import { Connection } from './connection.ts';
import type { ConnectionEnd } from './connection-end.ts';
import { type LinkInput, type LinkState, step, viewOf } from './link-state.ts';
import { SleepWatch } from './sleep-watch.ts';

/** Callbacks of a link. */
export type LinkEvents = {
  /** A new connection was dialed: greet on it. */
  readonly dialed: (connection: Connection) => void;
  /** It has ended. Called before the view changes. */
  readonly ended: (end: ConnectionEnd) => void;
  readonly text: (text: string) => void;
  readonly view: (view: LinkView, failure?: DialFailure) => void;
  /** Request a sign of life. */
  readonly probe: () => void;
};

const maxAwayMs = 5 * 60_000;
/** The end of a connection that the user closed. */
const closed: ConnectionEnd = { kind: 'lost', code: closeCodes.normal.code, reason: 'closed' };

/** The client's side of staying connected: makes one connection after the other, by the effects of `step`. */
export class Link {
  readonly #parts: { url: string; dialer: Dialer; clock: Clock; reconnect: boolean };
  readonly #on: LinkEvents;
  readonly #sleep: SleepWatch;
  #state: LinkState = { status: 'offline' };
  #connection: Connection | undefined;
  #cancelWait = () => {};
  #notBeforeMs = 0;

  constructor(parts: { url: string; dialer: Dialer; clock: Clock; reconnect: boolean }, on: LinkEvents) {
    this.#parts = parts;
    this.#on = on;
    this.#sleep = new SleepWatch(parts.clock, () => this.wake());
  }

  get at(): LinkState['status'] {
    return this.#state.status;
  }

  connect(): void {
    this.#step({ kind: 'connect' });
  }

  /** Greeted, and logged in if there is a session. */
  ready(): void {
    this.#step({ kind: 'ready' });
  }

  send(text: string): void {
    this.#connection?.send(text);
  }

  /** The server broke the protocol: closes the connection for good. */
  invalid(detail: string): void {
    this.#connection?.invalid(detail);
  }

  /** The server asked not to reconnect for this long; at most five minutes are honoured. */
  notFor(ms: number): void {
    this.#notBeforeMs = this.#parts.clock.monotonicMs() + Math.min(ms, maxAwayMs);
  }

  close(): void {
    this.#step({ kind: 'close' });
  }

  /** The machine may have slept: probe the link, or reconnect at once. */
  wake(): void {
    if (this.#state.status === 'waiting') this.#step({ kind: 'retry' });
    else this.#connection?.check();
  }

  #step(input: LinkInput): void {
    const { clock, reconnect } = this.#parts;
    const before = this.#state;
    const { state, effects } = step(before, input, {
      nowMs: clock.monotonicMs(),
      random: clock.random(),
      reconnect,
      notBeforeMs: this.#notBeforeMs,
    });
    this.#state = state;
    this.#cancelWait();
    if (state.status === 'offline' || state.status === 'refused') this.#sleep.stop();
    else this.#sleep.start();
    for (const effect of effects) {
      if (effect.do === 'dial') this.#dial();
      else if (effect.do === 'drop') this.#drop();
      else this.#wait(effect.untilMs);
    }
    if (state !== before) this.#on.view(viewOf(state, clock.nowMs() - clock.monotonicMs()), failureOf(input));
  }

  #wait(untilMs: number): void {
    const { clock } = this.#parts;
    this.#cancelWait = clock.after(Math.max(0, untilMs - clock.monotonicMs()), () => this.#step({ kind: 'retry' }));
  }

  #dial(): void {
    this.#notBeforeMs = 0;
    const { text, probe, dialed } = this.#on;
    const connection = new Connection(this.#parts, { text, probe, ended: (ended, end) => this.#ended(ended, end) });
    this.#connection = connection;
    dialed(connection);
  }

  #ended(connection: Connection, end: ConnectionEnd): void {
    // A connection closed by the user is not replaced.
    if (connection !== this.#connection) return;
    this.#connection = undefined;
    this.#on.ended(end);
    this.#step({ kind: 'ended', end });
  }

  #drop(): void {
    const connection = this.#connection;
    this.#connection = undefined;
    connection?.end(closed);
  }
}

function failureOf(input: LinkInput): DialFailure | undefined {
  return input.kind === 'ended' && input.end.kind === 'lost' ? input.end.failure : undefined;
}
