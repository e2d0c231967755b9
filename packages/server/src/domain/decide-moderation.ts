// Runs in the writer thread: relative files and types only.
import { accept, refuse } from './decision.ts';
import { mayDo, outranks, refusalTo } from './permissions.ts';
import type { BanMember, RemoveMember, RoomDecision, RoomFacts, SetRole, UnbanMember } from './room-command.ts';
import { roleChanged } from './room-events.ts';

/** The end of the membership of somebody whose role is lower. */
export function removeMember(
  facts: RoomFacts,
  { room, by: author, user, reason, id, atMs }: RemoveMember,
): RoomDecision {
  // In this order, because a non-member must not learn who is a member.
  const refusal = refusalTo('remove', facts);
  if (refusal !== undefined) return refuse(refusal);
  if (facts.targetRole === undefined) return refuse('no_such_member');
  if (!outranks(facts, facts.targetRole)) return refuse('not_allowed');
  const effect = { kind: 'ends-membership', user } as const;
  const payload = { user, ...(reason !== undefined && { reason }) };
  return accept([{ room, author, id, atMs, type: 'member-removed', payload, effect }]);
}

/** A ban of somebody whose role is lower, or who is no member. It ends a membership. */
export function banMember(facts: RoomFacts, command: BanMember): RoomDecision {
  const { room, by: author, user, untilMs, reason, id, atMs } = command;
  const refusal = refusalTo('ban', facts);
  if (refusal !== undefined) return refuse(refusal);
  if (!facts.targetExists) return refuse('no_such_user');
  if (!outranks(facts, facts.targetRole)) return refuse('not_allowed');
  const endsMembership = facts.targetRole !== undefined;
  const effect = { kind: 'bans-user', user, untilMs, reason, endsMembership } as const;
  const end = { ...(untilMs !== undefined && { untilMs }), ...(reason !== undefined && { reason }) };
  const payload = { user, ...end, ...(!endsMembership && { absent: true }) };
  return accept([{ room, author, id, atMs, type: 'member-banned', payload, effect }]);
}

/** The end of a ban before its time. */
export function unbanMember(facts: RoomFacts, command: UnbanMember): RoomDecision {
  const { room, by: author, user, id, atMs, bansAtMs = atMs } = command;
  const refusal = refusalTo('ban', facts);
  if (refusal !== undefined) return refuse(refusal);
  if ((facts.targetBannedUntilMs ?? 0) <= bansAtMs) return refuse('not_banned');
  const effect = { kind: 'unbans-user', user } as const;
  return accept([{ room, author, id, atMs, type: 'member-unbanned', payload: { user }, effect }]);
}

/** Another role of a member. */
export function setRole(facts: RoomFacts, command: SetRole): RoomDecision {
  const { room, by: author, user, role, id, atMs, ownersPerRoom } = command;
  const refusal = refusalTo('set-role', facts);
  if (refusal !== undefined) return refuse(refusal);
  const { targetRole, isServers, owners, otherOwners } = facts;
  if (targetRole === undefined) return refuse('no_such_member');
  if (targetRole === role) return accept([]);
  if (role === 'owner' || targetRole === 'owner') {
    // A room that has lost its owners gets one from an administrator of the server.
    const isAllowed = !isServers && (mayDo('make-owner', facts) || owners === 0);
    if (!isAllowed) return refuse('not_allowed');
    if (role === 'owner' && owners >= ownersPerRoom) return refuse('too_many_owners');
    if (role !== 'owner' && otherOwners === 0) return refuse('last_owner');
  }
  return accept([roleChanged({ room, author, id, atMs }, user, role)]);
}
