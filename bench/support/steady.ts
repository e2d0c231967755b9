import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** The thread's workerData. */
export type SteadySetting = {
  readonly url: string;
  readonly tokens: readonly string[];
  readonly room: string;
  readonly perSecond: number;
};
/** The latencies of acknowledgements, from the time each message was due; `sent` may be higher if some were unacknowledged at the end. */
export type SteadyReport = { readonly sent: number; readonly ackMs: readonly number[]; readonly tookMs: number };

/** Lets these members send at a steady rate, from a thread of its own, while `work` runs. */
export async function whileSending<T>(
  setting: SteadySetting,
  what: () => Promise<T>,
): Promise<SteadyReport & { value: T }> {
  const worker = new Worker(new URL('./steady-thread.ts', import.meta.url), {
    workerData: setting,
    execArgv: ['--conditions=source'],
  });
  try {
    await once(worker, 'message');
    const value = await what();
    worker.postMessage('stop');
    const [report] = (await once(worker, 'message')) as [SteadyReport];
    return { ...report, value };
  } finally {
    await worker.terminate();
  }
}
