import { randomUUID } from 'node:crypto';
import type { EventId } from '@securechat/protocol/ids';
import { ok } from '@securechat/protocol/result';
import { decideSignUp } from '../../domain/decide-sign-up.ts';
import { emptyProfile } from '../../domain/profile.ts';
import type { AccountStore } from '../../ports/store.ts';
import { asItIs } from './invite-store.ts';
import { roomFacts } from './room-store.ts';
import type { Memory } from './state.ts';

/** A new id for an event of the store itself. */
export const newEventId = () => randomUUID() as string as EventId;

/** The step that creates an account. */
export function createAccount(memory: Memory): AccountStore['createAccount'] {
  return async (ask) => {
    const { user, passwordHash, session, inviteHash, room, atMs } = ask;
    const invite = inviteHash && memory.invites.byHash(inviteHash);
    const about = { by: user, session: session.id, atMs };
    const facts = {
      isNameTaken: memory.accounts.has(user),
      invite,
      roomExists: memory.rooms.has(room),
      rooms: (invite?.rooms ?? []).map((each) => ({
        room: each.room,
        name: asItIs(memory, each).name,
        facts: roomFacts(memory, { room: each.room, ...about }),
      })),
    };
    const decided = decideSignUp(facts, ask, newEventId);
    if (!decided.ok) return decided;
    if (inviteHash) memory.invites.spend(inviteHash, user);
    memory.accounts.set(user, {
      user,
      passwordHash,
      createdMs: atMs,
      disabled: false,
      administrator: false,
      profile: emptyProfile,
      seenMs: undefined,
      deletedMs: undefined,
    });
    memory.open(user, session, atMs);
    const { events, missed } = decided.value;
    return ok({ events: events.map((event) => memory.insert(event)), missed });
  };
}
