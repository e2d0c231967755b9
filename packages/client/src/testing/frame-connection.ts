import {
  type ClientFrame,
  closeCodes,
  decodeServerFrame,
  PROTOCOL_VERSION,
  type RequestType,
  type RoomEvent,
  type ServerFrame,
  type ServerFrameOf,
  type ServerFrameType,
} from '@securechat/protocol';
import { eventually } from '@securechat/testkit';
import type { Dialer } from '../ports.ts';

type DialedServer = { readonly url: string; readonly dialer: Dialer };

/** The fields of a request except its type and id. */
export type RequestFields<T extends RequestType> = Omit<Extract<ClientFrame, { readonly type: T }>, 'type' | 'id'>;

/** One connection to any server, frame by frame; the test plays the client. */
export class FrameConnection {
  readonly frames: ServerFrame[] = [];
  readonly closures: number[] = [];
  readonly #socket: ReturnType<Dialer['dial']>;
  #opened = false;
  #requests = 0;

  private constructor({ url, dialer }: DialedServer) {
    this.#socket = dialer.dial(url, {
      opened: () => {
        this.#opened = true;
      },
      text: (text) => {
        const frame = decodeServerFrame(text);
        if (!frame.ok) throw new Error(`the server sent what no client can read: ${text}`);
        this.frames.push(frame.value);
      },
      alive: () => {},
      closed: (code) => this.closures.push(code),
    });
  }

  static async open(server: DialedServer): Promise<FrameConnection> {
    const connection = new FrameConnection(server);
    await eventually(() => connection.#opened || connection.closures.length > 0);
    if (connection.closures.length > 0) throw new Error(`closed with ${connection.closures}`);
    return connection;
  }

  /** Sends a request and returns its id. */
  send<T extends RequestType>(type: T, fields: RequestFields<T>): string {
    const id = `r${this.#requests++}`;
    this.#socket.send(JSON.stringify({ type, id, ...fields }));
    return id;
  }

  async reply(id: string): Promise<ServerFrame> {
    return await eventually(() => this.frames.find((frame) => 're' in frame && frame.re === id));
  }

  async ask<T extends RequestType>(type: T, fields: RequestFields<T>): Promise<ServerFrame> {
    return await this.reply(this.send(type, fields));
  }

  async hello(): Promise<ServerFrame> {
    return await this.ask('hello', { version: PROTOCOL_VERSION, client: { name: 'contract', version: '0' } });
  }

  all<T extends ServerFrameType>(type: T): ServerFrameOf<T>[] {
    return this.frames.filter((frame): frame is ServerFrame & ServerFrameOf<T> => frame.type === type);
  }

  /** The unsolicited events since the catch-up. Sends a ping first: its reply comes after everything that was sent before. */
  async live(): Promise<RoomEvent[]> {
    await this.ask('ping', {});
    return this.all('event').map(({ event }) => event);
  }

  async close(): Promise<void> {
    this.#socket.close(closeCodes.normal.code, '');
    await eventually(() => this.closures.length > 0);
  }
}
