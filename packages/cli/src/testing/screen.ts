import { PassThrough } from 'node:stream';
import type { ChatClientOptions } from '@securechat/client';
import { clientOf, FakeServer } from '@securechat/client/testing';
import { eventually, FakeClock } from '@securechat/testkit';

/** A terminal of this size: its output, and keys for it. */
export function fakeTerminal(columns: number, rows: number) {
  const raw: boolean[] = [];
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    isRaw: false,
    setRawMode: (on: boolean) => void raw.push(on),
    ref: () => {},
    unref: () => {},
  });
  const stdout = Object.assign(new PassThrough(), { isTTY: true, columns, rows });
  const written: string[] = [];
  stdout.on('data', (chunk: Buffer) => written.push(chunk.toString()));
  return {
    stdin: stdin as unknown as NodeJS.ReadStream,
    stdout: stdout as unknown as NodeJS.WriteStream,
    written,
    /** Calls that turned raw mode on and off. */
    raw,
    type: (text: string) => void stdin.write(text),
    resize: (toColumns: number, toRows: number) => {
      Object.assign(stdout, { columns: toColumns, rows: toRows });
      stdout.emit('resize');
    },
  };
}
export type FakeTerminal = ReturnType<typeof fakeTerminal>;

/** A real client, logged in to an in-memory server with these messages by bob. */
export async function connectedClient(
  said: readonly string[] = [],
  options: Pick<ChatClientOptions, 'userStateStore'> = {},
) {
  const server = new FakeServer();
  for (const text of said) server.happens('bob', text, false);
  const clock = new FakeClock();
  const client = clientOf(server, clock, options);
  await client.connect();
  await eventually(() => client.getSnapshot().rooms.length > 0);
  return { server, clock, client };
}
