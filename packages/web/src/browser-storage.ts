/** The storages of the tab and of the device: a browser's, or a test's. */
export type Storages = { readonly tab: Storage | undefined; readonly device: Storage | undefined };

/** The browser's storages; a browser may deny each, and then data lives only as long as the page. */
export function storagesOf(window: Window): Storages {
  return { tab: attempt(() => window.sessionStorage), device: attempt(() => window.localStorage) };
}

/** The result, or undefined if the browser denies access. */
export function attempt<T>(what: () => T): T | undefined {
  try {
    return what();
  } catch {
    return undefined;
  }
}

/**
 * Texts of one kind and one account, by name. New ones are stored with the session's token: in the tab, or with `stay` on the device.
 * Reads both storages, so that a new log-in with the other choice finds what the last one left.
 */
export class BrowserStorage {
  readonly #prefix: string;
  readonly #keep: Storage | undefined;
  readonly #other: Storage | undefined;

  constructor({ tab, device }: Storages, stay: boolean, prefix: string) {
    this.#prefix = prefix;
    [this.#keep, this.#other] = stay ? [device, tab] : [tab, device];
  }

  get(name: string): string | undefined {
    const key = this.#prefix + name;
    return attempt(() => this.#keep?.getItem(key)) ?? attempt(() => this.#other?.getItem(key)) ?? undefined;
  }

  /** Stores a text, replacing the previous one; throws if the browser refuses. */
  set(name: string, text: string): void {
    if (!this.#keep) throw new Error('this browser keeps nothing');
    this.#keep.setItem(this.#prefix + name, text);
    attempt(() => this.#other?.removeItem(this.#prefix + name));
  }

  remove(name: string): void {
    for (const storage of [this.#keep, this.#other]) attempt(() => storage?.removeItem(this.#prefix + name));
  }

  /** All names, unordered. */
  names(): string[] {
    const keys = [this.#keep, this.#other].flatMap((storage) => attempt(() => keysOf(storage)) ?? []);
    const mine = keys.filter((key) => key.startsWith(this.#prefix));
    return [...new Set(mine)].map((key) => key.slice(this.#prefix.length));
  }

  clear(): void {
    for (const name of this.names()) this.remove(name);
  }
}

function keysOf(storage: Storage | undefined): string[] {
  return Array.from({ length: storage?.length ?? 0 }, (_, at) => storage?.key(at) ?? '');
}
