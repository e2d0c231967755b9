import { closeCodes, err, ok, type Result } from '@securechat/protocol';
import type { Clock, Dialer, Socket } from '../ports.ts';
import { type ConnectionEnd, endOfSocket, givenUp } from './connection-end.ts';
import { Liveness } from './liveness.ts';

/** The used part of `AbortSignal`, which every platform has but ES2022 does not declare. */
type Signal = {
  readonly aborted: boolean;
  /** Why the connection ended, once it has. */
  readonly reason: ConnectionEnd;
  addEventListener(type: 'abort', run: () => void): void;
};
declare const AbortController: new () => { readonly signal: Signal; abort(reason: ConnectionEnd): void };

type ConnectionParts = { readonly url: string; readonly dialer: Dialer; readonly clock: Clock };
type ConnectionEvents = {
  readonly text: (text: string) => void;
  /** Request a sign of life. */
  readonly probe: () => void;
  /** The connection has ended, and everything that used it has stopped. */
  readonly ended: (connection: Connection, end: ConnectionEnd) => void;
};

/** What the parts of the client need of their connection. */
export type OpenConnection = Pick<Connection, 'signal' | 'expect' | 'end'>;

/** One connection, dialed when it is constructed. It ends once: the first reason counts, for everything that waits on it. */
export class Connection {
  /** Aborted with the reason when the connection ends. */
  readonly signal: Signal;
  /** Resolves when the connection ends, with the reason. */
  readonly ended: Promise<ConnectionEnd>;
  /** Resolves when the socket is open; never if it could not be opened. */
  readonly opened: Promise<void>;
  readonly #controller = new AbortController();
  readonly #clock: Clock;
  readonly #on: ConnectionEvents;
  readonly #socket: Socket | undefined;
  #liveness: Liveness | undefined;

  constructor({ url, dialer, clock }: ConnectionParts, on: ConnectionEvents) {
    this.#clock = clock;
    this.#on = on;
    const { signal } = this.#controller;
    this.signal = signal;
    this.ended = new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve(signal.reason));
    });
    let opened = () => {};
    this.opened = new Promise((resolve) => {
      opened = resolve;
    });
    this.#socket = dialer.dial(url, {
      opened: () => opened(),
      text: (text) => {
        if (signal.aborted) return;
        this.#liveness?.heard();
        on.text(text);
      },
      alive: () => this.#liveness?.heard(),
      closed: (code, reason, failure) => this.end(endOfSocket(code, reason, failure)),
    });
  }

  /** Resolves with the value, or with why the connection ended before it was available. */
  async orEnd<T>(waiting: Promise<T>): Promise<Result<T, ConnectionEnd>> {
    const first = await Promise.race([waiting, this.ended]);
    return this.signal.aborted ? err(this.signal.reason) : ok(first as T);
  }

  /** Sends a frame; ignored once the connection has ended. */
  send(text: string): void {
    if (!this.signal.aborted) this.#socket?.send(text);
  }

  /** From here on silence is detected: the server pings every `heartbeatMs`. */
  watch(heartbeatMs: number): void {
    const dead = () => this.end({ ...givenUp, reason: 'no sign of life' });
    this.#liveness = new Liveness({ clock: this.#clock, heartbeatMs, probe: this.#on.probe, dead });
  }

  /** Something was sent that must be answered: silence is detected soon. */
  expect(): void {
    this.#liveness?.sent();
  }

  /** Probes the other end now. */
  check(): void {
    this.#liveness?.check();
  }

  /** The server broke the protocol. */
  invalid(detail: string): void {
    const { code } = closeCodes.bad_frames;
    this.end({ kind: 'lost', code, reason: '', failure: { kind: 'invalid-frame', detail } }, code);
  }

  /** Ends the connection, and closes its socket with this code. Returns the reason: an earlier one stays. */
  end(end: ConnectionEnd, closeWith: number = closeCodes.normal.code): ConnectionEnd {
    if (this.signal.aborted) return this.signal.reason;
    this.#liveness?.stop();
    this.#liveness = undefined;
    this.#socket?.close(closeWith, '');
    this.#controller.abort(end);
    this.#on.ended(this, end);
    return end;
  }
}
