// Sends messages at a steady rate, in turn from several members, and records the latency of each acknowledgement. See steady.ts.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { orderedId } from '../../packages/client/src/adapters/ordered-id.ts';
import { RawClient } from '../../packages/server/src/testing/raw-client.ts';
import { textOf } from './archive.ts';
import type { SteadySetting } from './steady.ts';

const { url, tokens, room, perSecond }: SteadySetting = workerData;
const due = new Map<string, number>();
const ackMs: number[] = [];
const clients = await Promise.all(
  tokens.map(async (token) => {
    const client = await RawClient.greeted(url);
    const signed = await client.ask({ type: 'resume', token });
    if (signed.type !== 'signed-in') throw new Error(JSON.stringify(signed));
    client.ws.prependListener('message', (data) => {
      const { type, re }: { type?: string; re?: string } = JSON.parse(String(data));
      const since = type === 'ack' ? due.get(re ?? '') : undefined;
      if (since !== undefined) ackMs.push(performance.now() - since);
      client.frames.length = 0;
    });
    return client;
  }),
);

let going = true;
parentPort?.once('message', () => {
  going = false;
});
parentPort?.postMessage('ready');
const startedMs = performance.now();
let sent = 0;
while (going) {
  for (const dueSoFar = ((performance.now() - startedMs) / 1000) * perSecond; sent < dueSoFar; sent++) {
    // Measured from when it was due: a delayed sender must not hide how long the others waited.
    due.set(`s${sent}`, startedMs + (sent / perSecond) * 1000);
    const clientId = orderedId(Date.now(), randomUUID());
    const say = { type: 'message.send', id: `s${sent}`, room, clientId, body: { kind: 'text', text: textOf(sent) } };
    clients[sent % clients.length]?.send(say);
  }
  await sleep(1);
}
const tookMs = performance.now() - startedMs;
// Long enough for the last acknowledgements.
await sleep(300);
parentPort?.postMessage({ sent, ackMs, tookMs });
