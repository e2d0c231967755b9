import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const host = '127.0.0.1';

/** An unused port, for servers that cannot choose one themselves. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** Whether something listens on the port before the time is over, and before `stop`. */
export async function listening(port: number, withinMs: number, stop: AbortSignal): Promise<boolean> {
  const untilMs = performance.now() + withinMs;
  while (performance.now() < untilMs && !stop.aborted) {
    if (await answers(port)) return true;
    await sleep(20);
  }
  return false;
}
