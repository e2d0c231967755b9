import { Worker } from 'node:worker_threads';

/** The thread's program; in the published bundle it is beside this one as JavaScript. */
const damageThread = import.meta.url.endsWith('.ts')
  ? new URL('./damage-thread.ts', import.meta.url)
  : new URL('./damage-thread.js', import.meta.url);

/** Looks for damaged pages in a thread, while the server serves. `done` gets what was found; the returned function gives up. */
export function checkForDamage(file: string, done: (problems: readonly string[]) => void): () => Promise<unknown> {
  const worker = new Worker(damageThread, { workerData: file });
  worker.unref();
  worker.on('message', done);
  worker.on('error', (error) => done([`the check failed: ${error instanceof Error ? error.message : error}`]));
  return () => worker.terminate();
}
