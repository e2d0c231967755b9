import { randomBytes } from 'node:crypto';
import type { OnReadOpts } from 'node:net';
import { type ConnectionOptions, connect, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import type { Target } from './plan.ts';
import { clientFrame, FrameScanner, type OnFrame, type Whole } from './scan.ts';

/** Shared by all sockets of a thread: each read is handled before the next one. */
const shared = Buffer.allocUnsafe(256 * 1024);
const contexts = new Map<string, SecureContext>();

function contextFor(ca: string): SecureContext {
  const known = contexts.get(ca);
  if (known) return known;
  const made = createSecureContext({ ca, minVersion: 'TLSv1.3' });
  contexts.set(ca, made);
  return made;
}

/** A TLS connection that is read without allocating. */
export type Wire = {
  readonly socket: TLSSocket;
  /** Receives what arrives from now on; the buffer is reused afterwards. */
  reader: (chunk: Buffer) => void;
};

/** Connects over TLS 1.3; the server must present the target's certificate. Rejects if it cannot connect. */
export async function dial({ host, port, ca }: Target, closed: () => void): Promise<Wire> {
  return await new Promise((resolve, reject) => {
    const onread: OnReadOpts = {
      buffer: shared,
      callback: (bytes) => {
        wire.reader(shared.subarray(0, bytes));
        return true;
      },
    };
    // `onread` is passed through to the socket, although the types of tls lack it.
    const options: ConnectionOptions & { onread: OnReadOpts } = {
      host,
      port,
      servername: 'localhost',
      secureContext: contextFor(ca),
      onread,
    };
    const socket = connect(options);
    const wire: Wire = { socket, reader: () => {} };
    socket.setNoDelay(true);
    socket.on('error', reject);
    socket.once('close', () => {
      reject(new Error('the server closed the connection'));
      closed();
    });
    socket.once('secureConnect', () => resolve(wire));
  });
}

/** A WebSocket connection. Texts that are sent together are written at once. */
export type Ws = { send(...texts: string[]): void; close(): void };

/** Waits for the server's answer to the upgrade; whatever follows in the same chunk goes to `scanner`. */
function upgraded(wire: Wire, scanner: FrameScanner): Promise<void> {
  let answer = '';
  return new Promise((resolve, reject) => {
    wire.socket.once('close', () => reject(new Error('the server closed the connection at the upgrade')));
    wire.reader = (chunk) => {
      answer += chunk.toString('latin1');
      const end = answer.indexOf('\r\n\r\n');
      if (end === -1) return;
      if (!answer.startsWith('HTTP/1.1 101 ')) return reject(new Error(answer.slice(0, answer.indexOf('\r\n'))));
      wire.reader = (next) => scanner.take(next);
      const rest = Buffer.from(answer.slice(end + 4), 'latin1');
      if (rest.length > 0) scanner.take(rest);
      resolve();
    };
  });
}

/** Opens a WebSocket. `onFrame` gets text frames, complete if `whole` says so; pings are answered here. */
export async function openWs(
  target: Target,
  ask: { readonly path: string; readonly protocol?: string; readonly whole: Whole },
  onFrame: OnFrame,
  closed: () => void,
): Promise<Ws> {
  const wire = await dial(target, closed);
  const scanner = new FrameScanner((opcode, buffer, from, to) => {
    if (opcode === 1) onFrame(opcode, buffer, from, to);
    else if (opcode === 9) wire.socket.write(clientFrame(10, buffer.subarray(from, to)));
  }, ask.whole);
  const done = upgraded(wire, scanner);
  wire.socket.write(
    [
      `GET ${ask.path} HTTP/1.1`,
      `Host: localhost:${target.port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      ...(ask.protocol ? [`Sec-WebSocket-Protocol: ${ask.protocol}`] : []),
      '\r\n',
    ].join('\r\n'),
  );
  await done;
  return {
    send: (...texts) => {
      const [first, ...others] = texts.map((text) => clientFrame(1, Buffer.from(text)));
      if (first) wire.socket.write(others.length === 0 ? first : Buffer.concat([first, ...others]));
    },
    close: () => void wire.socket.destroy(),
  };
}
