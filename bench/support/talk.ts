import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatClient } from '@securechat/client';
import { general, textOf } from '../../e2e/support/member.ts';

/** Two users: `dan` sends to `cyd`. */
export type Talkers = { readonly dan: ChatClient; readonly cyd: ChatClient };

/** Sends 50 messages a second from one to the other while `work` runs; returns their latencies. */
export async function talkDuring<T>(
  { dan, cyd }: Talkers,
  what: Promise<T>,
): Promise<{ readonly value: T; readonly tookMs: readonly number[] }> {
  const tookMs: number[] = [];
  const saidMs = new Map<string, number>();
  const stop = cyd.listen((notice) => {
    const at = notice.kind === 'event' ? saidMs.get(textOf(notice.event) ?? '') : undefined;
    if (at !== undefined) tookMs.push(performance.now() - at);
  });
  let going = true;
  const ended = what.finally(() => {
    going = false;
  });
  for (let i = 0; going; i++) {
    const text = `talk ${performance.now()} ${i}`;
    saidMs.set(text, performance.now());
    void dan.say(general, text);
    await sleep(20);
  }
  const value = await ended;
  await sleep(200);
  stop();
  return { value, tookMs };
}
