import { isInviteOpen, isRevocable } from '../../domain/invite.ts';
import type { InviteRoom, InviteStore } from '../../ports/invite-store.ts';
import { byId, type Memory } from './state.ts';

/** A room of an invite as it is now. */
export function asItIs({ rooms }: Memory, { room, name }: Pick<InviteRoom, 'room' | 'name'>): InviteRoom {
  const found = rooms.get(room);
  if (!found) return { room, name, state: 'deleted' };
  return { room, name: found.name, state: found.archivedMs === undefined ? 'open' : 'archived' };
}

/** Invites and operators' actions in memory. */
export function inviteStore(memory: Memory): InviteStore {
  const { invites } = memory;
  return {
    createInvite: async ({ id, codeHash, atMs, expiresMs, uses, rooms = [] }) => {
      const unused = { used: 0, revoked: false, usedBy: [] };
      invites.put({ id, codeHash, createdMs: atMs, expiresMs, uses, ...unused, rooms });
    },
    invites: async () =>
      invites.all
        .toSorted((a, b) => b.createdMs - a.createdMs || byId(a, b))
        .map((invite) => ({ ...invite, rooms: invite.rooms.map((each) => asItIs(memory, each)) })),
    isInviteOpen: async (codeHash, atMs) => isInviteOpen(invites.byHash(codeHash), atMs),
    revokeInvite: async (id) => {
      const invite = invites.all.find((each) => each.id === id);
      if (!isRevocable(invite)) return false;
      invites.put({ ...invite, revoked: true });
      return true;
    },
    allRooms: async () =>
      [...memory.rooms.values()].sort(byId).map((room) => {
        const { id, roomKind: kind, name, archivedMs } = room;
        const members = memory.membersOf(room);
        const owners = members.filter(({ role }) => role === 'owner').map(({ user }) => user);
        return { room: id, kind, name, members: members.length, owners, archived: archivedMs !== undefined };
      }),
    recordAction: async (action) => void invites.actions.push({ ...action, number: invites.actions.length + 1 }),
    operatorActions: async (after) => invites.actions.slice(after, after + 100),
    lastAction: async () => invites.actions.length,
  };
}
