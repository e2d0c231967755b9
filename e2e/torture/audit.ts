import { type ChatClient, createChatClient } from '@securechat/client';
import { nodeClock, nodeDialer } from '@securechat/client/node';
import {
  endsMembershipOf,
  generalRoom,
  isUserId,
  limits,
  type RoomEvent,
  type RoomId,
  type RoomSummary,
} from '@securechat/protocol';
import { good } from '../support/member.ts';
import type { Op } from './history.ts';
import { toRow } from './row.ts';

/** A member of every room from its beginning to the end, which can read everything. */
export class Auditor {
  readonly #server: { readonly url: string; readonly pin: string };
  #token = '';
  /** The rooms that it has created. */
  readonly created: RoomSummary[] = [];

  constructor(server: { url: string; pin: string }) {
    this.#server = server;
  }

  /** Signs up as the first user, and creates the rooms. */
  async begin(rooms: readonly string[]): Promise<void> {
    const client = this.#client(undefined);
    await client.connect();
    this.#token = good(await client.signUp({ user: 'auditor', password: 'a long auditor password' })).token ?? '';
    for (const room of rooms) this.created.push(good(await client.createRoom(room)));
    await client.close();
  }

  /** The head of each room. */
  async heads(): Promise<Record<string, number>> {
    return await this.#asks(async (client) =>
      Object.fromEntries(good(await client.listRooms()).items.map(({ id, head }) => [id, head])),
    );
  }

  /** Tries to remove a user from a room for a while: it is its creator. */
  async remove(room: RoomId, user: string): Promise<void> {
    if (!isUserId(user)) return;
    const client = this.#client(this.#token);
    const tries = client.connect().then(async (welcome) => {
      if (welcome.ok && (await client.resumed()).ok) await client.removeMember(room, user);
    });
    await Promise.race([tries, new Promise((resolve) => setTimeout(resolve, 3000))]);
    await client.close();
  }

  /** Reads every room page by page, and records the memberships. */
  async readAll(): Promise<Op[]> {
    return await this.#asks(async (client) => {
      const ops: Op[] = [];
      for (const room of [generalRoom, ...this.created.map(({ id }) => id)]) {
        const events: RoomEvent[] = [];
        for (let more = true; more; ) {
          const page = good(await client.history({ room, after: events.at(-1)?.seq ?? 0, limit: limits.page }));
          events.push(...page.events);
          more = page.more;
        }
        // The first event is `made`; its creator becomes a member with the second.
        ops.push({ t: 'read', room, from: 2, rows: events.map(toRow) }, ...memberships(room, events));
      }
      return ops;
    });
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

/** The memberships in a room's events. */
function memberships(room: RoomId, events: readonly RoomEvent[]): Op[] {
  const open = new Map<string, number>();
  const ops: Op[] = [];
  for (const event of events) {
    const { type, author, seq } = event;
    if (type === 'joined') open.set(author, seq);
    const user = endsMembershipOf(event);
    const fromSeq = user === undefined ? undefined : open.get(user);
    if (user === undefined || fromSeq === undefined) continue;
    ops.push({ t: 'member', room, user, fromSeq, toSeq: seq });
    open.delete(user);
  }
  for (const [user, fromSeq] of open) ops.push({ t: 'member', room, user, fromSeq });
  return ops;
}
