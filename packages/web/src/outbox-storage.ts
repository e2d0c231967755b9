import type { OutboxStore, StoredMessage } from '@securechat/client';
import { type EventId, isRoomId } from '@securechat/protocol';
import type { BrowserStorage } from './browser-storage.ts';

/** `n` keeps the order: storages have none. */
type NumberedMessage = { readonly n: number; readonly message: StoredMessage };

/**
 * What an account has said and has no answer yet, one entry a message, so that two tabs of one account do not write over each
 * other's. Both may send the same message: it has one id, and the server answers it once and for all. A tab drops only what
 * was answered, or what its user discarded there.
 */
export class OutboxStorage implements OutboxStore {
  readonly #shelf: BrowserStorage;
  #ended = false;

  constructor(shelf: BrowserStorage) {
    this.#shelf = shelf;
  }

  load(): readonly StoredMessage[] {
    const all = this.#shelf.names().flatMap((name) => this.#read(name) ?? []);
    return all.sort((a, b) => a.n - b.n || a.message.atMs - b.message.atMs).map(({ message }) => message);
  }

  put(message: StoredMessage): void {
    if (this.#ended) return;
    const n = this.#read(message.id)?.n ?? this.#next();
    this.#shelf.set(message.id, JSON.stringify({ n, message }));
  }

  drop(id: EventId): void {
    this.#shelf.remove(id);
  }

  /** Forgets everything, for good: a client that is still ending keeps nothing more. */
  end(): void {
    this.#ended = true;
    this.#shelf.clear();
  }

  #next(): number {
    return 1 + Math.max(0, ...this.#shelf.names().map((name) => this.#read(name)?.n ?? 0));
  }

  #read(name: string): NumberedMessage | undefined {
    const text = this.#shelf.get(name);
    return text === undefined ? undefined : parse(text);
  }
}

const idShape = /^[A-Za-z0-9_.:-]{1,64}$/;

/** A storage is open to other versions of the page and to its user, so that this is a door: what is no message is passed over. */
function parse(text: string): NumberedMessage | undefined {
  const { n, message } = fields(json(text));
  const { id, room, text: said, atMs, refused } = fields(message);
  if (typeof n !== 'number' || typeof atMs !== 'number' || typeof said !== 'string') return undefined;
  if (typeof id !== 'string' || !idShape.test(id) || typeof room !== 'string' || !isRoomId(room)) return undefined;
  const kept = { id: id as EventId, room, text: said, atMs };
  return { n, message: typeof refused === 'string' ? { ...kept, refused } : kept };
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
