import {
  decodeServerFrame,
  PROTOCOL_VERSION,
  type ServerFrameOf,
  type ServerFrameType,
  SUBPROTOCOL,
} from '@securechat/protocol';
import { eventually } from '@securechat/testkit';
import { type ClientOptions, WebSocket } from 'ws';

/** A bare socket: sends any text, records every frame. It trusts any certificate, because it tests the server, not TLS. */
export class RawClient {
  readonly frames: { type: string; re?: string | undefined }[] = [];
  closed: { code: number; reason: string } | undefined;
  readonly ws: WebSocket;
  #asked = 0;

  constructor(ws: WebSocket) {
    this.ws = ws;
    ws.on('message', (data) => {
      const frame = decodeServerFrame(String(data));
      if (!frame.ok) throw new Error(`the server sent what no client can read: ${data}`);
      this.frames.push(frame.value);
    });
    ws.on('close', (code, reason) => {
      this.closed = { code, reason: String(reason) };
    });
    ws.on('error', () => {});
  }

  /** Opens a socket; `status` is set if the upgrade was refused. */
  static async open(url: string, options: ClientOptions = {}, protocols: string[] = [SUBPROTOCOL]) {
    const ws = new WebSocket(url, protocols, { rejectUnauthorized: false, perMessageDeflate: false, ...options });
    const client = new RawClient(ws);
    const status = await new Promise<number>((resolve) => {
      ws.on('open', () => resolve(101));
      ws.on('unexpected-response', (_, response) => {
        resolve(response.statusCode ?? 0);
        ws.terminate();
      });
      ws.on('error', () => resolve(0));
    });
    return { client, status };
  }

  /** Opens a socket and sends hello. */
  static async greeted(url: string): Promise<RawClient> {
    const { client } = await RawClient.open(`${url}/ws`);
    await client.ask({ type: 'hello', version: PROTOCOL_VERSION, client: { name: 'test', version: '0' } });
    return client;
  }

  /** Opens a socket for a new account; the token is its session's. */
  static async signedUp(url: string, user: string): Promise<{ readonly client: RawClient; readonly token: string }> {
    const client = await RawClient.greeted(url);
    return { client, token: await client.signUp(user) };
  }

  send(frame: object | string): void {
    this.ws.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  /** Sends a request and waits for its reply. */
  async ask(frame: object): Promise<{ type: string; [field: string]: unknown }> {
    const id = `q${this.#asked++}`;
    this.send({ ...frame, id });
    return (await eventually(() => this.frames.find((f) => f.re === id))) as { type: string };
  }

  /** All frames of a type so far. */
  all<T extends ServerFrameType>(type: T): ServerFrameOf<T>[] {
    return this.frames.filter((f) => f.type === type) as unknown as ServerFrameOf<T>[];
  }

  async signUp(user: string): Promise<string> {
    const reply = await this.ask({ type: 'signup', user, password: `long password of ${user}`, device: 'test' });
    if (reply.type !== 'signed-in') throw new Error(JSON.stringify(reply));
    return String(reply.token);
  }

  async sync(cursors: { room: string; seq: number; id?: string }[] = [], more: object = {}) {
    return await this.ask({ type: 'sync', cursors, recent: 50, ...more });
  }

  /** Creates a public room; returns its id. */
  async createRoom(name: string, more: object = {}): Promise<string> {
    const reply = await this.ask({ type: 'room.create', name, ...more });
    return (reply.room as { readonly id: string }).id;
  }

  async say(room: string, text: string, clientId: string) {
    return await this.ask({ type: 'message.send', room, clientId, body: { kind: 'text', text } });
  }

  async ended(): Promise<{ code: number; reason: string }> {
    return await eventually(() => this.closed);
  }
}
