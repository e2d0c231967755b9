import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { SUBPROTOCOL } from '@securechat/protocol';
import type { Random } from '../torture/random.ts';
import type { Attack, Connection } from './server.ts';

type Volume = { readonly bytes: number; readonly frames: number };
type Make = (random: Random, volume: Volume) => Omit<Attack, 'name'> & { readonly what: string };

/** Writes a byte or a piece at intervals, for as long as the other end reads. */
function drip(socket: Duplex, pieces: Iterable<string | Buffer>, everyMs: number): void {
  const iterator = pieces[Symbol.iterator]();
  const timer = setInterval(() => {
    const { value, done } = iterator.next();
    if (done || socket.destroyed) clearInterval(timer);
    else socket.write(value);
  }, everyMs);
  socket.on('close', () => clearInterval(timer));
}

function* endlessHeaders() {
  yield 'HTTP/1.1 101 Switching Protocols\r\n';
  for (let i = 0; ; i++) yield `x-${i}: ${i}\r\n`;
}
function* endlessContinue() {
  for (;;) yield 'HTTP/1.1 103 Early Hints\r\n\r\n';
}

const accept = ({ headers }: IncomingMessage) =>
  createHash('sha1').update(`${headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
const upgraded = (request: IncomingMessage, more = '') =>
  'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
  `Sec-WebSocket-Accept: ${accept(request)}\r\nSec-WebSocket-Protocol: ${SUBPROTOCOL}\r\n${more}\r\n`;

const replies: Readonly<Record<string, string>> = {
  'not found': 'HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n',
  'too many': 'HTTP/1.1 429 Too Many Requests\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n',
  redirect: 'HTTP/1.1 302 Found\r\nlocation: https://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n',
  garbage: '\u0000\u0001\u0002 not HTTP at all \u001b[2J\r\n\r\n',
  'huge header': `HTTP/1.1 101 Switching Protocols\r\nx: ${'x'.repeat(1_000_000)}\r\n\r\n`,
  'wrong key':
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: AAAA\r\n\r\n',
};

/** A WebSocket frame that the server must not, or would not, send. */
function rawFrame(first: number, payload: Buffer, { masked = false, claims = payload.length } = {}): Buffer {
  const head = Buffer.alloc(10);
  head[0] = first;
  head[1] = 127 | (masked ? 0x80 : 0);
  head.writeBigUInt64BE(BigInt(claims), 2);
  return Buffer.concat([head, payload]);
}

const oneByte = Buffer.from('x');
const frames: Readonly<Record<string, (random: Random) => Buffer>> = {
  binary: () => rawFrame(0x82, Buffer.from('{"type":"pong","re":"r1"}')),
  'reserved bits': () => rawFrame(0xf1, oneByte),
  'unknown opcode': () => rawFrame(0x8b, oneByte),
  masked: () => rawFrame(0x81, oneByte, { masked: true }),
  'invalid UTF-8': () => rawFrame(0x81, Buffer.from([0xff, 0xfe, 0xc0])),
  'claims 2^40 bytes': () => rawFrame(0x81, oneByte, { claims: 2 ** 40 }),
  'claims 5 MB': () => rawFrame(0x81, Buffer.alloc(5_000_000, 0x20)),
  'continues nothing': () => rawFrame(0x80, oneByte),
  garbage: (random) => Buffer.from(Array.from({ length: 500 }, () => random.whole(0, 256))),
  'bad close': () => rawFrame(0x88, Buffer.from([0x03, 0xec, 0xff])),
};

async function write({ socket }: Connection, buffer: Buffer, times: number): Promise<void> {
  for (let i = 0; i < times && !socket.destroyed; i++) {
    if (!socket.write(buffer)) await new Promise((r) => setTimeout(r, 5));
  }
}

/** Attacks below the protocol: TCP, TLS, HTTP and WebSocket. */
export const transports: Readonly<Record<string, Make>> = {
  'silent socket': () => ({ what: 'accepts and says nothing', tcp: () => {} }),
  'garbage socket': () => ({ what: 'no TLS', tcp: (socket) => void socket.write('SSH-2.0-OpenSSH_9.9\r\n') }),
  'hangs up': (random) => {
    const part = random.pick(['tcp', 'tls', 'upgrade']);
    const end = (socket: Duplex) => void socket.destroy();
    return {
      what: `at ${part}`,
      ...(part === 'tcp'
        ? { tcp: end }
        : part === 'tls'
          ? { tls: end }
          : { upgrade: (_: unknown, socket: Duplex) => end(socket) }),
    };
  },
  'silent TLS': () => ({ what: 'shakes hands and says nothing', tls: (socket) => void socket.resume() }),
  'dripped upgrade': (random) => {
    const how = random.pick(['headers', 'early hints', 'letters']);
    const pieces = {
      headers: endlessHeaders(),
      'early hints': endlessContinue(),
      letters: 'HTTP/1.1 101 Switching Protocols and so on',
    };
    return { what: how, upgrade: (_, socket) => drip(socket, pieces[how], 200) };
  },
  'wrong upgrade': (random) => {
    const kind = random.pick(Object.keys(replies) as [string, ...string[]]);
    return { what: kind, upgrade: (_, socket) => void socket.write(replies[kind] ?? '') };
  },
  'wrong subprotocol': () => ({
    what: 'and an extension nobody asked for',
    upgrade: (request, socket) =>
      void socket.write(upgraded(request, 'Sec-WebSocket-Extensions: permessage-deflate\r\n')),
  }),
  'wrong frame': (random) => {
    const kind = random.pick(Object.keys(frames) as [string, ...string[]]);
    return { what: kind, unasked: async ({ socket }) => void socket.write(frames[kind]?.(random) ?? '') };
  },
  'dripped frame': () => ({
    what: 'a byte at a time, without end',
    unasked: async ({ socket }) => {
      socket.write(rawFrame(0x81, oneByte, { claims: 4_000_000 }));
      drip(
        socket,
        (function* () {
          for (;;) yield oneByte;
        })(),
        50,
      );
    },
  }),
  'ping flood': (_, { frames: count }) => ({
    what: 'and reads nothing',
    unasked: async (to) => {
      to.socket.pause();
      await write(
        to,
        Buffer.concat(
          Array.from({ length: 100 }, () => Buffer.concat([Buffer.from([0x89, 125]), Buffer.alloc(125, 0x78)])),
        ),
        count / 20,
      );
    },
  }),
  fragments: (_, { frames: count }) => ({
    what: 'of one byte, without end',
    unasked: async (to) => {
      to.socket.write(Buffer.from([0x01, 1, 0x7b]));
      await write(to, Buffer.concat(Array.from({ length: 100 }, () => Buffer.from([0x00, 1, 0x20]))), count / 20);
    },
  }),
};
