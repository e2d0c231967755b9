// Runs in the writer thread: relative files and types only.
import type { EventId, RoomId, RoomName, SessionId, UserId } from '@securechat/protocol/ids';
import type { Result } from '@securechat/protocol/result';
import { accept, refuse } from './decision.ts';
import { type InviteState, isInviteOpen } from './invite.ts';
import type { NewEvent } from './new-event.ts';
import { emptyProfile, type ProfileChange, profileAfter, type StoredProfile } from './profile.ts';
import { memberJoined, roomCreated } from './room-events.ts';

/** What a sign-up depends on. */
export type SignUpFacts = {
  readonly isNameTaken: boolean;
  /** The invite whose code has the given hash. */
  readonly invite: InviteState | undefined;
  readonly roomExists: boolean;
};
type SignUp = {
  readonly user: UserId;
  /** SHA-256 of the invite's code, if one was given. */
  readonly inviteHash?: Uint8Array;
  /** The room that every account joins; it is created with the first account. */
  readonly room: RoomId;
  readonly ids: readonly [EventId, EventId];
  readonly atMs: number;
  /** The time that is compared with the invite's expiry, if it is another than `atMs`. */
  readonly inviteAtMs?: number;
};

/** The room events of a sign-up, in order. If accepted, the account is created and the invite used once. */
export function decideSignUp(
  { isNameTaken, invite, roomExists }: SignUpFacts,
  { user: author, inviteHash, room, ids, atMs, inviteAtMs = atMs }: SignUp,
): Result<readonly NewEvent[], 'name_taken' | 'bad_invite'> {
  // The invite first: without a valid one, nobody learns which names are taken.
  if (inviteHash && !isInviteOpen(invite, inviteAtMs)) return refuse('bad_invite');
  if (isNameTaken) return refuse('name_taken');
  // The server creates the room, so it counts for nobody's quota. Its id is its name.
  const newRoom = { roomKind: 'public', name: room as string as RoomName, topic: '', history: 'shared' } as const;
  const created = roomExists ? [] : [roomCreated({ room, author, id: ids[0], atMs }, newRoom, undefined)];
  return accept([...created, memberJoined({ room, author, id: ids[1], atMs })]);
}

/** Changes of an account. */
export type AccountCommand =
  /** The operator sets the hash; with `endSessions` all sessions of the account end. */
  | {
      readonly kind: 'set-password';
      readonly user: UserId;
      readonly passwordHash: string;
      readonly endSessions: boolean;
    }
  /** The user replaces the hash `from` by `to`; all sessions but the requesting one end. */
  | {
      readonly kind: 'change-password';
      readonly user: UserId;
      readonly session: SessionId;
      readonly from: string;
      readonly to: string;
    }
  /** Disables the account, which ends its sessions, or enables it. Rooms that have no enabled owner then get one (`decideSuccession`). */
  | { readonly kind: 'set-disabled'; readonly user: UserId; readonly disabled: boolean; readonly atMs: number }
  /** The user changes their profile. */
  | {
      readonly kind: 'set-profile';
      readonly user: UserId;
      readonly session: SessionId;
      readonly change: ProfileChange;
    };

/** What a change of an account depends on: the account, if there is one, and its sessions. */
export type AccountFacts = {
  readonly account: { readonly passwordHash: string; readonly profile: StoredProfile } | undefined;
  readonly sessions: readonly SessionId[];
};
/** What is stored of an account, and which of its sessions end. */
export type AccountChange = {
  readonly passwordHash?: string;
  readonly disabled?: boolean;
  readonly profile?: StoredProfile;
  readonly endedSessions: readonly SessionId[];
};
export type AccountRefusal = 'session_expired' | 'wrong_credentials';

/** What a command changes in an account. */
export function decideAccount(
  { account, sessions }: AccountFacts,
  command: AccountCommand,
): Result<AccountChange, AccountRefusal> {
  switch (command.kind) {
    case 'set-password':
      return accept({ passwordHash: command.passwordHash, endedSessions: command.endSessions ? sessions : [] });
    case 'change-password':
      if (!sessions.includes(command.session)) return refuse('session_expired');
      // Another change came first: the password that was checked is no longer the account's.
      if (account?.passwordHash !== command.from) return refuse('wrong_credentials');
      return accept({ passwordHash: command.to, endedSessions: sessions.filter((id) => id !== command.session) });
    case 'set-disabled':
      return accept({ disabled: command.disabled, endedSessions: command.disabled ? sessions : [] });
    case 'set-profile':
      if (!sessions.includes(command.session)) return refuse('session_expired');
      return accept({ profile: profileAfter(account?.profile ?? emptyProfile, command.change), endedSessions: [] });
  }
}
