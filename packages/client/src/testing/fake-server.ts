import {
  type ClientFrame,
  decodeClientFrame,
  type ErrorCode,
  PROTOCOL_VERSION,
  type RoomEvent,
  type RoomId,
  replies,
  type ServerFrame,
  type UserId,
} from '@securechat/protocol';
import type { Dialer, DialFailure, SocketEvents } from '../ports.ts';
import { describedAs } from './description.ts';

/** `follows`: it has sent `sync`, and receives live events. */
type Connection = { readonly on: SocketEvents; open: boolean; signedIn: boolean; follows: boolean };

const textOf = (event: RoomEvent) =>
  event.type === 'message' && event.body.kind === 'text' ? event.body.text : undefined;

/** Requests that are allowed before logging in. */
const forGuests: readonly string[] = ['hello', 'signup', 'login', 'resume', 'ping'];
const ofMembers: readonly string[] = ['message.send', 'history', 'search'];
const token = 'sct_token';

/**
 * A small in-memory server for one client: speaks the protocol over sockets that a test can refuse, silence and cut. It passes the contract
 * that the real server passes.
 */
export class FakeServer implements Dialer {
  readonly user = 'ada' as UserId;
  readonly password = 'the long password of ada';
  readonly room = 'general' as RoomId;
  /** The stored events, in order. */
  readonly log: RoomEvent[] = [];
  /** Every frame that the client sent, over all connections. */
  readonly seen: ClientFrame[] = [];
  generation = 'g1';
  /** How the next dials fail; undefined: they succeed. */
  dialFailure: DialFailure | undefined;
  /** Sends no events in a catch-up, though it has them. */
  withhold = false;
  /** Refusals instead of replies, by frame type. */
  refuse: Partial<Record<ClientFrame['type'], { code: string; retryAfterMs?: number }>> = {};
  /** How many messages one search request reads before it stops and returns where to continue. */
  searchReads = Number.MAX_SAFE_INTEGER;
  /** Replies instead of the usual ones, by frame type; `re` is added. */
  answers: Partial<Record<ClientFrame['type'], object>> = {};
  /** The code with which the client last closed a connection. */
  closedWith: number | undefined;
  #connection: Connection | undefined;
  #silent = false;
  /** The time of the next event, minus its seq. */
  atMs = 0;
  /** Event ids are never reused, not even after a restore. */
  #made = 0;
  #unread: { readonly connection: Connection; readonly frame: ClientFrame }[] = [];

  /** Reads nothing while true, like a stopped process; received frames are handled afterwards, in order. */
  get silent(): boolean {
    return this.#silent;
  }

  set silent(silent: boolean) {
    this.#silent = silent;
    if (silent) return;
    for (const { connection, frame } of this.#unread.splice(0)) if (connection.open) this.#deal(frame);
  }

  dial(_: string, on: SocketEvents) {
    const connection: Connection = { on, open: false, signedIn: false, follows: false };
    const failure = this.dialFailure;
    queueMicrotask(() => {
      if (failure) on.closed(1006, '', failure);
      else {
        connection.open = true;
        this.#connection = connection;
        on.opened();
      }
    });
    return {
      send: (text: string) => {
        const frame = decodeClientFrame(text);
        if (!frame.ok) throw new Error(`the client sent what no server can read: ${text}`);
        if (connection.open) this.#take(connection, frame.value);
      },
      close: (code: number, reason: string) => {
        this.closedWith = code;
        queueMicrotask(() => this.#end(connection, code, reason));
      },
    };
  }

  /** Stores a message of someone and sends it to the client if it is connected. */
  happens(author: string, text: string, tell = true): RoomEvent {
    const event = this.#store(author as UserId, `${author}-${this.#made++}`, text);
    if (tell) this.tell(event);
    return event;
  }

  /** Stores an event of any other type, e.g. `joined`, or one that this version does not know. */
  occurs(type: string, author: string, tell = true): RoomEvent {
    const seq = this.log.length + 1;
    const base = { room: this.room, seq, id: `${type}-${this.#made++}`, author, at: this.atMs + seq };
    const more: Record<string, object> = { made: { topic: '' }, removed: { user: 'cyd' } };
    const event = { ...base, type, ...more[type] } as unknown as RoomEvent;
    this.log.push(event);
    if (tell) this.tell(event);
    return event;
  }

  /** The number of members: ada and bob, and those who joined since. */
  get members(): number {
    const count = (type: string) => this.log.filter((e) => e.type === type).length;
    return 2 + count('joined') - count('left') - count('removed');
  }

  /** Sends an event to the client if it follows. */
  tell(event: RoomEvent | undefined): void {
    if (event && this.#connection?.follows) this.push({ type: 'event', event });
  }

  /** Sends any frame, also an unsolicited or malformed one. */
  push(frame: ServerFrame): void {
    this.pushText(JSON.stringify(frame));
  }

  /** Sends any text, also one that is not a frame. */
  pushText(text: string): void {
    if (this.#connection?.open) this.#connection.on.text(text);
  }

  /** Cuts the connection. */
  cut(code = 1006): void {
    if (this.#connection) this.#end(this.#connection, code, '');
  }

  #end(connection: Connection, code: number, reason: string): void {
    if (!connection.open) return;
    connection.open = false;
    connection.on.closed(code, reason);
  }

  #store(author: UserId, id: string, text: string): RoomEvent {
    const seq = this.log.length + 1;
    const body = { kind: 'text', text } as const;
    const event = { type: 'message', room: this.room, seq, id, author, at: this.atMs + seq, body } as RoomEvent;
    this.log.push(event);
    return event;
  }

  #take(connection: Connection, frame: ClientFrame): void {
    this.seen.push(frame);
    if (this.#silent) this.#unread.push({ connection, frame });
    else this.#deal(frame);
  }

  #deal(frame: ClientFrame): void {
    for (const answer of this.#answers(frame)) {
      if (answer.type === 'signed-in' && this.#connection) this.#connection.signedIn = true;
      this.push(answer);
    }
  }

  #answers(frame: ClientFrame): ServerFrame[] {
    if (!('id' in frame)) return [];
    const refusal = this.refuse[frame.type];
    if (refusal) return [{ type: 'error', re: frame.id, message: `refused: ${refusal.code}`, ...refusal }];
    const re = frame.id;
    const given = this.answers[frame.type];
    if (given) return [{ ...given, re } as ServerFrame];
    const code = this.#refusalOf(frame);
    if (code !== undefined) return [{ type: 'error', re, code, message: `refused: ${code}` }];
    switch (frame.type) {
      case 'hello':
        return [
          {
            type: 'welcome',
            re,
            version: PROTOCOL_VERSION,
            server: { name: 'fake', version: '0' },
            generation: this.generation,
            signup: 'open',
            passwordMin: 12,
            heartbeatMs: 20_000,
            nowMs: 0,
          },
        ];
      case 'signup':
      case 'login':
        return [{ type: 'signed-in', re, user: this.user, session: 's1' as never, token }];
      case 'resume':
        return [{ type: 'signed-in', re, user: this.user, session: 's1' as never }];
      case 'ping':
        return [{ type: 'pong', re }];
      case 'message.send':
        return this.#say(frame);
      case 'sync':
        return this.#sync(frame);
      case 'history': {
        const below = this.log.filter(
          (e) => e.room === frame.room && e.seq < (frame.before ?? Number.MAX_SAFE_INTEGER),
        );
        const events = below.slice(-frame.limit);
        return [{ type: 'page', re, room: frame.room, events, more: below.length > events.length }];
      }
      case 'search': {
        const has = (text: string) => frame.words.split(' ').every((word) => text.includes(word));
        const below = this.log.filter(
          (e) => e.room === frame.room && e.seq < (frame.before ?? Number.MAX_SAFE_INTEGER),
        );
        const here = below.reverse().slice(0, this.searchReads);
        const events = here.filter((e) => e.type === 'message' && e.body.kind === 'text' && has(e.body.text));
        const next = here.length < below.length ? { more: true, next: here.at(-1)?.seq } : { more: false };
        return [{ type: 'found', re, room: frame.room, events: events.slice(0, frame.limit), ...next }];
      }
      case 'room.create':
      case 'room.find':
      case 'room.join': {
        const id = frame.name.trim().replace(/^#/, '').toLowerCase() as RoomId;
        return [{ type: 'room', re, room: { id, ...describedAs(id), head: 0, joined: true } }];
      }
      default:
        return replies[frame.type] === 'done'
          ? [{ type: 'done', re }]
          : [{ type: 'error', re, code: 'unknown_type', message: 'not part of this server' }];
    }
  }

  /** Why any server would refuse this. */
  #refusalOf(frame: ClientFrame): ErrorCode | undefined {
    if (!this.#connection?.signedIn && !forGuests.includes(frame.type)) return 'not_signed_in';
    if (frame.type === 'login' && frame.password !== this.password) return 'wrong_credentials';
    if (frame.type === 'resume' && frame.token !== token) return 'session_expired';
    if ('room' in frame && ofMembers.includes(frame.type) && frame.room !== this.room) return 'not_a_member';
    if (frame.type !== 'message.send') return undefined;
    const known = this.log.find(({ id }) => id === frame.clientId);
    return known && textOf(known) !== frame.body.text ? 'id_reused' : undefined;
  }

  #say(frame: ClientFrame & { readonly type: 'message.send' }): ServerFrame[] {
    const known = this.log.find((e) => e.id === frame.clientId);
    const event = known ?? this.#store(this.user, frame.clientId, frame.body.text);
    const { room, seq, id: clientId, at } = event;
    const ack = { type: 'ack', re: frame.id, room, seq, clientId, at } as const;
    const told = this.#connection?.follows ? [{ type: 'event', event } as const] : [];
    return known ? [ack] : [ack, ...told];
  }

  #sync(frame: ClientFrame & { readonly type: 'sync' }): ServerFrame[] {
    const { room } = this;
    if (this.#connection) this.#connection.follows = true;
    const head = this.log.length;
    const cursor = frame.cursors.find((c) => c.room === room)?.seq;
    const same = frame.generation === undefined || frame.generation === this.generation;
    const id = frame.cursors.find((c) => c.room === room)?.id;
    const leadsHere = cursor !== undefined && (id === undefined || this.log[cursor - 1]?.id === id);
    const kept = cursor !== undefined && same && cursor <= head && leadsHere;
    const after = kept ? cursor : Math.max(0, head - frame.recent);
    const run = { type: 'events', room, after, head, events: this.withhold ? [] : this.log.slice(after) } as const;
    const jump = cursor === undefined ? 'new' : 'restored';
    const { members } = this;
    const header = { ...describedAs(room, { members }), asOf: head };
    const summary = { id: room, ...describedAs(room, { members }), head, joined: true, online: [this.user] };
    const synced = { type: 'synced', re: frame.id, rooms: [summary] } as const;
    const events = [...run.events];
    if (!kept)
      return [
        { ...run, events, jump, header },
        { ...synced, rooms: [summary] },
      ];
    return events.length > 0
      ? [
          { ...run, events },
          { ...synced, rooms: [summary] },
        ]
      : [{ ...synced, rooms: [summary] }];
  }
}
