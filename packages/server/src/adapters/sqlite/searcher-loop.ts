// Runs in the searcher thread: node builtins, relative files and types only.
import { rmSync, truncateSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { SqliteConnection } from './database.ts';
import { lowerPriority } from './lower-priority.ts';
import { SqliteSearchIndex } from './search-index.ts';
import { type FoundRows, type Lookup, TextSearch } from './text-search.ts';

/** The thread's workerData: the database, and the file of the index, which is created if it is missing. */
export type SearcherSetting = { readonly file: string; readonly indexFile: string };
/** To the searcher thread. `grown`: there are new messages to index; `deleted`: a room was deleted. */
export type Question =
  | ({ readonly kind: 'search' } & Lookup)
  | { readonly kind: 'grown' }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'close' };
/** From it: one outcome for each search, in order. */
export type SearchOutcome = FoundRows | { readonly failed: string };

const isDamage = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && /^SQLITE_(CORRUPT|NOTADB)/.test(String(thrown.code));

function openSearch({ file, indexFile }: SearcherSetting): TextSearch {
  const open: SqliteConnection[] = [];
  const connect = (path: string, use: 'read' | 'derived'): SqliteConnection => {
    const connection = new SqliteConnection(path, use);
    open.push(connection);
    return connection;
  };
  try {
    return new TextSearch(connect(file, 'read'), new SqliteSearchIndex(connect(indexFile, 'derived')));
  } catch (thrown) {
    for (const connection of open) connection.close();
    throw thrown;
  }
}

/** A search that is opened on first use, and whose index is rebuilt when it is damaged or of another version. */
class Search {
  readonly #setting: SearcherSetting;
  #open: TextSearch | undefined;

  constructor(setting: SearcherSetting) {
    this.#setting = setting;
  }

  async use<T>(step: (search: TextSearch) => Promise<T>): Promise<T> {
    try {
      return await step(await this.#opened());
    } catch (thrown) {
      if (!isDamage(thrown)) throw thrown;
      await this.close();
      // Truncated, not removed, so that it stays readable by its owner only.
      for (const end of ['-wal', '-shm']) rmSync(`${this.#setting.indexFile}${end}`, { force: true });
      truncateSync(this.#setting.indexFile);
      return await step(await this.#opened());
    }
  }

  /** A process may have ended between the deletion of a room and that of its words. */
  async #opened(): Promise<TextSearch> {
    if (this.#open) return this.#open;
    this.#open = openSearch(this.#setting);
    await this.#open.forgetDeletedRooms();
    return this.#open;
  }

  async close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await open?.close();
  }
}

/** How long words that were removed may stay in the index's files, and how often that is at least as long as the last purge took. */
const minRestMs = 1000;
const restFactor = 20;

/** Takes removed words out of the index now and then: `inOrder` runs a step when the index is free. */
class Purger {
  readonly #search: Search;
  readonly #inOrder: (step: () => Promise<void>) => void;
  #restMs = minRestMs;
  #due: NodeJS.Timeout | undefined;

  constructor(search: Search, inOrder: (step: () => Promise<void>) => void) {
    this.#search = search;
    this.#inOrder = inOrder;
  }

  /** Something was indexed. */
  soon(): void {
    this.#due ??= setTimeout(() => this.#inOrder(() => this.#purge()), this.#restMs);
  }

  stop(): void {
    clearTimeout(this.#due);
    this.#due = undefined;
  }

  async #purge(): Promise<void> {
    this.#due = undefined;
    const startedMs = performance.now();
    try {
      if (!(await this.#search.use((open) => open.purge()))) return;
    } catch {
      // The disk is full: what is indexed next tries again.
    }
    this.#restMs = Math.max(minRestMs, (performance.now() - startedMs) * restFactor);
  }
}

/** Serves requests of the main thread until `close`, and indexes new messages in between. */
export function serveSearcher(): void {
  lowerPriority();
  const search = new Search(workerData as SearcherSetting);
  let growing = false;
  let closed = false;
  let last = Promise.resolve();
  /** Answers are sent in the order of the requests, and the index does one thing at a time. */
  const inOrder = (step: () => Promise<void>): void => {
    last = last.then(step);
  };
  const purger = new Purger(search, inOrder);
  const grow = async (): Promise<void> => {
    growing = false;
    if (closed) return;
    try {
      if (await search.use((open) => open.grow())) growSoon();
      purger.soon();
    } catch {
      // The disk is full: the next search reports it, and the next message tries again.
    }
  };
  const forget = async (): Promise<void> => {
    try {
      await search.use((open) => open.forgetDeletedRooms());
    } catch {
      // The disk is full: the next start tries again.
    }
  };
  const growSoon = (): void => {
    if (!growing) setImmediate(() => inOrder(grow));
    growing = true;
  };
  const find = async (lookup: Lookup): Promise<SearchOutcome> => {
    try {
      return await search.use(async (open) => {
        while (await open.grow());
        purger.soon();
        return await open.find(lookup);
      });
    } catch (thrown) {
      return { failed: thrown instanceof Error ? thrown.message : String(thrown) };
    }
  };
  const close = async (): Promise<void> => {
    closed = true;
    purger.stop();
    await search.close();
    parentPort?.close();
  };
  parentPort?.on('message', (question: Question) => {
    if (question.kind === 'search') inOrder(async () => parentPort?.postMessage(await find(question)));
    else if (question.kind === 'grown') growSoon();
    else if (question.kind === 'deleted') inOrder(forget);
    else inOrder(close);
  });
}
