import type { UserId } from '@securechat/protocol/ids';

/** An invite as operators see it. Its code is not stored: see `adapters/invite-codes.ts`. */
export type Invite = {
  readonly id: string;
  /** SHA-256 of the code. */
  readonly codeHash: Uint8Array;
  readonly createdMs: number;
  readonly expiresMs: number;
  /** How many people may sign up with it, and how many have. */
  readonly uses: number;
  readonly used: number;
  readonly revoked: boolean;
  /** Who signed up with it, by name. */
  readonly usedBy: readonly UserId[];
};

/** Something an operator did by a command beside the server. `number` counts up. */
export type OperatorAction = {
  readonly number: number;
  readonly atMs: number;
  /** The command, such as `user disable`. */
  readonly action: string;
  /** What it was done to, such as a user or the id of an invite. Never a secret. */
  readonly subject: string;
  /** The operating system's name of whoever did it. */
  readonly operator: string;
};

/** Invites, and the record of what operators did. */
export interface InviteStore {
  /** Stores an invite for `uses` sign-ups. Ids and codes are unique: one that exists is a bug and throws. */
  createInvite(ask: { id: string; codeHash: Uint8Array; atMs: number; expiresMs: number; uses: number }): Promise<void>;
  /** All invites, the newest first. */
  invites(): Promise<readonly Invite[]>;
  /** Whether somebody could sign up with this code at this time. */
  isInviteOpen(codeHash: Uint8Array, atMs: number): Promise<boolean>;
  /** Ends an invite; the accounts made with it stay. False when no open or expired invite has this id. */
  revokeInvite(id: string): Promise<boolean>;
  recordAction(action: Omit<OperatorAction, 'number'>): Promise<void>;
  /** The actions after this number, oldest first, at most a hundred. */
  operatorActions(after: number): Promise<readonly OperatorAction[]>;
  /** The number of the newest action; 0 when there is none. */
  lastAction(): Promise<number>;
}
