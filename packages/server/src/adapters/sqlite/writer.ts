import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { limits } from '@securechat/protocol/limits';
import { err, ok, type Result } from '@securechat/protocol/result';
import type { Job, Order, Report, WriterSetting } from './jobs.ts';
import type { Writes } from './writes.ts';

type Waiting = {
  readonly job: Job;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
};

const storageFailed = (why: string): Error =>
  Object.assign(new Error(`the store could not write: ${why}`), { code: 'storage_failed' });

/** The main side of the writer thread: collects jobs while it is busy and hands them all over when it is free. */
export class Writer {
  readonly generation: string;
  readonly #worker: Worker;
  #waiting: Waiting[] = [];
  #running: Waiting[] = [];
  #gone: string | undefined;
  #drained: (() => void) | undefined;
  #commits = 0;

  constructor(worker: Worker, generation: string) {
    this.#worker = worker;
    this.generation = generation;
    worker.on('message', (report: Report) => this.#hear(report));
    worker.on('error', (error) => this.#end(error instanceof Error ? error.message : String(error)));
    worker.on('exit', () => this.#end('the writer has ended'));
  }

  /** How many transactions have been committed. */
  get commits(): number {
    return this.#commits;
  }

  /** Runs one step. Resolves after the commit that holds it; rejects with code `storage_failed` when that failed. */
  write<Name extends keyof Writes>(name: Name, ask: Parameters<Writes[Name]>[0]): Promise<ReturnType<Writes[Name]>> {
    if (this.#gone !== undefined) return Promise.reject(storageFailed(this.#gone));
    return new Promise((resolve, reject) => {
      // The pair of a name and its ask is a Job, and its outcome is what the step of that name returns.
      const job = { name, ask } as Job;
      this.#waiting.push({ job, resolve: resolve as (value: unknown) => void, reject });
      this.#next();
    });
  }

  /** Resolves when nothing waits to be written any more. */
  drain(): Promise<void> {
    return new Promise((resolve) => {
      this.#drained = resolve;
      this.#next();
    });
  }

  /** Finishes what waits, then ends the thread. Later writes are refused. */
  async close(): Promise<void> {
    if (this.#gone !== undefined) return;
    await this.drain();
    this.#gone = 'it is closed';
    const ended = once(this.#worker, 'exit');
    this.#tell({ kind: 'close' });
    await ended;
  }

  #next(): void {
    if (this.#running.length > 0) return;
    if (this.#waiting.length === 0) {
      this.#drained?.();
      return;
    }
    this.#running = this.#waiting;
    this.#waiting = [];
    this.#tell({ kind: 'batch', jobs: this.#running.map(({ job }) => job) });
  }

  #hear(report: Report): void {
    const done = this.#running;
    this.#running = [];
    if (report.kind === 'committed') {
      this.#commits++;
      done.forEach(({ resolve, reject }, i) => {
        const outcome = report.outcomes[i];
        if (outcome && 'value' in outcome) resolve(outcome.value);
        else reject(new Error(`a step of the store threw: ${outcome?.thrown ?? 'no outcome'}`));
      });
    } else if (report.kind === 'failed') {
      // What waited behind it fails as well: it must not be stored before what was to come first, should the disk be well again.
      for (const { reject } of [...done, ...this.#waiting.splice(0)]) reject(storageFailed(report.code));
    }
    this.#next();
  }

  #end(why: string): void {
    this.#gone ??= why;
    const lost = [...this.#running, ...this.#waiting];
    this.#running = [];
    this.#waiting = [];
    for (const { reject } of lost) reject(storageFailed(this.#gone));
    this.#drained?.();
  }

  #tell(order: Order): void {
    this.#worker.postMessage(order);
  }
}

/** The thread's program; in the published bundle it lies beside this one as JavaScript. */
const writerThread = import.meta.url.endsWith('.ts')
  ? new URL('./writer-thread.ts', import.meta.url)
  : new URL('./writer-thread.js', import.meta.url);

/** Starts the writer thread on a database file, made and brought up to date as needed. Refuses with SQLite's code, or `newer`. */
export async function startWriter(file: string, program = writerThread): Promise<Result<Writer, string>> {
  const setting: WriterSetting = { file, roomsPerUser: limits.roomsPerUser };
  const worker = new Worker(program, { workerData: setting });
  const [report] = (await Promise.race([
    once(worker, 'message'),
    once(worker, 'exit').then(() => [{ kind: 'unopened', code: 'unknown' }]),
  ])) as [Report];
  if (report.kind === 'ready') return ok(new Writer(worker, report.generation));
  await worker.terminate();
  return err(report.kind === 'unopened' ? report.code : 'unknown');
}
