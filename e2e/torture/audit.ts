import { type ChatClient, createChatClient } from '@securechat/client';
import { nodeClock, nodeDialer } from '@securechat/client/node';
import {
  endsMembershipOf,
  generalRoom,
  limits,
  type RoomEvent,
  type RoomId,
  type RoomSummary,
} from '@securechat/protocol';
import { good } from '../support/member.ts';
import { type Deed, type Learned, perform } from './deeds.ts';
import type { Op, Recorder } from './history.ts';
import { toRow } from './row.ts';

/** How long an attempt under faults may take. */
const attemptMs = 3000;

type Range = { readonly fromSeq: number; readonly visibleFrom: number };

/** A member of every room except direct ones from its beginning to the end, which can read everything there. */
export class Auditor {
  readonly #server: { readonly url: string; readonly pin: string };
  readonly #recorder: Recorder;
  #token = '';
  /** The rooms that it has created. */
  readonly created: RoomSummary[] = [];
  /** The codes that it has created. */
  readonly learned: Learned[] = [];
  readonly #attempts = new Set<Promise<void>>();

  constructor(server: { url: string; pin: string }, recorder: Recorder) {
    this.#server = server;
    this.#recorder = recorder;
  }

  /** Signs up as the first user, and creates the rooms. */
  async begin(rooms: { readonly public: readonly string[]; readonly private: readonly string[] }): Promise<void> {
    const client = this.#client(undefined);
    await client.connect();
    this.#token = good(await client.signUp({ user: 'auditor', password: 'a long auditor password' })).token ?? '';
    // One room shares its history with those who join, the next does not.
    for (const [i, name] of rooms.public.entries()) {
      this.created.push(good(await client.createRoom({ name, history: i % 2 === 0 ? 'joined' : 'shared' })));
    }
    for (const name of rooms.private) this.created.push(good(await client.createRoom({ kind: 'private', name })));
    await client.close();
  }

  /** The head of each room. */
  async heads(): Promise<Record<string, number>> {
    return await this.#asks(async (client) => {
      const heads: Record<string, number> = {};
      for (const id of this.#rooms()) heads[id] = good(await client.findRoom(id)).head;
      return heads;
    });
  }

  /** Tries to do something for a while: it is the owner of its rooms. */
  does(deed: Deed): void {
    const attempt = this.#attempt(deed).finally(() => this.#attempts.delete(attempt));
    this.#attempts.add(attempt);
  }

  /** Resolves when it does nothing more. */
  async idle(): Promise<void> {
    await Promise.all(this.#attempts);
  }

  async #attempt(deed: Deed): Promise<void> {
    const client = this.#client(this.#token);
    const tries = client.connect().then(async (welcome) => {
      if (!welcome.ok || !(await client.resumed()).ok) return;
      const learned = await perform(client, deed, this.#recorder);
      if (learned) this.learned.push(learned);
    });
    await Promise.race([tries, new Promise((resolve) => setTimeout(resolve, attemptMs))]);
    await client.close();
  }

  /** Reads every room page by page, and records the memberships. */
  async readAll(): Promise<Op[]> {
    return await this.#asks(async (client) => {
      const ops: Op[] = [];
      for (const room of this.#rooms()) {
        const events: RoomEvent[] = [];
        for (let more = true; more; ) {
          const page = good(await client.log({ room, after: events.at(-1)?.seq ?? 0, limit: limits.page }));
          events.push(...page.events);
          more = page.more;
        }
        // The first event is `room-created`; its creator becomes a member with the second.
        const { kind = 'public', history = 'shared' } = this.created.find(({ id }) => id === room) ?? {};
        const isShared = history === 'shared';
        const from = isShared ? 1 : 2;
        ops.push({ t: 'read', room, kind, from, rows: events.map(toRow) }, ...memberships(room, events, isShared));
      }
      return ops;
    });
  }

  #rooms(): readonly RoomId[] {
    return [generalRoom, ...this.created.map(({ id }) => id)];
  }

  #client(token: string | undefined): ChatClient {
    return createChatClient({
      url: this.#server.url,
      dialer: nodeDialer({ pin: this.#server.pin }),
      clock: nodeClock,
      client: { name: 'auditor', version: '0' },
      device: 'auditor',
      follow: false,
      ...(token === undefined ? {} : { token }),
    });
  }

  async #asks<T>(ask: (client: ChatClient) => Promise<T>): Promise<T> {
    const client = this.#client(this.#token);
    await client.connect();
    good(await client.resumed());
    try {
      return await ask(client);
    } finally {
      await client.close();
    }
  }
}

/**
 * The memberships in a room's events. Whether the room shared its history at first is known from its creation, and later from its events, not
 * from what the server shows.
 */
export function memberships(room: RoomId, events: readonly RoomEvent[], isSharedAtFirst: boolean): Op[] {
  let sharedFrom = isSharedAtFirst ? 1 : undefined;
  const open = new Map<string, Range>();
  const ops: Op[] = [];
  const add = (user: string, { fromSeq, visibleFrom }: Range, toSeq?: number) =>
    ops.push({ t: 'member', room, user, fromSeq, visibleFrom, toSeq });
  for (const event of events) {
    const { type, author, seq } = event;
    if (type === 'room-policy' && event.history === 'joined') sharedFrom = undefined;
    if (type === 'room-policy' && event.history === 'shared') sharedFrom ??= seq;
    if (type === 'member-joined') open.set(author, { fromSeq: seq, visibleFrom: sharedFrom ?? seq });
    const user = endsMembershipOf(event);
    const range = user === undefined ? undefined : open.get(user);
    if (user === undefined || range === undefined) continue;
    add(user, range, seq);
    open.delete(user);
  }
  for (const [user, range] of open) add(user, range);
  return ops;
}
