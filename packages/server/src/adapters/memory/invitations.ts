import type { RoomId, UserId } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import type { Invitation } from '@securechat/protocol/model';
import { ok } from '@securechat/protocol/result';
import {
  type AddsInvitation,
  decideInvitation,
  type InvitationChange,
  type InvitationCommand,
  type InvitationFacts,
  type RoomLink,
} from '../../domain/decide-invitation.ts';
import type { RoomFacts } from '../../domain/room-command.ts';
import type { InvitationStore } from '../../ports/invitation-store.ts';
import { key, type Memory, type PendingInvitation } from './state.ts';

/** How the facts about a room and a user are read. */
type ReadFacts = (ask: {
  readonly room: RoomId;
  readonly by: UserId;
  readonly session: InvitationCommand['session'];
  readonly atMs: number;
  readonly user: UserId | undefined;
}) => RoomFacts;

/** No room has this id: it stands for that of a link which does not exist. */
const nowhere = '' as RoomId;

function factsOf(
  memory: Memory,
  roomFacts: ReadFacts,
  command: InvitationCommand,
): { readonly facts: InvitationFacts; readonly room: RoomId } {
  const { by, session, atMs } = command;
  const to = command.kind === 'accept' ? command.to : { room: command.room };
  const link: RoomLink | undefined = 'room' in to ? undefined : memory.links.get(key(to.codeHash));
  const room = 'room' in to ? to.room : (link?.room ?? nowhere);
  const user = command.kind === 'invite' || command.kind === 'revoke' ? command.user : by;
  const all = [...memory.invitations.values()];
  const links = [...memory.links.values()].filter((each) => each.room === room).length;
  const pending = all.find((each) => each.room === room && each.user === user);
  const invitedBy = (pending?.delivered ?? pending)?.by;
  const inviter = 'room' in to ? invitedBy : link?.by;
  const byAsker = all.filter((each) => each.by === by && memory.isMember(memory.rooms.get(each.room), by));
  const isActive = inviter !== undefined && memory.accounts.get(inviter)?.disabled === false;
  const facts = {
    ...roomFacts({ room, by, session, atMs, user }),
    invitedBy,
    inviterRole: isActive ? memory.roleOf(memory.rooms.get(room), inviter) : undefined,
    isInviterBlocked: user !== undefined && invitedBy !== undefined && memory.userState.blocks(user, invitedBy),
    pendingByAsker: byAsker.length,
    pendingByAskerToUser: byAsker.filter((each) => each.user === user).length,
    pendingOfUser: all.filter((each) => each.user === user).length,
    pendingOfRoom: all.filter((each) => each.room === room).length + links,
    links,
    link,
  };
  return { facts, room };
}

function added(memory: Memory, change: AddsInvitation): PendingInvitation {
  const first = memory.invitations.get(`${change.user} ${change.room}`);
  return change.isBehind && first ? { ...first, delivered: change } : change;
}

function applyChange(memory: Memory, change: InvitationChange): void {
  switch (change.kind) {
    case 'adds':
      memory.invitations.set(`${change.user} ${change.room}`, added(memory, change));
      return;
    case 'ends':
      memory.invitations.delete(`${change.user} ${change.room}`);
      return;
    case 'adds-link':
      for (const [hash, { expiresMs }] of memory.links) if (expiresMs <= change.atMs) memory.links.delete(hash);
      memory.links.set(key(change.codeHash), change);
      return;
    case 'uses-link':
      memory.links.delete(key(change.codeHash));
      return;
    case 'ends-links':
      for (const [hash, { room }] of memory.links) if (room === change.room) memory.links.delete(hash);
      return;
  }
}

/** The invitations of somebody whose account is deleted end; one behind another takes its place, or ends alone. */
export function endInvitationsOf(memory: Memory, user: UserId): void {
  for (const [name, { delivered, ...first }] of memory.invitations) {
    const second = delivered?.by === user ? undefined : delivered;
    if (first.user === user) memory.invitations.delete(name);
    else if (first.by !== user) memory.invitations.set(name, second ? { ...first, delivered: second } : first);
    else if (second) memory.invitations.set(name, second);
    else memory.invitations.delete(name);
  }
}

/** Invitations to rooms in memory. */
export function invitationStore(memory: Memory, roomFacts: ReadFacts): InvitationStore {
  return {
    async changeInvitation(command) {
      const { facts, room } = factsOf(memory, roomFacts, command);
      const decided = decideInvitation(facts, command);
      if (!decided.ok) return decided;
      const { events, changes } = decided.value;
      for (const change of changes) applyChange(memory, change);
      const stored = events.map((event) => memory.insert(event));
      return ok({ changed: changes.length + stored.length > 0, room, events: stored });
    },
    async linkRoom(codeHash) {
      return memory.links.get(key(codeHash))?.room;
    },
    async invitations(user, only) {
      const mine = [...memory.invitations.values()].filter((each) => each.user === user);
      const found = mine
        .map((each) => each.delivered ?? each)
        .flatMap(({ room: id, by, atMs: at }): Invitation[] => {
          const room = memory.rooms.get(id);
          if (!memory.isMember(room, by) || (only !== undefined && id !== only) || memory.userState.blocks(user, by))
            return [];
          const { roomKind: kind, name } = room;
          const members = memory.membersOf(room);
          const people = members.map((member) => member.user).slice(0, limits.titlePeople);
          const title = name === undefined ? { with: people } : { name };
          return [{ room: id, kind, ...title, members: members.length, by, at }];
        });
      return found.sort((a, b) => b.at - a.at || (a.room < b.room ? -1 : 1));
    },
    async roomInvitations(room, { by, atMs }) {
      const ofRoom = [...memory.invitations.values()].filter((each) => each.room === room);
      const shown = ofRoom.filter((each) => memory.accounts.get(each.user)?.disabled === false);
      const found = shown.filter((each) => by === undefined || each.by === by);
      const invitations = found.map((each) => ({ user: each.user, by: each.by, at: each.atMs }));
      const links = [...memory.links.values()].filter((each) => each.room === room && each.expiresMs > atMs).length;
      return { invitations: invitations.sort((a, b) => b.at - a.at || (a.user < b.user ? -1 : 1)), links };
    },
  };
}
