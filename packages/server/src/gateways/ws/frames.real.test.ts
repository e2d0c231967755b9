import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { FrameBatch } from '../shared/frame-batch.ts';
import { frameText } from './frames.ts';

/** What a WebSocket client reads from these bytes. */
async function read(bytes: Buffer, count = 1): Promise<string[]> {
  const server = createServer().listen(0, '127.0.0.1');
  const wss = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => wss.handleUpgrade(request, socket, head, () => socket.write(bytes)));
  await once(server, 'listening');
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const texts: string[] = [];
  client.on('message', (data) => texts.push(String(data)));
  await eventually(() => texts.length >= count);
  client.terminate();
  server.close();
  return texts;
}

test.each([0, 1, 125, 126, 127, 65_535, 65_536, 200_000])(
  'a text of %i bytes is framed as a peer reads it',
  async (length) => {
    const text = 'x'.repeat(length);
    expect(await read(frameText(text))).toEqual([text]);
  },
);

test('lengths are counted in bytes of UTF-8', async () => {
  const text = 'Grüße 👩‍🚀'.repeat(9);
  expect(await read(frameText(text))).toEqual([text]);
});

test('joined frames are read one after another', async () => {
  const batch = new FrameBatch();
  const [a, b, c] = [frameText('a'), frameText('b'), frameText('c')];
  expect(batch.join([a])).toBe(a);
  expect(await read(batch.join([a, b, c]), 3)).toEqual(['a', 'b', 'c']);
});

test('the same frames are joined once for all readers, and other frames separately', async () => {
  const batch = new FrameBatch();
  const [a, b, c] = [frameText('a'), frameText('b'), frameText('c')];
  const first = batch.join([a, b]);
  expect(batch.join([a, b])).toBe(first);
  expect(await read(batch.join([a, c]), 2)).toEqual(['a', 'c']);
  expect(await read(batch.join([a, b]), 2)).toEqual(['a', 'b']);
  expect(await read(batch.join([a, b, c]), 3)).toEqual(['a', 'b', 'c']);
  // Fewer frames than in the last call, and equal as far as they go.
  expect(batch.join([a, b])).toEqual(Buffer.concat([a, b]));
});
