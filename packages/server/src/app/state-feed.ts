import type { UserId } from '@securechat/protocol/ids';
import { pageBytes } from '../domain/page-size.ts';
import type { StateMessage } from '../ports/bus.ts';
import type { Store } from '../ports/store.ts';
import type { StateChanges, StoredStateEntry } from '../ports/user-state-store.ts';

/** Changes of what a user keeps; with them the reader has everything up to `ver`. `reset`: they replace what it had. */
export type StateBatch = Pick<StateChanges, 'ver'> & {
  readonly reset: boolean;
  readonly entries: readonly Omit<StoredStateEntry, 'ver'>[];
};

type Receiver = {
  onState(batch: StateBatch): void;
  ready(): Promise<void>;
  onFailure(thrown: unknown): void;
};
type Parts = {
  readonly user: UserId;
  /** Names the connection: its own changes are not sent to it. */
  readonly origin: string;
  readonly store: Pick<Store, 'stateAfter'>;
  readonly receiver: Receiver;
};

/** The bytes of an entry in a frame, besides its key and value. */
const entryBytes = 48;

/** Parts of the changes that fit in one frame each. Entries of one `ver` may be divided, so only the last part claims its `ver`. */
function pagesOf({ ver, reset, entries }: StateChanges, after: number): StateBatch[] {
  const pages: StateBatch[] = [];
  let page: StoredStateEntry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = entryBytes + entry.key.length + Buffer.byteLength(entry.value ?? '');
    if (page.length > 0 && bytes + size > pageBytes) {
      pages.push({ ver: reset ? 0 : after, reset: reset && pages.length === 0, entries: page });
      [page, bytes] = [[], 0];
    }
    page.push(entry);
    bytes += size;
  }
  return [...pages, { ver, reset: reset && pages.length === 0, entries: page }];
}

/**
 * What one user keeps, on its way to one connection. Each batch continues what was sent: one that the bus has dropped is read from the
 * store, so the bus may drop, repeat, delay and reorder.
 */
export class StateFeed {
  readonly origin: string;
  readonly #parts: Parts;
  /** Everything up to here has been sent, or was changed by this connection. Undefined: nothing is sent. */
  #sentVer: number | undefined;
  /** Everything up to here is known to exist. */
  #head = 0;
  /** Set while changes are read from the store; a new object for each start. */
  #reading: object | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.origin = parts.origin;
  }

  /** Sends the entries above `after`, and each change from now on. Resolves once what there was at the start has been sent. */
  async start(after: number): Promise<void> {
    this.#sentVer = after;
    this.#head = 0;
    await this.#read(true);
  }

  /** Stops sending. */
  stop(): void {
    this.#sentVer = undefined;
    this.#reading = undefined;
  }

  /** A change of the user's entries. */
  onMessage({ ver, entries, origin }: StateMessage): void {
    if (this.#sentVer === undefined || ver <= this.#sentVer) return;
    if (this.#reading || ver > this.#sentVer + 1) {
      this.onVer(ver);
      return;
    }
    this.#sentVer = ver;
    if (origin !== this.origin) this.#parts.receiver.onState({ ver, reset: false, entries });
  }

  /** The store has changes up to `ver`; those that the bus has dropped are read. */
  onVer(ver: number): void {
    if (this.#sentVer === undefined || ver <= this.#sentVer) return;
    this.#head = Math.max(this.#head, ver);
    if (!this.#reading) this.#read(false).catch((thrown: unknown) => this.#parts.receiver.onFailure(thrown));
  }

  async #read(isStart: boolean): Promise<void> {
    const { user, store, receiver } = this.#parts;
    const reading = {};
    this.#reading = reading;
    for (let again = isStart; again || (this.#sentVer ?? 0) < this.#head; again = false) {
      const after = this.#sentVer ?? 0;
      const changes = await store.stateAfter(user, after);
      for (const page of changes.ver === after ? [] : pagesOf(changes, after)) {
        await receiver.ready();
        // It was stopped, or started again, in the meantime.
        if (this.#reading !== reading) return;
        receiver.onState(page);
      }
      if (this.#reading !== reading) return;
      this.#sentVer = changes.ver;
      // A head that the store does not have would be read in an endless loop.
      if (changes.ver < this.#head) this.#head = changes.ver;
    }
    if (this.#reading === reading) this.#reading = undefined;
  }
}
