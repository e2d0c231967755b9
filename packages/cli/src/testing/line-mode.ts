import { PassThrough } from 'node:stream';
import { clientOf, FakeServer } from '@securechat/client/testing';
import { eventually, FakeClock } from '@securechat/testkit';
import { type PlainOptions, runPlain } from '../plain/run.ts';
import { defaultSettings } from '../settings/table.ts';
import { fakeTerminal } from './screen.ts';

/** Line mode over a real client and an in-memory server with these messages by bob. */
export async function opened(
  said: readonly string[],
  { terminal = false, dumb = false, given = {} as Partial<PlainOptions> } = {},
) {
  const server = new FakeServer();
  for (const text of said) server.happens('bob', text, false);
  const clock = new FakeClock();
  const client = clientOf(server, clock);
  const fake = fakeTerminal(80, 24);
  const stdin = terminal ? fake.stdin : (Object.assign(new PassThrough(), { isTTY: false }) as never);
  const stdout = terminal ? fake.stdout : (Object.assign(new PassThrough(), { isTTY: false }) as never);
  let out = '';
  (stdout as unknown as PassThrough).on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  const interrupted = new AbortController();
  void client.connect();
  const outcome = runPlain({
    client,
    clock,
    serverName: 'fake:1',
    at: { url: 'wss://fake:1' },
    settings: defaultSettings,
    variables: {},
    keeps: false,
    dumb,
    stdin,
    stdout,
    interrupted: interrupted.signal,
    ...given,
  });
  const type = (text: string) => void (stdin as unknown as PassThrough).write(text);
  return {
    server,
    client,
    clock,
    stdout: stdout as unknown as PassThrough,
    outcome,
    type,
    end: () => void (stdin as unknown as PassThrough).end(),
    out: () => out,
    hears: (text: string | RegExp) =>
      eventually(() => (typeof text === 'string' ? out.includes(text) : text.test(out)), {
        what: `no ${text}: ${out}`,
      }),
  };
}

/** How often a part occurs in a text. */
export const count = (text: string, part: string) => text.split(part).length - 1;
