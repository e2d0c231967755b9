import type { MemberRole } from '@securechat/protocol';
import { isBelow, type Mark, type Row } from './history.ts';
import { add, type IndexedHistory, isVisible, type Membership, type OpOf, type Report } from './indexed-history.ts';

/** Written down once more, independently of the server. */
const ranks: Readonly<Record<MemberRole, number>> = { reader: 1, member: 2, moderator: 3, owner: 4 };
type Read = OpOf<'read'>;

/** The roles of a room's members and its bans, as its log says, event by event. */
class Standings {
  readonly roles = new Map<string, MemberRole>();
  readonly #former = new Map<string, MemberRole>();
  readonly #banned = new Set<string>();
  readonly #room: Read;
  #isArchived = false;

  constructor(room: Read) {
    this.#room = room;
  }

  /** What nobody had the right to, if anything. */
  anomalyOf(row: Row): string | undefined {
    const { type, user, target = '' } = row;
    const [role, rank] = [this.roles.get(user), ranks[this.roles.get(user) ?? 'reader']];
    const isAbove = role !== undefined && rank > ranks[this.roles.get(target) ?? 'reader'];
    // Whoever may do nothing else in an archived room may leave it.
    if (this.#isArchived && type !== 'member-left' && type !== 'room-archived') return 'changed-in-archive';
    switch (type) {
      case 'message':
        if (role === undefined) return 'message-of-non-member';
        return role === 'reader' ? 'message-of-reader' : undefined;
      case 'member-joined':
        return this.#joinAnomaly(row);
      case 'member-removed':
      case 'member-banned':
        return rank >= ranks.moderator && isAbove ? undefined : 'acted-without-right';
      case 'member-unbanned':
        return rank >= ranks.moderator ? undefined : 'acted-without-right';
      case 'role':
      case 'room-archived':
      case 'room-policy':
        return rank === ranks.owner ? undefined : 'acted-without-right';
      default:
        return this.#room.kind === 'direct' && type !== 'room-created' ? 'direct-room-changed' : undefined;
    }
  }

  take({ type, user, target = '', role = 'member', on = false }: Row): void {
    if (type === 'room-archived') this.#isArchived = on;
    if (type === 'member-joined') this.roles.set(user, role);
    else if (type === 'role') this.roles.set(target, role);
    else if (type === 'member-left') this.#ends(user);
    else if (type === 'member-removed' || type === 'member-banned') this.#ends(target);
    if (type === 'member-banned') this.#banned.add(target);
    if (type === 'member-unbanned') this.#banned.delete(target);
  }

  #ends(user: string): void {
    const role = this.roles.get(user);
    if (role !== undefined) this.#former.set(user, role);
    this.roles.delete(user);
  }

  #joinAnomaly({ user, role, by }: Row): string | undefined {
    const isFirst = this.roles.size === 0;
    if (this.#banned.has(user)) return 'banned-joined';
    if (this.#former.get(user) === 'reader' && role !== 'reader' && !isFirst) return 'reader-escaped';
    if (this.#room.kind === 'private' && by === undefined && !isFirst) return 'joined-uninvited';
    return this.#room.kind === 'direct' && this.roles.size >= 2 ? 'direct-room-changed' : undefined;
  }
}

/** Everything in a log was done by somebody who might do it then, and two people have one direct room. */
function checkRights(history: IndexedHistory, report: Report): void {
  const pairs = new Map<string, string>();
  for (const read of history.reads.values()) {
    const { room, kind, rows } = read;
    if (kind === undefined) continue;
    const standings = new Standings(read);
    for (const row of rows) {
      const anomaly = standings.anomalyOf(row);
      if (anomaly) report(anomaly, { room, seq: row.seq, type: row.type, user: row.user, target: row.target });
      standings.take(row);
    }
    if (kind !== 'direct') continue;
    const pair = [...standings.roles.keys()].sort().join(' ');
    if (pairs.has(pair)) report('direct-room-doubled', { room, other: pairs.get(pair), pair });
    pairs.set(pair, room);
  }
}

/** Nobody comes into a private room more often than they were invited; a code is good for one. The first member created the room. */
function checkInvitations(history: IndexedHistory, report: Report): void {
  for (const { room, kind, rows } of history.reads.values()) {
    if (kind !== 'private') continue;
    const joins = rows.filter(({ type }) => type === 'member-joined').slice(1);
    const invited = history.invited.filter((op) => op.room === room);
    const codes = invited.filter(({ user }) => user === undefined).length;
    if (joins.length > invited.length) {
      report('joined-uninvited', { room, joins: joins.length, invitations: invited.length });
    }
    for (const user of new Set(joins.map((row) => row.user))) {
      const own = joins.filter((row) => row.user === user).length;
      const names = invited.filter((op) => op.user === user).length;
      if (own > names + codes) report('joined-uninvited', { room, user, joins: own, invitations: names, codes });
    }
  }
}

/** The server tells nobody of events that they may not see (G5), nor that a room exists whose members they never were and to which nobody invited them. */
function checkTold(history: IndexedHistory, report: Report): void {
  const known = new Map<string, readonly Membership[]>();
  for (const { client, room, seqs } of history.told) {
    const key = `${client}/${room}`;
    const memberships = known.get(key) ?? history.memberships(history.users.get(client), room);
    known.set(key, memberships);
    for (const seq of seqs) if (!isVisible(memberships, seq)) report('leak-on-the-wire', { client, room, seq });
  }
  for (const { client, room } of history.named) {
    const user = history.users.get(client);
    const kind = history.reads.get(room)?.kind;
    if (kind === 'public' || history.memberships(user, room).length > 0) continue;
    const isInvited = history.invited.some((op) => op.room === room && op.user === user);
    if (!isInvited) report('room-revealed', { client, room, kind });
  }
}

/** On a device, a read mark never falls within an epoch while the device runs. */
function checkShownMarks(history: IndexedHistory, report: Report): void {
  const last = new Map<string, Map<string, Mark>>();
  for (const op of history.marks) {
    const { client } = op;
    const rooms = (op.t === 'client' ? undefined : last.get(client)) ?? new Map<string, Mark>();
    last.set(client, rooms);
    if (op.t === 'client' || op.how !== 'shown') continue;
    const { room, mark } = op;
    const before = rooms.get(room);
    if (before && isBelow(mark, before)) report('mark-fell', { client, room, before, mark });
    rooms.set(room, mark);
  }
}

/**
 * What the server tells any device of a user of a mark is never below what it has told or confirmed to any of them for an earlier change.
 * What it has confirmed is stored in the end.
 */
function checkServerMarks(history: IndexedHistory, report: Report): void {
  const byMark = new Map<string, { readonly how: 'told' | 'saved'; readonly ver: number; readonly mark: Mark }[]>();
  for (const op of history.marks) {
    if (op.t === 'client' || op.how === 'shown') continue;
    const { client, room, how, ver, mark } = op;
    const name = `${history.users.get(client)}/${room}`;
    const stored = history.storedMarks.get(name);
    if (how === 'saved' && (!stored || isBelow(stored, mark))) report('mark-lost', { client, room, mark, stored });
    if (ver !== undefined) add(byMark, name, { how, ver, mark });
  }
  for (const [name, marks] of byMark) {
    let high: Mark = { seq: 0, epoch: 0 };
    // Of one change, what was confirmed counts before what others were told.
    for (const { how, ver, mark } of marks.sort((a, b) => a.ver - b.ver || a.how.localeCompare(b.how))) {
      if (how === 'told' && isBelow(mark, high)) report('mark-fell', { name, ver, before: high, mark });
      if (isBelow(high, mark)) high = mark;
    }
  }
}

/** In the end, every device of a user shows what the server had told or confirmed to any of them. */
function checkFinalMarks(history: IndexedHistory, report: Report): void {
  for (const { client, room, due, shown } of history.finalMarks) {
    if (!shown || isBelow(shown, due)) report('mark-not-delivered', { client, room, due, shown });
  }
}

/** What rooms, roles, invitations and read marks promise. */
export function checkPeople(history: IndexedHistory, report: Report): void {
  checkRights(history, report);
  checkInvitations(history, report);
  checkTold(history, report);
  checkShownMarks(history, report);
  checkServerMarks(history, report);
  checkFinalMarks(history, report);
}
