import {
  type ClientFrameOf,
  changeTypes,
  type ErrorCode,
  encodeFrame,
  err,
  limits,
  ok,
  type Refusal,
  type ReplyType,
  type RequestType,
  type Result,
  replies,
  type ServerFrame,
  type ServerFrameOf,
  sayError,
  utf8Bytes,
} from '@securechat/protocol';
import type { Failure } from './api.ts';
import type { Clock } from './ports.ts';
import { type Fields, wrongReply } from './reply-check.ts';

type Waiting = {
  readonly wanted: string;
  /** What is wrong with a reply of the wanted type, if anything. */
  readonly wrong: (frame: ServerFrame) => string | undefined;
  readonly settle: (result: Result<ServerFrame, Failure>) => void;
  readonly cancel: () => void;
};
/** Requests that need little work on the server: their duration is the round trip. */
const quick: ReadonlySet<string> = new Set<string>(['hello', 'ping', ...changeTypes]);
/**
 * Never repeated here: the user waits for the reply to a log-in and decides; changes have an outbox that keeps their order; the others belong
 * to the connection, which is replaced if they fail.
 */
const askedOnce: ReadonlySet<string> = new Set<string>(['hello', 'resume', 'signup', 'login', 'ping', ...changeTypes]);
const tooLarge: Failure = { kind: 'refused', refusal: { code: 'too_long' } };
const defaultWaitMs = 1000;
/** A lower bound, so that a server that names no real time does not cause a loop. */
const minWaitMs = 250;
/** A longer wait is for the user to decide on. */
const maxWaitMs = limits.requestTimeoutMs;
const maxTotalWaitMs = 60_000;

/** Pending requests: each is answered, refused, timed out, or fails with its connection; exactly one of these. */
export class Requests {
  readonly #clock: Clock;
  readonly #send: (text: string) => void;
  readonly #invalid: (detail: string) => void;
  readonly #tookMs: (ms: number) => void;
  readonly #waiting = new Map<string, Waiting>();
  /** Requests that wait to be repeated. */
  readonly #paused = new Set<(failure: Failure) => void>();
  #made = 0;
  #closed: Failure | undefined;

  /**
   * `invalid` is called if a reply does not match its request: the connection must end. `tookMs` receives the round trip of quick requests.
   */
  constructor(
    clock: Clock,
    on: {
      readonly send: (text: string) => void;
      readonly invalid: (detail: string) => void;
      readonly tookMs: (ms: number) => void;
    },
  ) {
    this.#clock = clock;
    this.#send = on.send;
    this.#invalid = on.invalid;
    this.#tookMs = on.tookMs;
  }

  /** Sends a request; resolves with its reply, in the order of replies. A rate-limited request is repeated after the wait. */
  async ask<T extends RequestType>(
    type: T,
    fields: Fields<T>,
    timeoutMs: number = limits.requestTimeoutMs,
  ): Promise<Result<ServerFrameOf<ReplyType<T>>, Failure>> {
    let waitedMs = 0;
    for (;;) {
      if (this.#closed) return err(this.#closed);
      const answer = await this.#askOnce(type, fields, timeoutMs);
      const waitMs = answer.ok || askedOnce.has(type) ? undefined : waitFor(answer.error);
      if (waitMs === undefined || waitedMs + waitMs > maxTotalWaitMs) return answer;
      waitedMs += waitMs;
      const lost = await this.#pause(waitMs);
      if (lost) return err(lost);
    }
  }

  /** Resolves after the time, or at once with why the connection has ended. */
  #pause(ms: number): Promise<Failure | undefined> {
    return new Promise((resolve) => {
      const end = (failure?: Failure) => {
        cancel();
        this.#paused.delete(end);
        resolve(failure);
      };
      const cancel = this.#clock.after(ms, end);
      this.#paused.add(end);
    });
  }

  #askOnce<T extends RequestType>(
    type: T,
    fields: Fields<T>,
    timeoutMs: number,
  ): Promise<Result<ServerFrameOf<ReplyType<T>>, Failure>> {
    const id = `r${++this.#made}`;
    const text = encodeFrame({ type, id, ...fields } as unknown as ClientFrameOf<T>);
    // The server would close the connection, and every connection after it on which the request is repeated.
    const mayBeTooLarge = 3 * text.length > limits.frameBytes;
    if (mayBeTooLarge && utf8Bytes(text) > limits.frameBytes) return Promise.resolve(err(tooLarge));
    return new Promise((resolve) => {
      const cancel = this.#clock.after(timeoutMs, () => {
        this.#waiting.delete(id);
        resolve(err({ kind: 'timed-out' }));
      });
      const sentMs = this.#clock.monotonicMs();
      const settle = (result: Result<ServerFrame, Failure>) => {
        if (result.ok && quick.has(type)) this.#tookMs(Math.max(0, this.#clock.monotonicMs() - sentMs));
        resolve(result as never);
      };
      const wrong = (frame: ServerFrame) => wrongReply(type, fields, frame as ServerFrameOf<ReplyType<T>>);
      this.#waiting.set(id, { wanted: replies[type], wrong, settle, cancel });
      this.#send(text);
    });
  }

  /** Handles a frame that replies to a request; false if it does not. */
  settle(frame: ServerFrame): boolean {
    const re = 're' in frame ? frame.re : undefined;
    const waiting = re === undefined ? undefined : this.#waiting.get(re);
    if (re === undefined || !waiting) return false;
    const wrong =
      frame.type === waiting.wanted ? waiting.wrong(frame) : `a reply of this type to a request for ${waiting.wanted}`;
    if (frame.type !== 'error' && wrong !== undefined) {
      // The request fails with its connection.
      this.#invalid(`${frame.type}: ${wrong}`);
      return true;
    }
    this.#waiting.delete(re);
    waiting.cancel();
    waiting.settle(frame.type === 'error' ? err({ kind: 'refused', refusal: refusalOf(frame) }) : ok(frame));
    return true;
  }

  /** Whether a request with this id is pending. */
  waitsFor(re: string | undefined): boolean {
    return re !== undefined && this.#waiting.has(re);
  }

  /** The connection is lost: all pending requests fail. */
  failAll(failure: Failure): void {
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { settle, cancel } of all) {
      cancel();
      settle(err(failure));
    }
    for (const end of [...this.#paused]) end(failure);
  }

  /** The client is closed: all pending requests and all later ones fail. */
  close(failure: Failure): void {
    this.#closed = failure;
    this.failAll(failure);
  }
}

/** How long to wait before a refused request is repeated; `undefined` if that would not help soon. */
function waitFor(failure: Failure): number | undefined {
  if (failure.kind !== 'refused') return undefined;
  const { code, retryAfterMs = defaultWaitMs } = failure.refusal;
  if ((code !== 'slow_down' && code !== 'busy') || retryAfterMs > maxWaitMs) return undefined;
  return Math.max(minWaitMs, retryAfterMs);
}

/** The refusal in an `error` frame. Its code may be from a newer server. */
function refusalOf(frame: ServerFrameOf<'error'>): Refusal {
  const { code, message, retryAfterMs, versions } = frame;
  return {
    code: code as ErrorCode,
    // The general sentence of a code is known here; only a more specific one is kept.
    ...(message === sayError(code) ? {} : { detail: message }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(versions && { versions }),
  };
}
