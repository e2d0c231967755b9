import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Found, SearchAsk } from '../../ports/store.ts';
import { queryOf } from '../search-words.ts';
import { toEvent } from './rows.ts';
import type { Question, SearcherSetting, SearchOutcome } from './searcher-loop.ts';

type Waiting = {
  readonly resolve: (found: Found) => void;
  readonly reject: (error: Error) => void;
};

/** The thread's program; the published bundle has it as JavaScript beside this one. */
const searcherThread = import.meta.url.endsWith('.ts')
  ? new URL('./searcher-thread.ts', import.meta.url)
  : new URL('./searcher-thread.js', import.meta.url);

/**
 * How long new messages wait to be indexed, so that many are indexed at once. A search does not wait for this: it indexes the rest first.
 */
const gatherMs = 250;

/**
 * The main thread's side of the searcher thread, where searches run and the index grows without blocking the event loop or the writer. The
 * thread is started when there is work for it, and restarted when it crashes.
 */
export class Searcher {
  readonly #setting: SearcherSetting;
  #worker: Worker | undefined;
  #waiting: Waiting[] = [];
  #gathering: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(setting: SearcherSetting) {
    this.#setting = setting;
  }

  /** Something may have been stored. */
  grown(): void {
    if (this.#closed) return;
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined;
      this.#tell({ kind: 'grown' });
    }, gatherMs).unref();
  }

  /** A room was deleted. */
  deleted(): void {
    if (!this.#closed) this.#tell({ kind: 'deleted' });
  }

  /** Like the store's method of this name: searches everything that was stored before the call. */
  search({ words: query, ...where }: SearchAsk): Promise<Found> {
    if (this.#closed) return Promise.reject(new Error('the store is closed'));
    const { words, runs } = queryOf(query);
    if (words.length === 0) return Promise.resolve({ events: [], next: undefined });
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#tell({ kind: 'search', ...where, words, runs });
    });
  }

  /** Answers pending searches, then ends the thread. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#gathering);
    if (!this.#worker) return;
    const ended = once(this.#worker, 'exit');
    this.#tell({ kind: 'close' });
    await ended;
  }

  #tell(question: Question): void {
    this.#worker ??= this.#start();
    this.#worker.postMessage(question);
  }

  #start(): Worker {
    const worker = new Worker(searcherThread, { workerData: this.#setting });
    worker.on('message', (finding: SearchOutcome) => {
      const waiting = this.#waiting.shift();
      if ('rows' in finding) waiting?.resolve({ events: finding.rows.map(toEvent), next: finding.next });
      else waiting?.reject(new Error(`the search failed: ${finding.failed}`));
    });
    worker.on('error', (error) => this.#lose(error instanceof Error ? error.message : String(error)));
    worker.on('exit', () => this.#lose('the searcher has ended'));
    return worker;
  }

  #lose(why: string): void {
    this.#worker = undefined;
    const lost = this.#waiting;
    this.#waiting = [];
    for (const { reject } of lost) reject(new Error(`the search failed: ${why}`));
  }
}
