import { readFileSync } from 'node:fs';
import { eventually } from '@securechat/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RawClient } from './testing/raw-client.ts';
import { startTestServer, type TestServer } from './testing/start-server.ts';

/** A line of the documented conversation: a frame that a client sends or receives, or the code with which it is closed. */
type Line = {
  readonly who: string;
  readonly isSent: boolean;
  readonly frame: object | undefined;
  readonly close: number;
};

/** Values that a server or a clock chooses. The documented one stands for the real one from where it comes first. */
const chosen = new Set(['generation', 'session', 'token', 'id', 'room', 'clientId', 'afterId']);
const moments = new Set(['at', 'nowMs']);
/** Best effort: these may come at any time, and are left out of the conversation. */
const leftOut = new Set(['presence', 'profile-changed']);

function readConversation(): Line[] {
  const page = readFileSync(new URL('../../../docs/protocol.md', import.meta.url), 'utf8');
  const block = /## An example conversation\n[\s\S]*?```text\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  return block
    .trim()
    .split('\n')
    .map((line) => {
      const [, who = '', arrow, text = ''] = /^(\w+) ([→←]) (.*)$/.exec(line) ?? [];
      const close = Number(/^close (\d+)$/.exec(text)?.[1] ?? 0);
      return { who, isSent: arrow === '→', close, frame: close === 0 ? (JSON.parse(text) as object) : undefined };
    });
}

/** The documented value with the real ones in it, as far as they are known. */
function withReal(documented: unknown, real: ReadonlyMap<string, string>): unknown {
  if (typeof documented === 'string') return real.get(documented) ?? documented;
  if (Array.isArray(documented)) return documented.map((item) => withReal(item, real));
  if (typeof documented !== 'object' || documented === null) return documented;
  return Object.fromEntries(Object.entries(documented).map(([key, value]) => [key, withReal(value, real)]));
}

/** What is expected of a received frame; learns the values that the server chose. */
function expected(documented: unknown, received: unknown, real: Map<string, string>, field = ''): unknown {
  if (moments.has(field)) return expect.any(Number);
  if (field === 'version' && typeof documented === 'string') return expect.any(String);
  if (typeof documented === 'string' && chosen.has(field) && typeof received === 'string') {
    if (!real.has(documented)) real.set(documented, received);
    return real.get(documented);
  }
  if (Array.isArray(documented)) {
    const items: readonly unknown[] = Array.isArray(received) ? received : [];
    return documented.map((item, i) => expected(item, items[i], real));
  }
  if (typeof documented !== 'object' || documented === null) return withReal(documented, real);
  const fields = received as Readonly<Record<string, unknown>> | undefined;
  return Object.fromEntries(
    Object.entries(documented).map(([key, value]) => [key, expected(value, fields?.[key], real, key)]),
  );
}

const lines = readConversation();
const typeOf = ({ frame }: Line) => (frame as { readonly type: string } | undefined)?.type;
const clients = new Map<string, { readonly client: RawClient; taken: Set<object> }>();
const real = new Map<string, string>();
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => {
  for (const { client } of clients.values()) client.ws.close();
  await server[Symbol.asyncDispose]();
});

async function clientNamed(who: string) {
  const known = clients.get(who);
  if (known) return known;
  const { client } = await RawClient.open(`${server.url}/ws`);
  const made = { client, taken: new Set<object>() };
  clients.set(who, made);
  return made;
}

test('the page has a conversation', () => {
  expect(lines.length).toBeGreaterThan(20);
});

// The lines build on each other, so they are one story in many tests.
test.each(lines.map((line, i) => ({ ...line, number: i + 1, type: typeOf(line) ?? `close ${line.close}` })))(
  'line $number: $who, $type',
  async (line) => {
    const { client, taken } = await clientNamed(line.who);
    if (line.close > 0) return expect((await client.ended()).code).toBe(line.close);
    if (line.isSent) return client.send(withReal(line.frame, real) as object);
    // Frames of one type come in the order of the page; those of different types may overtake each other.
    const isNext = (frame: { readonly type: string }) => frame.type === typeOf(line) && !taken.has(frame);
    const received = await eventually(() => client.frames.find(isNext));
    taken.add(received);
    expect(received).toEqual(expected(line.frame, received, real));
  },
);

test('nothing came that the page does not have', () => {
  for (const [who, { client, taken }] of clients) {
    expect(
      client.frames.filter((frame) => !taken.has(frame) && !leftOut.has(frame.type)),
      who,
    ).toEqual([]);
  }
});
