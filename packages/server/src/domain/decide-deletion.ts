// Runs in the writer thread: relative files and types only.
import type { EventId, RoomId, SessionId, UserId } from '@securechat/protocol/ids';
import type { RoomKind } from '@securechat/protocol/model';
import type { Result } from '@securechat/protocol/result';
import type { AccountRefusal } from './decide-account.ts';
import { accept, refuse } from './decision.ts';
import type { NewEvent } from './new-event.ts';

/** What the deletion of an account depends on. */
export type DeletionFacts = {
  readonly account: { readonly passwordHash: string; readonly deletedMs: number | undefined } | undefined;
  readonly sessions: readonly SessionId[];
  /** The rooms that the user is a member of. */
  readonly rooms: readonly { readonly room: RoomId; readonly kind: RoomKind }[];
};
/** The user deletes the account. `passwordHash` is the hash that the password was compared with. */
export type DeleteAccount = {
  readonly user: UserId;
  readonly session: SessionId;
  readonly passwordHash: string;
  readonly atMs: number;
};

/** What a deletion stores: the events, in order, with which the user leaves every room, and the rooms whose members are readers from then on. */
export type Deletion = { readonly events: readonly NewEvent[]; readonly closed: readonly RoomId[] };

/** The user leaves every room. Nobody can answer in their direct rooms any more, so the other one can only read them. */
export function decideDeletion(
  { account, sessions, rooms }: DeletionFacts,
  { user: author, session, passwordHash, atMs }: DeleteAccount,
  newId: () => EventId,
): Result<Deletion, AccountRefusal> {
  if (!account || account.deletedMs !== undefined || !sessions.includes(session)) return refuse('session_expired');
  // The password was changed while it was checked.
  if (account.passwordHash !== passwordHash) return refuse('wrong_credentials');
  const effect = { kind: 'ends-membership', user: author } as const;
  const payload = { deleted: true };
  const leave = (room: RoomId): NewEvent => ({ room, author, id: newId(), atMs, type: 'member-left', payload, effect });
  return accept({
    events: rooms.map(({ room }) => leave(room)),
    closed: rooms.filter(({ kind }) => kind === 'direct').map(({ room }) => room),
  });
}
