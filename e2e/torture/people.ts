import type { RoomSummary } from '@securechat/protocol';
import type { Auditor } from './audit.ts';
import type { ClientHandle } from './client-handle.ts';
import type { Deed } from './deeds.ts';
import type { Random } from './random.ts';

/** How often people do what. More of them come than go, because a room without members is a poor test. */
const weights = {
  enter: 30,
  answer: 14,
  'use-code': 8,
  'create-code': 5,
  leave: 10,
  remove: 5,
  ban: 4,
  unban: 8,
  role: 12,
  archive: 2,
  'end-archive': 8,
  policy: 6,
  'open-direct': 4,
  probe: 10,
  read: 40,
  unread: 3,
} as const;
const betweenMs = 20;

type Kind = keyof typeof weights;
/** What needs a role. */
const byRole: ReadonlySet<Kind> = new Set([
  ...(['create-code', 'role', 'unban', 'ban', 'remove', 'archive', 'end-archive', 'policy'] as const),
]);
const roleWeights = { reader: 35, member: 40, moderator: 25 } as const;
/** Codes that are tried again: most of them are used up. */
const rememberedCodes = 5;

/** Lets people meet: who is in which room, with which role, and what they have read, changes all the time. */
export class People {
  readonly #clients: readonly ClientHandle[];
  readonly #auditor: Auditor;
  readonly #banned: { readonly room: string; readonly user: string }[] = [];

  readonly #archived: string[] = [];

  constructor(clients: readonly ClientHandle[], auditor: Auditor) {
    this.#clients = clients;
    this.#auditor = auditor;
  }

  /** This many deeds without other faults: under those, few succeed on a slow machine. */
  async mingle(deeds: number, random: Random): Promise<void> {
    for (let i = 0; i < deeds; i++) {
      this.act(random);
      await new Promise((resolve) => setTimeout(resolve, betweenMs));
    }
    await this.#auditor.idle();
  }

  /** One random deed. It may fail under the other faults, or because it is not allowed. */
  act(random: Random): void {
    const client = this.#anyClient(random);
    const { created } = this.#auditor;
    const room = created[random.whole(0, created.length)];
    if (!client || !room) return;
    const kind = random.weighted(weights);
    if (kind === 'enter') this.#enter(client, room, random);
    else if (kind === 'use-code') this.#useCode(random);
    else if (byRole.has(kind)) this.#byAny(this.#deedOfRole(kind, client.plan.user, room.id, random), random);
    else client.does(this.#ownDeed(kind, room, random));
  }

  #ownDeed(kind: Kind, room: RoomSummary, random: Random): Deed {
    switch (kind) {
      case 'answer':
        return { kind, accept: random.next() < 0.8 };
      case 'open-direct':
        return { kind, user: this.#anyClient(random)?.plan.user ?? 'user-1' };
      case 'read':
      case 'unread':
        return { kind, room: random.pick([room.id, room.id, 'general']) };
      default:
        return { kind: kind === 'leave' ? kind : 'probe', room: this.#anyRoom(room, random) };
    }
  }

  #deedOfRole(kind: Kind, user: string, room: string, random: Random): Deed {
    switch (kind) {
      case 'create-code':
        return { kind, room };
      case 'archive':
        this.#archived.push(room);
        return { kind, room };
      case 'end-archive':
        return { kind, room: this.#archived.shift() ?? room };
      case 'policy': {
        const inviters = random.pick(['members', 'members', 'moderators'] as const);
        return { kind, room, history: random.pick(['shared', 'joined'] as const), inviters };
      }
      case 'role':
        return { kind, room, user, role: random.weighted(roleWeights) };
      case 'unban':
        return { kind, ...(this.#banned.shift() ?? { room, user }) };
      case 'ban':
        this.#banned.push({ room, user });
        return { kind, room, user };
      default:
        return { kind: 'remove', room, user };
    }
  }

  #anyClient(random: Random): ClientHandle | undefined {
    return this.#clients[random.whole(0, this.#clients.length)];
  }

  /** Also a direct room of any two people. */
  #anyRoom(room: RoomSummary, random: Random): string {
    const learned = this.#clients.flatMap((client) => client.learned);
    const directs = learned.flatMap((each) => ('room' in each ? [each.room] : []));
    return random.next() < 0.3 ? (directs[random.whole(0, directs.length)] ?? room.id) : room.id;
  }

  #enter(client: ClientHandle, { id, kind, name }: RoomSummary, random: Random): void {
    if (kind === 'public') client.does({ kind: 'join', name: name ?? id });
    else this.#byAny({ kind: 'invite', room: id, user: client.plan.user }, random);
  }

  /** Two try it at once. */
  #useCode(random: Random): void {
    const learned = [...this.#auditor.learned, ...this.#clients.flatMap((client) => client.learned)];
    const codes = learned.flatMap((each) => ('code' in each ? [each.code] : [])).slice(-rememberedCodes);
    const code = codes[random.whole(0, codes.length)];
    if (code === undefined) return;
    for (const client of [this.#anyClient(random), this.#anyClient(random)]) client?.does({ kind: 'use-code', code });
  }

  /** By the owner, or by somebody who may not be allowed to. */
  #byAny(deed: Deed, random: Random): void {
    if (random.next() < 0.5) this.#auditor.does(deed);
    else this.#anyClient(random)?.does(deed);
  }
}
