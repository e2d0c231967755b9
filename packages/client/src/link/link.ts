import { closeCodes } from '@securechat/protocol';
import type { LinkView } from '../chat/model.ts';
import type { Clock, Dialer, DialFailure, Socket } from '../ports.ts';
import { type LinkInput, type LinkState, step, viewOf } from './link-state.ts';
import { Liveness } from './liveness.ts';
import { SleepWatch } from './sleep-watch.ts';

/** What a link tells. */
export type LinkEvents = {
  /** A connection stands: greet. */
  readonly opened: () => void;
  readonly text: (text: string) => void;
  /** The connection is gone. Comes before the change of view it causes. */
  readonly lost: (code: number, reason: string, failure?: DialFailure) => void;
  readonly view: (view: LinkView, failure?: DialFailure) => void;
  /** Ask for a sign of life. */
  readonly probe: () => void;
};

const maxAwayMs = 5 * 60_000;

/** The client's side of staying connected: runs what `step` asks for. */
export class Link {
  readonly #parts: { url: string; dialer: Dialer; clock: Clock; reconnect: boolean };
  readonly #on: LinkEvents;
  readonly #sleep: SleepWatch;
  #state: LinkState = { status: 'offline' };
  #socket: Socket | undefined;
  #liveness: Liveness | undefined;
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

  /** Greeted: from here on silence is noticed. */
  greeted(heartbeatMs: number): void {
    this.#liveness?.stop();
    const dead = () => this.#gone(closeCodes.lost.code, 'no sign of life');
    this.#liveness = new Liveness({ clock: this.#parts.clock, heartbeatMs, probe: this.#on.probe, dead });
  }

  ready(): void {
    this.#step({ kind: 'ready' });
  }

  send(text: string): void {
    this.#socket?.send(text);
  }

  /** Something was sent that must be answered: silence is noticed soon. */
  expect(): void {
    this.#liveness?.sent();
  }

  /** Gives this connection up and comes back. */
  drop(): void {
    this.#gone(closeCodes.lost.code, 'given up');
  }

  /** The server broke the protocol: closes the connection for good. */
  invalid(detail: string): void {
    const { code } = closeCodes.bad_frames;
    this.#gone(code, '', { kind: 'invalid-frame', detail }, code);
  }

  /** The server asked not to come back for so long; nobody is kept away longer than five minutes by a word. */
  notFor(ms: number): void {
    this.#notBeforeMs = this.#parts.clock.monotonicMs() + Math.min(ms, maxAwayMs);
  }

  refuse(message: string): void {
    this.#step({ kind: 'refuse', message });
  }

  close(): void {
    this.#step({ kind: 'close' });
  }

  /** The machine may have slept: look whether the link still stands, or try at once. */
  wake(): void {
    if (this.#state.status === 'waiting') this.#step({ kind: 'retry' });
    else this.#liveness?.check();
  }

  #step(input: LinkInput, failure?: DialFailure): void {
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
      else if (effect.do === 'drop') this.#forget();
      else this.#wait(effect.untilMs);
    }
    if (state !== before) this.#on.view(viewOf(state, clock.nowMs() - clock.monotonicMs()), failure);
  }

  #wait(untilMs: number): void {
    const { clock } = this.#parts;
    this.#cancelWait = clock.after(Math.max(0, untilMs - clock.monotonicMs()), () => this.#step({ kind: 'retry' }));
  }

  #dial(): void {
    this.#notBeforeMs = 0;
    let socket: Socket | undefined;
    const mine = () => socket === this.#socket && socket !== undefined;
    socket = this.#parts.dialer.dial(this.#parts.url, {
      opened: () => mine() && this.#on.opened(),
      text: (text) => {
        if (!mine()) return;
        this.#liveness?.heard();
        this.#on.text(text);
      },
      alive: () => mine() && this.#liveness?.heard(),
      closed: (code, reason, failure) => mine() && this.#gone(code, reason, failure),
    });
    this.#socket = socket;
  }

  /** The socket is gone, or is given up without waiting for its end. */
  #gone(code: number, reason: string, failure?: DialFailure, closeWith?: number): void {
    if (!this.#forget(closeWith)) return;
    this.#on.lost(code, reason, failure);
    this.#step(failure ? { kind: 'closed', code, failure } : { kind: 'closed', code }, failure);
  }

  #forget(closeWith: number = closeCodes.normal.code): boolean {
    const socket = this.#socket;
    this.#socket = undefined;
    this.#liveness?.stop();
    this.#liveness = undefined;
    socket?.close(closeWith, '');
    return socket !== undefined;
  }
}
