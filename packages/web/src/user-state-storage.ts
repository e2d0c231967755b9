import {
  MemoryUserStateStore,
  type StoredStateEntry,
  type StoredUserState,
  type UserStateStore,
} from '@securechat/client';
import { attempt, type BrowserStorage } from './browser-storage.ts';

/**
 * What the user keeps. The page fetches it at each load, and stores only what is unsent: one entry each, so that two tabs do not overwrite
 * each other's.
 */
export class UserStateStorage implements UserStateStore {
  readonly #storage: BrowserStorage;
  readonly #memory = new MemoryUserStateStore();
  #ended = false;

  constructor(storage: BrowserStorage) {
    this.#storage = storage;
    const entries = storage.names().flatMap((name) => parse(storage.get(name)) ?? []);
    this.#memory.save({ owner: undefined, ver: 0, reset: false, entries });
  }

  load(): StoredUserState {
    return this.#memory.load();
  }

  save(change: StoredUserState & { readonly reset: boolean }): void {
    this.#memory.save(change);
    if (this.#ended) return;
    if (change.reset) this.#storage.clear();
    for (const entry of change.entries) {
      const name = `${entry.kind} ${entry.key}`;
      // A browser that stores nothing keeps it for as long as the page is open.
      if (entry.unsent) attempt(() => this.#storage.set(name, JSON.stringify(entry)));
      else this.#storage.remove(name);
    }
  }

  /** Deletes everything, for good: a client that is still closing stores nothing more. */
  end(): void {
    this.#ended = true;
    this.#storage.clear();
  }
}

/** Other versions of the page and the user can write here: what is no entry is skipped. */
function parse(text: string | undefined): StoredStateEntry | undefined {
  const read = attempt(() => JSON.parse(text ?? '') as Partial<StoredStateEntry> | null);
  if (typeof read?.kind !== 'string' || typeof read.key !== 'string' || !('value' in read)) return undefined;
  return { kind: read.kind, key: read.key, value: read.value, unsent: true };
}
