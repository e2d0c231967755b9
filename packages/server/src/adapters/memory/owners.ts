import { randomUUID } from 'node:crypto';
import type { EventId, UserId } from '@securechat/protocol/ids';
import type { MemberRole, RoomEvent } from '@securechat/protocol/model';
import { ok } from '@securechat/protocol/result';
import { decideAdministrator, decideSuccession } from '../../domain/decide-owners.ts';
import type { AccountStore } from '../../ports/store.ts';
import { enabledMembers } from './room-store.ts';
import type { Memory, Room } from './state.ts';

const newId = (): EventId => randomUUID() as string as EventId;
const isServers = ({ roomKind, createdBy }: Room): boolean => roomKind === 'public' && createdBy === undefined;

/** Gives those rooms of a user that have no enabled owner another one. Memberships stay. */
export function succeedOwner(memory: Memory, user: UserId, atMs: number): readonly RoomEvent[] {
  const ownable = memory.roomsOf(user).filter((room) => room.roomKind !== 'direct' && !isServers(room));
  const ownerless = ownable.filter((room) => enabledMembers(memory, room, 'owner').length === 0);
  const rooms = ownerless.map((room) => {
    const joinedAt = (member: UserId): number => room.ranges.get(member)?.at(-1)?.from ?? 0;
    const eldest = (role: MemberRole) =>
      enabledMembers(memory, room, role).toSorted((a, b) => joinedAt(a) - joinedAt(b))[0];
    const [eldestModerator, eldestMember, eldestReader] = [eldest('moderator'), eldest('member'), eldest('reader')];
    return { room: room.id, eldestModerator, eldestMember, eldestReader };
  });
  return decideSuccession(rooms, atMs, newId).map((event) => memory.insert(event));
}

/** Names and dismisses administrators. */
export function ownerStore(memory: Memory): Pick<AccountStore, 'setAdministrator'> {
  return {
    async setAdministrator(command) {
      const { user, administrator } = command;
      const account = memory.accounts.get(user);
      const facts = {
        isAdministrator: account?.administrator,
        administrators: [...memory.accounts.values()].filter((each) => each.administrator).length,
        rooms: memory
          .roomsOf(user)
          .filter(isServers)
          .map(({ id }) => id),
      };
      const decided = decideAdministrator(facts, command, newId);
      if (!decided.ok) return decided;
      if (account) memory.accounts.set(user, { ...account, administrator });
      return ok(decided.value.map((event) => memory.insert(event)));
    },
  };
}
