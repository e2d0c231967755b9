import type { RoomId, RoomName, UserId } from '@securechat/protocol/ids';
import type { RoomKind } from '@securechat/protocol/model';

/** A room that an invite carries: whoever signs up with the invite joins it. */
export type InviteRoom = {
  readonly room: RoomId;
  /** Its name now, or of a deleted room the one that it had when the invite was created. */
  readonly name: RoomName | undefined;
  readonly state: 'open' | 'archived' | 'deleted';
};

/** A room as operators see it: they know of all rooms. */
export type OperatorRoom = {
  readonly room: RoomId;
  readonly kind: RoomKind;
  readonly name: RoomName | undefined;
  readonly members: number;
  /** Its owners, sorted by name. */
  readonly owners: readonly UserId[];
  readonly archived: boolean;
};

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
  /** The rooms that it carries, in the order in which they were given. */
  readonly rooms: readonly InviteRoom[];
};

/** An action of an operator's command. `number` counts up. */
export type OperatorAction = {
  readonly number: number;
  readonly atMs: number;
  /** The command, such as `user disable`. */
  readonly action: string;
  /** What the action changed, such as a user or the id of an invite. Never a secret. */
  readonly subject: string;
  /** The operating system's name of the user who ran it. */
  readonly operator: string;
};

/** Invites, and the record of operators' actions. */
export interface InviteStore {
  /** Stores an invite for `uses` sign-ups. Ids and codes are unique: an existing one is a bug and throws. */
  createInvite(ask: {
    id: string;
    codeHash: Uint8Array;
    atMs: number;
    expiresMs: number;
    uses: number;
    /** The rooms that it carries, by the names that they have now. */
    rooms?: readonly Pick<InviteRoom, 'room' | 'name'>[];
  }): Promise<void>;
  /** All invites, the newest first. */
  invites(): Promise<readonly Invite[]>;
  /** Whether this code could be used to sign up at this time. */
  isInviteOpen(codeHash: Uint8Array, atMs: number): Promise<boolean>;
  /** Ends an invite; the accounts created with it stay. False if no open or expired invite has this id. */
  revokeInvite(id: string): Promise<boolean>;
  /** All rooms of all kinds, sorted by id. */
  allRooms(): Promise<readonly OperatorRoom[]>;
  recordAction(action: Omit<OperatorAction, 'number'>): Promise<void>;
  /** The actions after this number, oldest first, at most a hundred. */
  operatorActions(after: number): Promise<readonly OperatorAction[]>;
  /** The number of the newest action; 0 if there is none. */
  lastAction(): Promise<number>;
}
