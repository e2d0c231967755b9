import type { ChatState, Clock } from '@securechat/client';
import { linkText, syncText } from '@securechat/client/present';
import { byId } from './elements.ts';

type Sync = NonNullable<ChatState['lastSync']>;

const shownMs = 8000;

/** The result of a catch-up after a reconnection, with the reason if rooms were reloaded. */
export function sayCaughtUp(sync: Omit<Sync, 'atMs'>): string {
  const why = sync.restored > 0 ? ". The server's history has changed, perhaps because a backup was restored." : '';
  return `${['Reconnected', syncText(sync)].filter(Boolean).join(' · ')}${why}`;
}

/** Shows the result of a catch-up after a reconnection; the first one is the load of the page and is not reported. */
export class Status {
  readonly #clock: Clock;
  readonly #line = byId('status', HTMLParagraphElement);
  #last: Sync | undefined;
  #cancel = () => {};

  constructor(clock: Clock, signal: AbortSignal) {
    this.#clock = clock;
    signal.addEventListener('abort', () => this.#say(''));
  }

  /** The latest catch-up. */
  see(sync: Sync | undefined): void {
    const before = this.#last;
    this.#last = sync;
    if (!sync || !before || sync === before) return;
    this.#say(sayCaughtUp(sync));
    // A changed history is important: its notice stays until the next catch-up.
    if (!sync.restored) this.#cancel = this.#clock.after(shownMs, () => this.#say(''));
  }

  #say(text: string): void {
    this.#cancel();
    this.#line.textContent = text;
    this.#line.hidden = text === '';
  }
}

/** Shows the state of the connection. */
export function showLink(link: ChatState['link'], nowMs: number): void {
  const element = byId('link-state', HTMLParagraphElement);
  element.dataset.at = link.status;
  const message = linkText(link, nowMs);
  if (element.textContent !== message) element.textContent = message;
}
