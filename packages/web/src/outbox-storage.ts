import type { OutboxStore, StoredChange } from '@securechat/client';
import { type EventId, isRoomId, readChange } from '@securechat/protocol';
import type { BrowserStorage } from './browser-storage.ts';

/** `n` is the order, which storages do not preserve. */
type NumberedChange = { readonly n: number; readonly stored: StoredChange };

/**
 * An account's unconfirmed changes, one entry each, so that two tabs of one account do not overwrite each other's. Both may send the same
 * change, which the server stores once under its id. A tab deletes only what was confirmed or discarded there.
 */
export class OutboxStorage implements OutboxStore {
  readonly #storage: BrowserStorage;
  #ended = false;

  constructor(storage: BrowserStorage) {
    this.#storage = storage;
  }

  load(): readonly StoredChange[] {
    const all = this.#storage.names().flatMap((name) => this.#read(name) ?? []);
    return all.sort((a, b) => a.n - b.n || a.stored.atMs - b.stored.atMs).map(({ stored }) => stored);
  }

  put(stored: StoredChange): void {
    if (this.#ended) return;
    const n = this.#read(stored.id)?.n ?? this.#next();
    this.#storage.set(stored.id, JSON.stringify({ n, stored }));
  }

  drop(id: EventId): void {
    this.#storage.remove(id);
  }

  /** Deletes everything, for good: a client that is still closing stores nothing more. */
  end(): void {
    this.#ended = true;
    this.#storage.clear();
  }

  #next(): number {
    return 1 + Math.max(0, ...this.#storage.names().map((name) => this.#read(name)?.n ?? 0));
  }

  #read(name: string): NumberedChange | undefined {
    const text = this.#storage.get(name);
    return text === undefined ? undefined : parse(text);
  }
}

const idShape = /^[A-Za-z0-9_.:-]{1,64}$/;

/** Validates, since other versions of the page and the user can write here: unknown changes are skipped. */
function parse(text: string): NumberedChange | undefined {
  const { n, stored, message } = fields(json(text));
  const { id, room, change: written, text: said, atMs, refused } = fields(stored ?? message);
  // Earlier versions stored messages only, as their text.
  const change = readChange(message ? { type: 'message.send', body: { kind: 'text', text: said } } : written);
  if (typeof n !== 'number' || typeof atMs !== 'number' || change === undefined) return undefined;
  if (typeof id !== 'string' || !idShape.test(id) || typeof room !== 'string' || !isRoomId(room)) return undefined;
  const read = { id: id as EventId, room, change, atMs };
  return { n, stored: typeof refused === 'string' ? { ...read, refused } : read };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
