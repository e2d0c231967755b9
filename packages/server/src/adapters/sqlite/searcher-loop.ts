// Runs in the searcher thread: node builtins, relative files and types only.
import { rmSync, truncateSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { SqliteConnection } from './database.ts';
import { stepBack } from './lower-priority.ts';
import { type FoundRows, type Lookup, TextIndex } from './text-index.ts';

/** The thread's workerData: the database, and the file of the index, which is created if it is missing. */
export type SearcherSetting = { readonly file: string; readonly indexFile: string };
/** To the searcher thread. `grown`: there are new messages to index. */
export type Question = ({ readonly kind: 'search' } & Lookup) | { readonly kind: 'grown' } | { readonly kind: 'close' };
/** From it: one outcome for each search, in order. */
export type SearchOutcome = FoundRows | { readonly failed: string };

const isDamage = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && /^SQLITE_(CORRUPT|NOTADB)/.test(String(thrown.code));

function openIndex({ file, indexFile }: SearcherSetting): TextIndex {
  const open: SqliteConnection[] = [];
  const connect = (path: string, use: 'read' | 'derived'): SqliteConnection => {
    const connection = new SqliteConnection(path, use);
    open.push(connection);
    return connection;
  };
  try {
    return new TextIndex(connect(file, 'read'), connect(indexFile, 'derived'));
  } catch (thrown) {
    for (const connection of open) connection.close();
    throw thrown;
  }
}

/** An index that is opened on first use, and rebuilt when it is damaged or of another version. */
class Index {
  readonly #setting: SearcherSetting;
  #open: TextIndex | undefined;

  constructor(setting: SearcherSetting) {
    this.#setting = setting;
  }

  use<T>(step: (index: TextIndex) => T): T {
    try {
      this.#open ??= openIndex(this.#setting);
      return step(this.#open);
    } catch (thrown) {
      if (!isDamage(thrown)) throw thrown;
      this.close();
      // Truncated, not removed, so that it stays readable by its owner only.
      for (const end of ['-wal', '-shm']) rmSync(`${this.#setting.indexFile}${end}`, { force: true });
      truncateSync(this.#setting.indexFile);
      this.#open = openIndex(this.#setting);
      return step(this.#open);
    }
  }

  close(): void {
    this.#open?.close();
    this.#open = undefined;
  }
}

/** Serves requests of the main thread until `close`, and indexes new messages in between. */
export function serveSearcher(): void {
  stepBack();
  const index = new Index(workerData as SearcherSetting);
  let growing = false;
  let closed = false;
  const grow = (): void => {
    growing = false;
    if (closed) return;
    try {
      if (index.use((open) => open.grow())) growSoon();
    } catch {
      // The disk is full: the next search reports it, and the next message tries again.
    }
  };
  const growSoon = (): void => {
    if (!growing) setImmediate(grow);
    growing = true;
  };
  const search = (lookup: Lookup): SearchOutcome => {
    try {
      return index.use((open) => {
        while (open.grow());
        return open.find(lookup);
      });
    } catch (thrown) {
      return { failed: thrown instanceof Error ? thrown.message : String(thrown) };
    }
  };
  parentPort?.on('message', (question: Question) => {
    if (question.kind === 'search') parentPort?.postMessage(search(question));
    else if (question.kind === 'grown') growSoon();
    else {
      closed = true;
      index.close();
      parentPort?.close();
    }
  });
}
