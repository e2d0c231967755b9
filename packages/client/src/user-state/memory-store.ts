import type { StoredStateEntry, StoredUserState, UserStateStore } from '../ports.ts';

/** A store of what the user keeps in memory, for a device that stores nothing. It outlives a client, but not the program. */
export class MemoryUserStateStore implements UserStateStore {
  readonly #entries = new Map<string, StoredStateEntry>();
  #owner: string | undefined;
  #ver = 0;

  load(): StoredUserState {
    return { owner: this.#owner, ver: this.#ver, entries: [...this.#entries.values()] };
  }

  save({ owner, ver, reset, entries }: StoredUserState & { readonly reset: boolean }): void {
    if (reset) this.#entries.clear();
    for (const entry of entries) {
      const name = `${entry.kind} ${entry.key}`;
      if (entry.value === null && !entry.unsent) this.#entries.delete(name);
      else this.#entries.set(name, entry);
    }
    this.#owner = owner;
    this.#ver = ver;
  }
}
