import { decodeServerFrame, type EventId, ok, type Result, type RoomId } from '@securechat/protocol';
import { FakeClock } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { Authenticator } from './authenticator.ts';
import { ChatStore } from './chat/store.ts';
import { connect } from './connect.ts';
import { Connection } from './link/connection.ts';
import { type ConnectionEnd, failureOf, givenUp } from './link/connection-end.ts';
import { Outbox } from './outbox.ts';
import { Requests } from './requests.ts';
import { FakeServer } from './testing/fake-server.ts';

const settle = async () => {
  for (let i = 0; i < 30; i++) await Promise.resolve();
};

type Token = string | Promise<Result<string, string>>;

/** One connection, with a message in the outbox, as far as it gets. */
function begin(server: FakeServer, token: Token | undefined) {
  const clock = new FakeClock();
  const ends: ConnectionEnd[] = [];
  const connection = new Connection(
    { url: 'wss://fake:1', dialer: server, clock },
    {
      text: (text) => {
        const frame = decodeServerFrame(text);
        if (frame.ok) requests.settle(frame.value);
      },
      probe: () => {},
      ended: (_, end) => {
        ends.push(end);
        requests.failAll(failureOf(end));
      },
    },
  );
  const requests = new Requests(clock, {
    send: (text) => connection.send(text),
    invalid: (detail) => expect.fail(detail),
    tookMs: () => {},
  });
  const outbox = new Outbox({
    clock,
    requests,
    keep: { put: () => true, drop: () => {} },
    slowed: () => {},
    waitOutSlowDown: true,
    answered: () => {},
  });
  const change = { type: 'message.send', body: { kind: 'text', text: 'hello' } } as const;
  void outbox.add({ id: 'c1' as EventId, room: 'general' as RoomId, atMs: 0, change });
  const session = new Authenticator({ requests, device: 'test', token });
  const parts = { client: { name: 'test', version: '0' }, link: { ready: () => {} }, requests, session, outbox };
  const ended = connect(connection, { ...parts, store: new ChatStore(), follower: undefined });
  return { clock, connection, ends, ended };
}

const never = new Promise<Result<string, string>>(() => {});
const soon = Promise.resolve(ok('sct_token'));
const unanswered = (type: 'hello' | 'resume' | 'message.send') => (server: FakeServer) => {
  server.answers = { [type]: { type: 'dance' } };
};

type Stage = {
  readonly sent: readonly string[];
  readonly token?: Token;
  readonly prepare?: (server: FakeServer) => void;
};
const stages: Readonly<Record<string, Stage>> = {
  'the answer to its greeting': { sent: ['hello', 'resume'], token: 'sct_token', prepare: unanswered('hello') },
  'a token that is on its way': { sent: ['hello'], token: never },
  'the answer to the token': { sent: ['hello', 'resume'], token: soon, prepare: unanswered('resume') },
  'somebody who logs in': { sent: ['hello'] },
  'its end': {
    sent: ['hello', 'resume', 'message.send'],
    token: 'sct_token',
    prepare: unanswered('message.send'),
  },
};
const lost = { kind: 'lost', code: 1006, reason: '' } as const;

test.each(Object.entries(stages))('a connection that is lost while it waits for %s ends there', async (_, stage) => {
  const { sent, token, prepare } = stage;
  const server = new FakeServer();
  prepare?.(server);
  const { clock, ends, ended } = begin(server, token);
  await settle();
  expect(server.seen.map(({ type }) => type)).toEqual(sent);
  server.cut();
  expect(await ended).toEqual(lost);
  await settle();
  expect(server.seen).toHaveLength(sent.length);
  expect([ends, clock.waiting]).toEqual([[lost], 0]);
});

test('a connection that is closed before its socket is open sends nothing', async () => {
  const server = new FakeServer();
  const { connection, ended, clock } = begin(server, 'sct_token');
  const closed = connection.end({ ...lost, reason: 'closed' });
  expect(await ended).toBe(closed);
  await settle();
  expect([server.seen, clock.waiting]).toEqual([[], 0]);
});

test('the first reason for which a connection ends is the one that counts', async () => {
  const { connection, ends, ended } = begin(new FakeServer(), 'sct_token');
  await settle();
  expect(connection.end(givenUp)).toBe(givenUp);
  expect(connection.end(lost)).toBe(givenUp);
  expect([await ended, connection.signal.reason, ends]).toEqual([givenUp, givenUp, [givenUp]]);
});

test.each([
  ['unsupported_version', { kind: 'refused', refusal: { code: 'unsupported_version' } }],
  ['session_expired', { kind: 'session-ended' }],
  ['busy', givenUp],
] as const)('a server that answers %s to a greeting ends the connection', async (code, end) => {
  const server = new FakeServer();
  server.refuse = { hello: { code } };
  const { ends, ended } = begin(server, 'sct_token');
  expect(await ended).toMatchObject(end);
  expect(ends).toEqual([await ended]);
  expect(server.closedWith).toBe(1000);
});
