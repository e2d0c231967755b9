import type { ChatClient, Clock } from '@securechat/client';

/** How long to wait for a reply, and the pauses that do not count. */
export type ReplyTimeout = {
  readonly after: Clock['after'];
  readonly timeoutMs: number;
  /** Reports the length of each pause that the server requests; returns how to unsubscribe. */
  readonly pauses?: (paused: (waitMs: number) => void) => () => void;
  /** Called once, when no reply came for `timeoutMs`, not counting pauses. */
  readonly over: () => void;
};

/** The pauses that a client's server requests (`slow_down`). */
export const pausesOf =
  (client: Pick<ChatClient, 'listen'>): NonNullable<ReplyTimeout['pauses']> =>
  (paused) =>
    client.listen((notice) => {
      if (notice.kind === 'slowed') paused(notice.waitMs);
    });

/** A reply timeout that does not run during a pause which the server requested, however long the pause is. */
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

  /** Restarts the timeout if replies are outstanding (`waiting`), otherwise stops it. */
  restart(waiting: boolean): void {
    this.#waiting = waiting;
    this.#cancel();
    this.#cancel = waiting && this.#pauses.size === 0 ? this.#job.after(this.#job.timeoutMs, this.#job.over) : () => {};
  }

  /** Stops the timeout; no callback is called afterwards. */
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
