import type { Duplex } from 'node:stream';
import { type CloseName, closeCodes } from '@securechat/protocol';
import type { WebSocket } from 'ws';
import type { GatewaySocket } from '../shared/socket.ts';

/**
 * A WebSocket, and the raw socket under it, to which encoded frames are written. ws writes its own frames (pongs, close) whole and
 * synchronously, so ours can be written in between. Nothing may follow a close frame (RFC 6455, 5.5.1).
 */
export class WsSocket implements GatewaySocket {
  readonly #ws: WebSocket;
  readonly #socket: Duplex;

  constructor(ws: WebSocket, socket: Duplex) {
    this.#ws = ws;
    this.#socket = socket;
  }

  get isOpen(): boolean {
    return this.#ws.readyState === this.#ws.OPEN;
  }

  get queuedBytes(): number {
    return this.#socket.writableLength;
  }

  write(bytes: Buffer, done: () => void): void {
    this.#socket.write(bytes, done);
  }

  setReading(isReading: boolean): void {
    if (isReading) this.#ws.resume();
    else this.#ws.pause();
  }

  close(reason: CloseName): void {
    const { code, message } = closeCodes[reason];
    this.#ws.close(code, message);
  }

  destroy(): void {
    this.#ws.terminate();
  }
}
