import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createServer as createTlsServer } from 'node:tls';
import { type WebSocket, WebSocketServer } from 'ws';
import { peerCertificate } from '../../bench/support/certificate.ts';
import { type Asked, usualAnswer } from './usual.ts';

/** One WebSocket connection of a client, as an attack uses it. */
export type Connection = {
  readonly ws: WebSocket;
  /** The stream below the WebSocket, for frames that `ws` would not send. */
  readonly socket: Duplex;
  /** Sends frames (objects) or any text; resolves when the client has taken most of it, with false if the connection is gone. */
  send(...frames: (object | string)[]): Promise<boolean>;
};

/** An attack replaces parts of a server's behaviour; a hook that is absent leaves that part as it is. */
export type Attack = {
  /** Kind and choices, for the log. */
  readonly name: string;
  /** Handles a TCP connection, before TLS. */
  readonly tcp?: (socket: Socket) => void;
  /** Handles an encrypted connection, before HTTP. */
  readonly tls?: (socket: Duplex) => void;
  /** Handles the request to upgrade to a WebSocket. */
  readonly upgrade?: (request: IncomingMessage, socket: Duplex) => void;
  /** Replaces the usual reply by other frames; undefined keeps it. */
  readonly answer?: (asked: Asked, usual: readonly object[]) => readonly (object | string)[] | undefined;
  /** Sends unsolicited frames once a client has signed in (or greeted, if it never does). Resolves when it has sent all. */
  readonly unasked?: (connection: Connection) => Promise<void>;
};

/** What clients have done since the last attack began. */
export type Seen = { connections: number; frames: number; attacked: number };

/** A server that implements the protocol as ours does, except where the current attack replaces it. */
export class HostileServer implements AsyncDisposable {
  readonly url: string;
  readonly pin: string;
  seen: Seen = { connections: 0, frames: 0, attacked: 0 };
  #attack: Attack = { name: 'none' };
  readonly #sockets = new Set<Socket>();
  readonly #close: () => Promise<void>;

  private constructor(url: string, pin: string, close: () => Promise<void>) {
    this.url = url;
    this.pin = pin;
    this.#close = close;
  }

  static async start(): Promise<HostileServer> {
    const { keyFile, certFile } = await peerCertificate();
    const wss = new WebSocketServer({ noServer: true, perMessageDeflate: false });
    const http = createHttpServer((_, response) => void response.writeHead(404).end());
    const tls = createTlsServer({ key: readFileSync(keyFile), cert: readFileSync(certFile) });
    const tcp = createServer();
    tcp.listen(0, '127.0.0.1');
    await once(tcp, 'listening');
    const { port } = tcp.address() as AddressInfo;
    const server = new HostileServer(`wss://127.0.0.1:${port}`, await pinOf(certFile), async () => {
      server.drop();
      await new Promise((closed) => tcp.close(closed));
    });
    tcp.on('connection', (socket) => server.#accept(socket, (encrypted) => void tls.emit('connection', encrypted)));
    tls.on('tlsClientError', () => {});
    tls.on('secureConnection', (socket) => {
      socket.on('error', () => {});
      const take = server.#attack.tls;
      if (take) server.#attacked(() => take(socket));
      else http.emit('connection', socket);
    });
    http.on('upgrade', (request, socket, head) => {
      socket.on('error', () => {});
      const take = server.#attack.upgrade;
      if (take) server.#attacked(() => take(request, socket));
      else wss.handleUpgrade(request, socket, head, (ws) => server.#converse(ws, socket));
    });
    return server;
  }

  /** Applies to new connections from now on; existing ones are closed. */
  attackWith(attack: Attack): void {
    this.drop();
    this.#attack = attack;
    this.seen = { connections: 0, frames: 0, attacked: 0 };
  }

  /** Cuts all connections. */
  drop(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  #attacked(attack: () => void | Promise<void>): void {
    const { seen } = this;
    void Promise.resolve(attack()).then(() => {
      seen.attacked++;
    });
  }

  #accept(socket: Socket, encrypt: (socket: Socket) => void): void {
    this.seen.connections++;
    this.#sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => this.#sockets.delete(socket));
    const take = this.#attack.tcp;
    if (take) this.#attacked(() => take(socket));
    else encrypt(socket);
  }

  #converse(ws: WebSocket, socket: Duplex): void {
    const attack = this.#attack;
    const { seen } = this;
    ws.on('error', () => {});
    const send = async (...frames: (object | string)[]) => {
      for (const frame of frames) {
        if (ws.readyState !== ws.OPEN) return false;
        ws.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
        while (ws.readyState === ws.OPEN && ws.bufferedAmount > 1024 * 1024) await new Promise((r) => setTimeout(r, 5));
      }
      return ws.readyState === ws.OPEN;
    };
    let started = false;
    ws.on('message', async (data) => {
      seen.frames++;
      const asked = JSON.parse(String(data)) as Asked;
      const usual = usualAnswer(asked);
      const answer = attack.answer?.(asked, usual);
      if (answer) this.#attacked(async () => void (await send(...answer)));
      else await send(...usual);
      if (started || !(asked.type === 'sync' || asked.type === 'resume')) return;
      started = true;
      const { unasked } = attack;
      if (unasked) this.#attacked(() => unasked({ ws, socket, send }));
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
  }
}

async function pinOf(certFile: string): Promise<string> {
  const { createHash, X509Certificate } = await import('node:crypto');
  const spki = new X509Certificate(readFileSync(certFile)).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('base64url');
}
