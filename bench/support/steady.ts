import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** What the thread is started with. */
export type SteadySetting = {
  readonly url: string;
  readonly tokens: readonly string[];
  readonly room: string;
  readonly perSecond: number;
};
/** What was acknowledged, from the moment each message was due; `sent` may be more when some had no answer at the end. */
export type SteadyReport = { readonly sent: number; readonly ackMs: readonly number[]; readonly tookMs: number };

/** Lets these members say so many messages a second, from a thread of its own, while something goes on. */
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
