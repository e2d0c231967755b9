import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { eventually } from '@securechat/testkit';
import { general, member, type Where } from './member.ts';

/** A member behind a proxy that stops delivering bytes: to the server, a reader that no longer reads. */
export async function stalledReader(where: Where, token: string) {
  let stalled = false;
  const wires = new Set<Socket>();
  const { hostname, port } = new URL(where.url);
  const proxy = createServer((near) => {
    const far = connect(Number(port), hostname);
    near.pipe(far);
    // A paused socket fills its window, and the kernel makes the server wait.
    if (stalled) far.pause();
    else far.pipe(near);
    wires.add(far);
    for (const end of [near, far]) end.on('error', () => end.destroy());
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const seqs: number[] = [];
  const reader = await member({ ...where, url: `wss://127.0.0.1:${address.port}` }, token);
  const from = reader.getSnapshot().byRoom[general]?.cursor ?? 0;
  reader.listen((notice) => {
    if (notice.kind === 'event' && notice.event.room === general) seqs.push(notice.event.seq);
  });
  stalled = true;
  for (const far of wires) {
    far.unpipe();
    far.pause();
  }
  return {
    /** Delivers bytes again; resolves once the reader has every event up to `head`. */
    goOn: async (head: number) => {
      stalled = false;
      for (const far of wires) far.destroy();
      await eventually(() => (reader.getSnapshot().byRoom[general]?.cursor ?? 0) >= head);
      const inOrder = seqs.every((seq, i) => seq === from + 1 + i);
      await reader.close();
      proxy.close();
      return { events: seqs.length, inOrder };
    },
  };
}
