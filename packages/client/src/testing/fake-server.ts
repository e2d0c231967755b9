import {
  type ChangeType,
  type ClientFrame,
  decodeClientFrame,
  type ErrorCode,
  PROTOCOL_VERSION,
  type RoomEvent,
  type RoomId,
  replies,
  type ServerFrame,
  type UserId,
  type WireStateEntry,
} from '@securechat/protocol';
import type { Dialer, DialFailure, SocketEvents } from '../ports.ts';
import { describedAs, directRoom } from './description.ts';
import { changeRefusal, storeChange } from './fake-changes.ts';
import { foundIn, historyPage, mentionsOf, textOf } from './fake-reading.ts';
import { FakeState } from './fake-state.ts';

/** `follows`: it has sent `sync`, and receives live events. */
type Connection = { readonly on: SocketEvents; open: boolean; signedIn: boolean; follows: boolean };

/** Requests that are allowed before logging in. */
const forGuests: readonly string[] = ['hello', 'signup', 'login', 'resume', 'ping'];
const ofMembers: readonly string[] = ['message.send', 'message.edit', 'message.delete', 'history', 'search'];
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
  /** What the user keeps. */
  readonly state = new FakeState();
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

  /** Stores an event of any other type, e.g. `member-joined`, or one that this version does not know. */
  occurs(type: string, author: string, tell = true): RoomEvent {
    const seq = this.log.length + 1;
    const base = { room: this.room, seq, id: `${type}-${this.#made++}`, author, at: this.atMs + seq };
    const more: Record<string, object> = {
      'room-created': { topic: '' },
      'member-removed': { user: 'cyd' },
      'member-banned': { user: 'eve', absent: true },
      'member-unbanned': { user: 'eve' },
      role: { user: 'bob', role: 'reader' },
    };
    const event = { ...base, type, ...more[type] } as unknown as RoomEvent;
    this.log.push(event);
    if (tell) this.tell(event);
    return event;
  }

  /** The number of members: ada and bob, and those who joined since. */
  get members(): number {
    const count = (type: string) => this.log.filter((e) => e.type === type).length;
    return 2 + count('member-joined') - count('member-left') - count('member-removed');
  }

  /** The number of messages. */
  get messages(): number {
    return this.log.filter((e) => e.type === 'message').length;
  }

  /** Sends an event to the client if it follows. */
  tell(event: RoomEvent | undefined): void {
    if (event && this.#connection?.follows) this.push({ type: 'event', event });
  }

  /** Another device of the user changes what the user keeps. */
  keeps(...entries: readonly WireStateEntry[]): void {
    this.state.set(entries);
    if (this.#connection?.follows) this.push({ type: 'state', ver: this.state.ver, entries: [...entries] });
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
    const stored = { room: this.room, seq, id, author, at: this.atMs + seq };
    const event = { type: 'message', ...stored, n: this.messages + 1, body } as RoomEvent;
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
      case 'message.edit':
      case 'message.delete':
        return this.#change(frame);
      case 'sync':
        return this.#sync(frame);
      case 'state.set':
        this.state.set(frame.entries);
        return [{ type: 'state-saved', re, ver: this.state.ver }];
      case 'history':
        return [historyPage(this.log, frame)];
      case 'search':
        return [foundIn(this.log, frame, this.searchReads)];
      case 'mention.list':
        return [mentionsOf(this.user, this.log, frame)];
      case 'direct.open':
        return [directRoom(this.user, frame)];
      case 'room.create':
      case 'room.find':
      case 'room.join': {
        const id = (frame.name ?? 'unnamed').trim().replace(/^#/, '').toLowerCase() as RoomId;
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
    if ('room' in frame && ofMembers.includes(frame.type) && frame.room !== this.room) return 'no_such_room';
    if (!('clientId' in frame)) return undefined;
    const known = this.log.find(({ id }) => id === frame.clientId);
    if (frame.type !== 'message.send') return known ? undefined : changeRefusal(this.log, this.user, frame);
    return known && textOf(known) !== frame.body.text ? 'id_reused' : undefined;
  }

  #change(frame: ClientFrame & { readonly type: ChangeType }): ServerFrame[] {
    const known = this.log.find((e) => e.id === frame.clientId);
    const event = known ?? this.#changed(frame);
    const { room, seq, id: clientId, at } = event;
    const ack = { type: 'ack', re: frame.id, room, seq, clientId, at } as const;
    if (known || !this.#connection?.follows) return [ack];
    const gone = frame.type === 'message.send' && frame.draft ? this.state.removeDraft(frame.room) : undefined;
    return [ack, { type: 'event', event }, ...(gone ? [gone] : [])];
  }

  #changed(frame: ClientFrame & { readonly type: ChangeType }): RoomEvent {
    if (frame.type === 'message.send') return this.#store(this.user, frame.clientId, frame.body.text);
    const seq = this.log.length + 1;
    const stored = { room: this.room, seq, id: frame.clientId, author: this.user, at: this.atMs + seq };
    return storeChange(this.log, frame, stored);
  }

  #sync(frame: ClientFrame & { readonly type: 'sync' }): ServerFrame[] {
    return [...this.state.above(frame.state), ...this.#missed(frame)];
  }

  #missed(frame: ClientFrame & { readonly type: 'sync' }): ServerFrame[] {
    const { room } = this;
    if (this.#connection) this.#connection.follows = true;
    const head = this.log.length;
    const { seq: cursor, id } = frame.cursors.find((c) => c.room === room) ?? {};
    const same = frame.generation === undefined || frame.generation === this.generation;
    const leadsHere = cursor === 0 || (cursor !== undefined && this.log[cursor - 1]?.id === id);
    const kept = cursor !== undefined && same && cursor <= head && leadsHere;
    const after = kept ? cursor : Math.max(0, head - frame.recent);
    const run = { type: 'events', room, after, head, events: this.withhold ? [] : this.log.slice(after) } as const;
    const jump = cursor === undefined ? 'new' : 'restored';
    const described = describedAs(room, { members: this.members, messages: this.messages, role: 'member' });
    const header = { ...described, asOf: head };
    const summary = { id: room, ...described, head, joined: true, online: [this.user] };
    const synced = { type: 'synced', re: frame.id, invitations: [], rooms: [summary] } satisfies ServerFrame;
    const at = run.events.length === 0 ? this.log[after - 1] : undefined;
    if (!kept) return [{ ...run, jump, header, ...(at && { afterId: at.id }) }, synced];
    return run.events.length > 0 ? [run, synced] : [synced];
  }
}
