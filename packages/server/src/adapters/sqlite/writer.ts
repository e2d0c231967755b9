import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Seq } from '@securechat/protocol/ids';
import type { RoomEvent } from '@securechat/protocol/model';
import { err, ok, type Result } from '@securechat/protocol/result';
import { toRoomEvent } from '../../domain/new-event.ts';
import type { Draft, Store } from '../../ports/store.ts';
import type { WriteAnswer, WriteJob, WriteMethods, WriterRequest, WriterResponse, WriterSetting } from './jobs.ts';
import { packDraft } from './packed-draft.ts';

type Waiting = {
  readonly step: WriteJob | Draft;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
};

const storageFailed = (why: string): Error =>
  Object.assign(new Error(`the store could not write: ${why}`), { code: 'storage_failed' });

function toBatch(waiting: readonly Waiting[]): WriterRequest {
  const steps: (WriteJob | number)[] = [];
  const drafts: (string | number)[] = [];
  let appends = 0;
  for (const { step } of waiting) {
    if ('name' in step) {
      if (appends > 0) steps.push(appends);
      appends = 0;
      steps.push(step);
    } else {
      packDraft(drafts, step);
      appends++;
    }
  }
  if (appends > 0) steps.push(appends);
  return { kind: 'batch', steps, drafts };
}

/** The event of a stored draft. */
function toStored({ room, id, author, type, payload, atMs, everybody }: Draft, seq: Seq, n: number): RoomEvent {
  return toRoomEvent({ room, seq, id, author, at: atMs, type, n, payload, everybody });
}

/** `n` is the number among its room's messages of a stored draft. */
function settle({ step, resolve, reject }: Waiting, answer: WriteAnswer | undefined, n: number): void {
  if (typeof answer === 'number' && !('name' in step)) {
    resolve(ok({ event: toStored(step, answer, n), duplicate: false }));
  } else if (typeof answer === 'object' && 'value' in answer) resolve(answer.value);
  else {
    const thrown = typeof answer === 'object' ? answer.thrown : 'no answer';
    reject(new Error(`a step of the store threw: ${thrown}`));
  }
}

/** The main thread's side of the writer: collects steps while it is busy, and sends them as one batch when it is free. */
export class Writer {
  readonly generation: string;
  /** How many messages were deleted again at the start, because a restored backup had brought them back. */
  readonly deletedAgain: number;
  readonly #worker: Worker;
  #waiting: Waiting[] = [];
  #running: Waiting[] = [];
  #begin: NodeJS.Immediate | undefined;
  #gone: string | undefined;
  #drained: (() => void) | undefined;
  #commits = 0;
  readonly #died: (why: string) => void;

  /** `died` is called if the thread ends without being closed: nothing can be written any more. */
  constructor(
    worker: Worker,
    { generation, deletedAgain }: Extract<WriterResponse, { readonly kind: 'ready' }>,
    died: (why: string) => void,
  ) {
    this.#worker = worker;
    this.generation = generation;
    this.deletedAgain = deletedAgain;
    this.#died = died;
    worker.on('message', (report: WriterResponse) => this.#onResponse(report));
    worker.on('error', (error) => this.#end(error instanceof Error ? error.message : String(error)));
    worker.on('exit', () => this.#end('the writer has ended'));
  }

  /** How many transactions have been committed. */
  get commits(): number {
    return this.#commits;
  }

  /** Runs one step. Resolves after the commit that holds it; rejects with code `storage_failed` when that failed. */
  write<Name extends keyof WriteMethods>(
    name: Name,
    ask: Parameters<WriteMethods[Name]>[0],
  ): Promise<ReturnType<WriteMethods[Name]>> {
    // A name and its ask form a WriteJob, and its outcome is what the method of that name returns.
    return this.#enqueue({ name, ask } as WriteJob) as Promise<ReturnType<WriteMethods[Name]>>;
  }

  /** Appends an event: a step like any other, but packed (`packDraft`), because most steps are appends. */
  append(draft: Draft): ReturnType<Store['append']> {
    return this.#enqueue(draft) as ReturnType<Store['append']>;
  }

  /** Resolves when no writes are pending. */
  drain(): Promise<void> {
    return new Promise((resolve) => {
      this.#drained = resolve;
      this.#next();
    });
  }

  /** Completes pending writes, then ends the thread. Later writes are refused. */
  async close(): Promise<void> {
    if (this.#gone !== undefined) return;
    await this.drain();
    this.#gone = 'it is closed';
    const ended = once(this.#worker, 'exit');
    this.#send({ kind: 'close' });
    await ended;
  }

  #enqueue(step: WriteJob | Draft): Promise<unknown> {
    if (this.#gone !== undefined) return Promise.reject(storageFailed(this.#gone));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ step, resolve, reject });
      // Deferred, so that what other sockets receive in the same turn of the event loop goes into the same transaction.
      if (this.#running.length === 0) this.#begin ??= setImmediate(() => this.#next());
    });
  }

  #next(): void {
    clearImmediate(this.#begin);
    this.#begin = undefined;
    if (this.#running.length > 0) return;
    if (this.#waiting.length === 0) {
      this.#drained?.();
      return;
    }
    this.#running = this.#waiting;
    this.#waiting = [];
    this.#send(toBatch(this.#running));
  }

  #onResponse(report: WriterResponse): void {
    const done = this.#running;
    this.#running = [];
    if (report.kind === 'committed') {
      this.#commits++;
      let next = 0;
      done.forEach((waiting, i) => {
        const answer = report.answers[i];
        settle(waiting, answer, typeof answer === 'number' ? (report.numbers[next++] ?? 0) : 0);
      });
    } else if (report.kind === 'failed') {
      // Later steps are refused too: a later message of an author must not be stored before the earlier one is sent again.
      const later = this.#waiting;
      this.#waiting = [];
      for (const { reject } of [...done, ...later]) reject(storageFailed(report.code));
    }
    this.#next();
  }

  #end(why: string): void {
    if (this.#gone === undefined) this.#died(why);
    this.#gone ??= why;
    const lost = [...this.#running, ...this.#waiting];
    this.#running = [];
    this.#waiting = [];
    for (const { reject } of lost) reject(storageFailed(this.#gone));
    this.#drained?.();
  }

  #send(request: WriterRequest): void {
    this.#worker.postMessage(request);
  }
}

/** The thread's program; in the published bundle it is JavaScript, in the same folder. */
const writerThread = import.meta.url.endsWith('.ts')
  ? new URL('./writer-thread.ts', import.meta.url)
  : new URL('./writer-thread.js', import.meta.url);

/** Options of a writer: another program for its thread, and a callback for its unexpected end. */
export type WriterOptions = {
  readonly program?: URL | undefined;
  readonly died?: ((why: string) => void) | undefined;
  /** The file of deletions; without it none is written or applied. */
  readonly ledger?: string | undefined;
};

/** Starts the writer thread on a database file, which is created and migrated as needed. Refuses with SQLite's code, or `newer`. */
export async function startWriter(
  file: string,
  { program = writerThread, died = () => {}, ledger }: WriterOptions = {},
): Promise<Result<Writer, string>> {
  const setting: WriterSetting = { file, ledger };
  const worker = new Worker(program, { workerData: setting });
  const ended = once(worker, 'exit');
  const [report] = (await Promise.race([
    once(worker, 'message'),
    ended.then(() => [{ kind: 'unopened', code: 'unknown' }]),
  ])) as [WriterResponse];
  if (report.kind === 'ready') return ok(new Writer(worker, report, died));
  // It ends by itself. A thread that is terminated inside SQLite's code can abort the process.
  await ended;
  return err(report.kind === 'unopened' ? report.code : 'unknown');
}
