import type { ChatClient, Clock } from '@securechat/client';

/** How long to wait for an answer, and where to learn that the server asked for a pause. */
export type ReplyTimeout = {
  readonly after: Clock['after'];
  readonly timeoutMs: number;
  /** Calls back with the length of each pause that the server asks for; returns how to stop that. */
  readonly pauses?: (paused: (waitMs: number) => void) => () => void;
  /** Called once, when there was no answer for `timeoutMs` without a pause. */
  readonly over: () => void;
};

/** The pauses that a client's server asks for. */
export const pausesOf =
  (client: Pick<ChatClient, 'listen'>): NonNullable<ReplyTimeout['pauses']> =>
  (paused) =>
    client.listen((notice) => {
      if (notice.kind === 'slowed') paused(notice.waitMs);
    });

/**
 * Patience with a server that does not answer. "Not yet, wait a minute" is an answer: while such a pause lasts no time is counted, however
 * much longer than the patience it is.
 */
export class Patience {
  readonly #job: ReplyTimeout;
  readonly #pauses = new Set<() => void>();
  readonly #deafen: () => void;
  #waiting = false;
  #cancel = () => {};

  constructor(job: ReplyTimeout) {
    this.#job = job;
    this.#deafen = job.pauses?.((waitMs) => this.#pause(waitMs)) ?? (() => {});
  }

  /** Something was answered, or asked: the time begins anew where `waiting`, otherwise none is counted. */
  restart(waiting: boolean): void {
    this.#waiting = waiting;
    this.#cancel();
    this.#cancel = waiting && this.#pauses.size === 0 ? this.#job.after(this.#job.timeoutMs, this.#job.over) : () => {};
  }

  /** Ends it: nothing is called any more. */
  end(): void {
    this.#deafen();
    this.#cancel();
    for (const cancel of this.#pauses) cancel();
    this.#pauses.clear();
  }

  #pause(waitMs: number): void {
    const cancel = this.#job.after(waitMs, () => {
      this.#pauses.delete(cancel);
      this.restart(this.#waiting);
    });
    this.#pauses.add(cancel);
    this.restart(this.#waiting);
  }
}
