import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Random } from './random.ts';

/** How the network treats a connection. A silent direction stays silent: its bytes are lost for good. */
export const modes = ['clean', 'cut', 'up-silent', 'down-silent', 'black-hole', 'delay', 'split', 'slow'] as const;
export type Mode = (typeof modes)[number];

/**
 * Closes the socket with a reset, or normally if it is already ending: libuv refuses to reset a socket whose shutdown is pending
 * (`EINVAL`), Node then counts the handle as closed although it is not, and the process hangs forever when it wants to exit
 * (`node::Environment::CleanupHandles`). The test of this file runs exactly that.
 */
export function reset(socket: Socket): void {
  if (socket.destroyed) return;
  if (socket.writableEnded && !socket.writableFinished) socket.destroy();
  else socket.resetAndDestroy();
}

/** One connection through the proxy. */
class Way {
  mode: Mode = 'clean';
  readonly client: Socket;
  readonly server: Socket;
  readonly #random: Random;

  constructor(client: Socket, server: Socket, random: Random) {
    this.client = client;
    this.server = server;
    this.#random = random;
    for (const [from, to, silent] of [
      [client, server, 'up-silent'],
      [server, client, 'down-silent'],
    ] as const) {
      from.setNoDelay(true);
      from.on('error', () => this.cut());
      from.on('end', () => this.mode !== 'black-hole' && this.mode !== silent && to.end());
      from.on('close', () => this.mode !== 'black-hole' && this.mode !== silent && to.destroy());
      void this.#pass(from, to, silent);
    }
  }

  get silent(): boolean {
    return this.mode === 'black-hole' || this.mode === 'up-silent' || this.mode === 'down-silent';
  }

  /** Both ends see a reset. */
  cut(): void {
    this.mode = 'cut';
    for (const socket of [this.client, this.server]) reset(socket);
  }

  /** One chunk at a time, so that nothing overtakes. */
  async #pass(from: Socket, to: Socket, silent: Mode): Promise<void> {
    try {
      for await (const chunk of from as AsyncIterable<Buffer>) {
        if (this.mode === 'black-hole' || this.mode === silent) continue;
        if (this.mode === 'delay') await wait(this.#random.between(20, 300));
        const pieces = this.mode === 'split' || this.mode === 'slow' ? this.#pieces(chunk) : [chunk];
        for (const piece of pieces) {
          if (this.mode === 'slow') await wait(20);
          if (!to.write(piece)) await Promise.race([once(to, 'drain'), once(to, 'close')]);
        }
      }
    } catch {
      this.cut();
    }
  }

  *#pieces(chunk: Buffer): Generator<Buffer> {
    const most = this.mode === 'split' ? 8 : 400;
    // A long chunk is only split in part: a catch-up of a megabyte would take forever.
    const upTo = this.mode === 'split' ? Math.min(chunk.length, 200) : chunk.length;
    let at = 0;
    while (at < upTo) {
      const next = Math.min(upTo, at + this.#random.whole(1, most));
      yield chunk.subarray(at, next);
      at = next;
    }
    if (at < chunk.length) yield chunk.subarray(at);
  }
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A TCP proxy that disturbs its connections on request. */
export class ChaosProxy {
  readonly #ways = new Set<Way>();
  readonly #server;
  /** The server's port, which may change. */
  target: number;

  constructor(target: number, random: Random) {
    this.target = target;
    this.#server = createServer({ allowHalfOpen: true }, (client) => {
      const server = connect({ host: '127.0.0.1', port: this.target, allowHalfOpen: true });
      const way = new Way(client, server, random.fork());
      this.#ways.add(way);
      client.on('close', () => this.#ways.delete(way));
    });
  }

  /** Listens on a free port and returns it. */
  async listen(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  /** Puts each connection into this mode with a probability; returns how many were hit. */
  strike(mode: Mode, hits: () => boolean): number {
    const hit = [...this.#ways].filter((way) => !way.silent && hits());
    for (const way of hit) {
      if (mode === 'cut') way.cut();
      else way.mode = mode;
    }
    return hit.length;
  }

  /** Ends all faults: silent connections are reset, since their lost bytes cannot come back. */
  heal(): void {
    for (const way of this.#ways) {
      if (way.silent) way.cut();
      else way.mode = 'clean';
    }
  }

  close(): void {
    this.#server.close();
    for (const way of this.#ways) way.cut();
  }
}
