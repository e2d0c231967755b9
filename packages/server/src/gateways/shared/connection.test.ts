import { limits } from '@securechat/protocol/limits';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { createApp } from '../../app/app.ts';
import { ConnectionPlaces } from '../../app/connection-places.ts';
import { testContext } from '../../testing/context.ts';
import type { GatewayProtocol } from './connection.ts';
import { Connections } from './connections.ts';
import type { GatewaySocket } from './socket.ts';
import { WriteScheduler } from './write-scheduler.ts';

/** A socket that records what is written to it, and in `steps` everything else. */
class FakeSocket implements GatewaySocket {
  isOpen = true;
  queuedBytes = 0;
  text = '';
  readonly steps: string[] = [];

  write(bytes: Buffer, done: () => void): void {
    this.text += bytes;
    done();
  }

  setReading(isReading: boolean): void {
    const step = isReading ? 'reads' : 'waits';
    if (step !== (this.steps.at(-1) ?? 'reads')) this.steps.push(step);
  }

  close(reason: string): void {
    this.isOpen = false;
    this.steps.push(`closed: ${reason}`);
  }

  destroy(): void {
    this.isOpen = false;
    this.steps.push('destroyed');
  }
}

/** A gateway that echoes each request once it is allowed. */
function setUp() {
  const context = testContext();
  const app = createApp(context);
  const places = new ConnectionPlaces({ guests: 2, guestsPerAddress: 2, perUser: 2 });
  const connections = new Connections({ ...context, app, places, scheduler: new WriteScheduler() });
  const allowed = Promise.withResolvers<void>();
  const protocol: GatewayProtocol = {
    handle: async (connection, request) => {
      await allowed.promise;
      connection.send(Buffer.from(`${request};`), 'high');
    },
    state: () => Buffer.from('state'),
    event: ({ type }) => Buffer.from(`${type};`),
    ephemeral: ({ kind }) => Buffer.from(`${kind};`),
    batch: ({ room }) => Buffer.from(`${room};`),
    goingDown: () => Buffer.from('going down;'),
    ping: Buffer.from('ping;'),
  };
  const open = () => {
    const socket = new FakeSocket();
    return { socket, connection: connections.open(socket, '127.0.0.1', protocol) };
  };
  return { clock: context.clock, connections, open, allow: allowed.resolve };
}

test('requests are handled in order, and reading pauses while too many are queued', async () => {
  const { open, allow } = setUp();
  const { socket, connection } = open();
  const requests = Array.from({ length: 200 }, (_, i) => String(i));
  for (const request of requests) connection.receive(request);
  expect(socket.steps).toEqual(['waits']);
  allow();
  await eventually(() => socket.text === requests.map((request) => `${request};`).join(''));
  expect(socket.steps).toEqual(['waits', 'reads']);
});

test('frames sent before the close are written before it, and nothing after it', () => {
  const { open } = setUp();
  const { socket, connection } = open();
  connection.send(Buffer.from('last;'));
  connection.session.end('going_away');
  connection.send(Buffer.from('too late;'));
  connection.ping();
  expect([socket.text, socket.steps]).toEqual(['last;', ['closed: going_away']]);
});

test('a socket that the other end does not close is destroyed', () => {
  const { clock, connections, open } = setUp();
  const [stubborn, polite] = [open(), open()];
  stubborn.connection.session.end('going_away');
  polite.connection.session.end('going_away');
  connections.closed(polite.connection);
  clock.advance(2000);
  expect(stubborn.socket.steps).toEqual(['closed: going_away', 'destroyed']);
  expect(polite.socket.steps).toEqual(['closed: going_away']);
});

test('a slow reader loses its queued frames and its connection', async () => {
  const { clock, open } = setUp();
  const { socket, connection } = open();
  socket.queuedBytes = limits.outboxBytes + 1;
  connection.send(Buffer.from('written;'));
  await eventually(() => socket.text !== '');
  connection.send(Buffer.from('not written;'));
  clock.advance(limits.outboxGraceMs);
  expect([socket.text, socket.steps]).toEqual(['written;', ['closed: slow_reader']]);
});

test('a client that answers a ping in any way stays, and a silent one is disconnected', () => {
  const { clock, open } = setUp();
  const [silent, alive] = [open(), open()];
  for (let i = 0; i < 2; i++) {
    clock.advance(limits.heartbeatMs);
    alive.connection.receive('here');
  }
  expect(alive.socket.text).toBe('ping;ping;');
  expect(alive.socket.steps).toEqual([]);
  expect(silent.socket.text).toBe('ping;');
  expect(silent.socket.steps).toEqual(['destroyed']);
});

test('a stopping gateway answers what it has received, announces the stop, and accepts nothing more', async () => {
  const { connections, open, allow } = setUp();
  const { socket, connection } = open();
  connection.receive('asked');
  let isStopped = false;
  const stopping = connections.stop().then(() => {
    isStopped = true;
  });
  expect(connections.refusal('127.0.0.1')).toBe('stopping');
  connection.receive('too late');
  allow();
  await eventually(() => !socket.isOpen);
  expect([socket.text, socket.steps]).toEqual(['asked;going down;', ['closed: restart']]);
  expect(isStopped).toBe(false);
  connections.closed(connection);
  await stopping;
});

test('guests beyond the limit are refused until one leaves', () => {
  const { connections, open } = setUp();
  const { connection } = open();
  expect(connections.refusal('127.0.0.1')).toBeUndefined();
  open();
  expect(connections.refusal('127.0.0.1')).toBe('too-many');
  connections.closed(connection);
  expect(connections.refusal('127.0.0.1')).toBeUndefined();
});
