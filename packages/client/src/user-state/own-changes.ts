import { limits, type StateEntry, sayError } from '@securechat/protocol';
import type { Requests } from '../requests.ts';

/** Characters of entries in one request: several times this fits a frame. */
const maxCharacters = 20_000;

type Parts = {
  /** Whether the change must wait. */
  readonly isHeld: (entry: StateEntry) => boolean;
  /** The server has stored these, and they stand. */
  readonly saved: (entries: readonly StateEntry[]) => void;
  /** The server has stored these after ours. */
  readonly overtaken: (entries: readonly StateEntry[]) => void;
  /** A change has this number. */
  readonly numbered: (ver: number) => void;
  readonly refused: (reason: string) => void;
};
type Own = {
  readonly entry: StateEntry;
  isSent: boolean;
  later?: { readonly entry: StateEntry; readonly ver: number };
};

const nameOf = ({ kind, key }: StateEntry): string => `${kind} ${key}`;

/** Changes of this device that the server has not confirmed. */
export class OwnChanges {
  readonly #requests: Pick<Requests, 'ask'>;
  readonly #parts: Parts;
  readonly #changes = new Map<string, Own>();
  /** Numbers of own changes above what is known of the server. */
  readonly #vers = new Set<number>();
  /** A new object for each connection. */
  #connection: object | undefined;
  #asking = new Set<Promise<void>>();

  constructor(requests: Pick<Requests, 'ask'>, parts: Parts) {
    this.#requests = requests;
    this.#parts = parts;
  }

  unsent(): readonly StateEntry[] {
    return [...this.#changes.values()].map(({ entry }) => entry);
  }

  /** Adds a change, which replaces an earlier one of the same entry. */
  add(entry: StateEntry): void {
    this.#changes.set(nameOf(entry), { entry, isSent: false });
  }

  drop(entry: StateEntry): void {
    this.#changes.delete(nameOf(entry));
  }

  clear(): void {
    this.#changes.clear();
    this.#vers.clear();
  }

  /** Sends from now on, if anything is synced at all. */
  open(isSynced: boolean): void {
    this.#connection = isSynced ? {} : undefined;
  }

  /** What was sent without an answer is sent again on the next connection, unless the catch-up brings it. */
  lost(): void {
    this.#connection = undefined;
    this.#vers.clear();
    for (const own of this.#changes.values()) {
      own.isSent = false;
      delete own.later;
    }
  }

  /** Another device has changed an entry that this one has changed too. True if ours stands for now: the answer tells which was later. */
  meets(entry: StateEntry, ver: number): boolean {
    const own = this.#changes.get(nameOf(entry));
    if (!own) return false;
    if (own.isSent) own.later = { entry, ver };
    return true;
  }

  /** The number up to which everything is known, with an own change of this number if one is given. */
  contiguous(known: number, ver: number | undefined): number {
    if (ver !== undefined) this.#vers.add(ver);
    let upTo = known;
    while (this.#vers.delete(upTo + 1)) upTo++;
    for (const each of this.#vers) if (each <= upTo) this.#vers.delete(each);
    return upTo;
  }

  /** Sends the changes that wait: all, or all except read marks. */
  send(which: 'all' | 'others'): void {
    const connection = this.#connection;
    if (!connection) return;
    let batch: Own[] = [];
    let size = 0;
    const flush = () => {
      if (batch.length > 0) this.#ask(batch, connection);
      [batch, size] = [[], 0];
    };
    for (const own of this.#changes.values()) {
      const { entry, isSent } = own;
      if (isSent || (which === 'others' && entry.kind === 'read') || this.#parts.isHeld(entry)) continue;
      const length = JSON.stringify(entry).length;
      if (batch.length >= limits.stateSet || (batch.length > 0 && size + length > maxCharacters)) flush();
      batch.push(own);
      size += length;
    }
    flush();
  }

  /** Resolves when no request is unanswered. */
  async idle(): Promise<void> {
    while (this.#asking.size > 0) await Promise.all(this.#asking);
  }

  #ask(batch: readonly Own[], connection: object): void {
    for (const own of batch) own.isSent = true;
    const asking = this.#answered(batch, connection).finally(() => this.#asking.delete(asking));
    this.#asking.add(asking);
  }

  async #answered(batch: readonly Own[], connection: object): Promise<void> {
    const answer = await this.#requests.ask('state.set', { entries: batch.map(({ entry }) => entry) });
    if (this.#connection !== connection) return;
    if (answer.ok) {
      const { ver } = answer.value;
      // Those that were changed again meanwhile have another change in their place.
      const current = batch.filter((own) => this.#changes.get(nameOf(own.entry)) === own);
      for (const { entry } of current) this.drop(entry);
      if (ver !== undefined) this.#parts.numbered(ver);
      const isOvertaken = ({ later }: Own) => later !== undefined && (ver === undefined || later.ver > ver);
      this.#parts.saved(current.filter((own) => !isOvertaken(own)).map(({ entry }) => entry));
      this.#parts.overtaken(current.filter(isOvertaken).flatMap(({ later }) => later?.entry ?? []));
      return;
    }
    if (answer.error.kind !== 'refused') return;
    const { code, detail } = answer.error.refusal;
    // Sent again with the next change or connection, unless the server will never take it.
    for (const own of batch) own.isSent = false;
    if (code === 'slow_down' || code === 'busy' || code === 'storage_failed') return;
    for (const own of batch) if (this.#changes.get(nameOf(own.entry)) === own) this.drop(own.entry);
    this.#parts.saved(batch.map(({ entry }) => entry));
    this.#parts.refused(detail ?? sayError(code));
  }
}
