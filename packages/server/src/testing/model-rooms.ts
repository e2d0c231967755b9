import type { MemberRole, RoomHistory, RoomInviters, RoomKind } from '@securechat/protocol/model';

type Mark = { readonly seq: number; readonly epoch: number };
const ranks: Readonly<Record<MemberRole, number>> = { reader: 1, member: 2, moderator: 3, owner: 4 };

/** A room of the model: who is in it, and which events each person has ever been able to see. */
export class ModelRoom {
  readonly roles = new Map<string, MemberRole>();
  readonly banned = new Set<string>();
  readonly invited = new Map<string, string>();
  /** Who made each code. */
  readonly codes = new Map<string, string>();
  readonly #former = new Map<string, MemberRole>();
  readonly #seen = new Map<string, Set<number>>();
  readonly #kind: RoomKind;
  /** The first event that newcomers see; undefined if they see none from before they joined. */
  #sharedFrom: number | undefined;
  #inviters: RoomInviters = 'members';
  #isArchived = false;
  head = 0;

  constructor(kind: RoomKind, history: RoomHistory) {
    this.#kind = kind;
    this.#sharedFrom = history === 'shared' ? 1 : undefined;
    this.#happens();
  }

  /** The numbers of the events that somebody can read. */
  seenBy(user: string): readonly number[] {
    return [...(this.#seen.get(user) ?? [])].sort((a, b) => a - b);
  }

  isKnownTo(user: string): boolean {
    return this.#kind === 'public' || this.roles.has(user);
  }

  /** Somebody becomes a member, as the one who creates the room or opens it for both. */
  begins(user: string, role: MemberRole): void {
    this.roles.set(user, role);
    this.invited.delete(user);
    const seen = this.#seen.get(user) ?? new Set();
    this.#seen.set(user, seen);
    for (let seq = this.#sharedFrom ?? this.head + 1; seq <= this.head; seq++) seen.add(seq);
    this.#happens();
  }

  send(by: string): boolean {
    return this.#may(by, 'member', true) && this.#happens();
  }

  join(by: string): boolean {
    if (this.roles.has(by)) return true;
    return this.#kind === 'public' && this.#enters(by);
  }

  leave(by: string): boolean {
    const others = [...this.roles].filter(([user]) => user !== by);
    const isLastOwner = this.roles.get(by) === 'owner' && !others.some(([, role]) => role === 'owner');
    if (!this.#isAtLeast(by, 'reader') || (isLastOwner && others.length > 0)) return false;
    return this.#ends(by);
  }

  remove(by: string, user: string): boolean {
    return this.#may(by, 'moderator') && this.roles.has(user) && this.#isAbove(by, user) && this.#ends(user);
  }

  ban(by: string, user: string): boolean {
    if (!this.#may(by, 'moderator') || !this.#isAbove(by, user)) return false;
    this.banned.add(user);
    this.invited.delete(user);
    return this.roles.has(user) ? this.#ends(user) : this.#happens();
  }

  unban(by: string, user: string): boolean {
    return this.#may(by, 'moderator') && this.banned.delete(user) && this.#happens();
  }

  setRole(by: string, user: string, role: MemberRole): boolean {
    const before = this.roles.get(user);
    if (!this.#may(by, 'owner') || before === undefined) return false;
    if (before === role) return true;
    const owners = [...this.roles.values()].filter((each) => each === 'owner').length;
    if (before === 'owner' && owners === 1) return false;
    this.roles.set(user, role);
    return this.#happens();
  }

  archive(by: string, on: boolean): boolean {
    if (!this.#isAtLeast(by, 'owner')) return false;
    if (this.#isArchived === on) return true;
    this.#isArchived = on;
    return this.#happens();
  }

  setPolicy(by: string, history: RoomHistory, inviters: RoomInviters): boolean {
    if (!this.#may(by, 'owner')) return false;
    const isShared = history === 'shared';
    const isSame = isShared === (this.#sharedFrom !== undefined);
    if (isSame && inviters === this.#inviters) return true;
    this.#happens();
    if (!isSame) this.#sharedFrom = isShared ? this.head : undefined;
    this.#inviters = inviters;
    return true;
  }

  invite(by: string, user: string): boolean {
    if (!this.#may(by, this.#leastInviter) || this.roles.has(user) || this.banned.has(user)) return false;
    if (!this.#isInvited(user)) this.invited.set(user, by);
    return true;
  }

  accept(by: string): boolean {
    return this.roles.has(by) || (this.#isInvited(by) && this.#enters(by));
  }

  /** Who has invited somebody, as they see it: an invitation is gone with the one who made it. */
  invitedBy(user: string): string | undefined {
    const by = this.invited.get(user);
    return by !== undefined && this.roles.has(by) ? by : undefined;
  }

  decline(by: string): boolean {
    return this.invited.delete(by);
  }

  revoke(by: string, user: string): boolean {
    return this.#may(by, this.#leastInviter) && this.invited.delete(user);
  }

  createCode(by: string, code: string): boolean {
    return this.#may(by, this.#leastInviter) && this.codes.set(code, by).size > 0;
  }

  useCode(by: string, code: string): boolean {
    if (!this.#isAtLeast(this.codes.get(code), this.#leastInviter)) return false;
    if (this.roles.has(by)) return true;
    return this.#enters(by) && this.codes.delete(code);
  }

  /** Whether an invitation is pending whose maker may still invite. */
  #isInvited(user: string): boolean {
    return this.#isAtLeast(this.invited.get(user), this.#leastInviter);
  }

  get #leastInviter(): MemberRole {
    return this.#inviters === 'moderators' ? 'moderator' : 'member';
  }

  #may(by: string, least: MemberRole, inDirect = false): boolean {
    return !this.#isArchived && this.#isAtLeast(by, least, inDirect);
  }

  /** Also in an archived room. */
  #isAtLeast(by: string | undefined, least: MemberRole, inDirect = false): boolean {
    const role = by === undefined ? undefined : this.roles.get(by);
    return role !== undefined && (this.#kind === 'direct' ? inDirect : ranks[role] >= ranks[least]);
  }

  #isAbove(by: string, user: string): boolean {
    const [mine, theirs] = [this.roles.get(by), this.roles.get(user)];
    return mine !== undefined && (theirs === undefined || ranks[mine] > ranks[theirs]);
  }

  #enters(user: string): boolean {
    if (this.#isArchived || this.banned.has(user)) return false;
    const again = this.#former.get(user) === 'reader' ? 'reader' : 'member';
    this.begins(user, this.roles.size === 0 ? 'owner' : again);
    return true;
  }

  #ends(user: string): true {
    // Its own end is the last event that a member sees.
    this.#happens();
    this.#former.set(user, this.roles.get(user) ?? 'member');
    this.roles.delete(user);
    return true;
  }

  #happens(): true {
    this.head++;
    for (const user of this.roles.keys()) this.#seen.get(user)?.add(this.head);
    return true;
  }
}

/** The marks of the model, by user and room. */
export class ModelMarks {
  readonly #marks = new Map<string, Mark>();

  set(user: string, room: string, mark: Mark): void {
    const before = this.#marks.get(`${user} ${room}`) ?? { seq: -1, epoch: -1 };
    const isLater = mark.epoch > before.epoch || (mark.epoch === before.epoch && mark.seq > before.seq);
    if (isLater) this.#marks.set(`${user} ${room}`, mark);
  }

  get(user: string, room: string): Mark | undefined {
    return this.#marks.get(`${user} ${room}`);
  }
}
