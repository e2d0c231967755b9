// Runs in the writer thread: relative files and types only.
import type { SessionId, UserId } from '@securechat/protocol/ids';
import type { Result } from '@securechat/protocol/result';
import { accept, refuse } from './decision.ts';
import { emptyProfile, type ProfileChange, profileAfter, type StoredProfile } from './profile.ts';

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
