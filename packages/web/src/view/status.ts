import type { Clock } from '@securechat/client';
import { byId } from './elements.ts';

/** What a catch-up brought. `restored`: rooms whose history is another one than before. */
export type Sync = { readonly events: number; readonly gaps: number; readonly restored?: number };

const shownMs = 8000;

/** What a catch-up brought, in words. */
export function saySync({ events, gaps, restored = 0 }: Sync): string {
  const anew =
    restored === 0
      ? ''
      : ` · The server has another history than before, perhaps from a backup: ${restored} ${restored === 1 ? 'room was' : 'rooms were'} read anew.`;
  return `caught up: ${events} · gaps: ${gaps}${anew}`;
}

/** Says after a reconnection what it brought; the first catch-up is the load of the page and is not told. */
export class Status {
  readonly #clock: Clock;
  readonly #line = byId('status', HTMLParagraphElement);
  #last: Sync | undefined;
  #cancel = () => {};

  constructor(clock: Clock, signal: AbortSignal) {
    this.#clock = clock;
    signal.addEventListener('abort', () => this.#say(''));
  }

  /** The last catch-up there was. */
  see(sync: Sync | undefined): void {
    const before = this.#last;
    this.#last = sync;
    if (!sync || !before || sync === before) return;
    this.#say(saySync(sync));
    // Another history is no small thing: it stays until the next catch-up.
    if (!sync.restored) this.#cancel = this.#clock.after(shownMs, () => this.#say(''));
  }

  #say(text: string): void {
    this.#cancel();
    this.#line.textContent = text;
    this.#line.hidden = text === '';
  }
}
