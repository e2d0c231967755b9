import { Worker } from 'node:worker_threads';

/** The thread's program; the published bundle has it as JavaScript beside this one. */
const damageThread = import.meta.url.endsWith('.ts')
  ? new URL('./damage-thread.ts', import.meta.url)
  : new URL('./damage-thread.js', import.meta.url);

/** Looks for damaged pages in a thread while the server serves. Calls `done` with the result; the returned function cancels the check. */
export function checkForDamage(file: string, done: (problems: readonly string[]) => void): () => Promise<unknown> {
  const worker = new Worker(damageThread, { workerData: file });
  worker.unref();
  worker.on('message', done);
  worker.on('error', (error) => done([`the check failed: ${error instanceof Error ? error.message : error}`]));
  return () => worker.terminate();
}
