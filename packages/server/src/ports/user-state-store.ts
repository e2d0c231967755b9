import type { RoomId, UserId } from '@securechat/protocol/ids';
import type { Result } from '@securechat/protocol/result';
import type { StateKind } from '@securechat/protocol/user-state';
import type { SetState } from '../domain/decide-state.ts';

/** An entry as it is stored: its value as JSON, or null if it was removed; `ver` is that of its last change. */
export type StoredStateEntry = {
  readonly kind: string;
  readonly key: string;
  readonly value: string | null;
  readonly ver: number;
};

/** The entries above a `ver`, in the order of their last change. `reset`: they are all there are, whatever the reader had. */
export type StateChanges = {
  readonly ver: number;
  readonly reset: boolean;
  readonly entries: readonly StoredStateEntry[];
};

/** What a change stored: the entries that it changed, in no order. Without any, `ver` is that of the last change. */
type StoredState = { readonly ver: number; readonly entries: readonly Omit<StoredStateEntry, 'ver'>[] };

/** What a user kept of a room and is removed, as the change with this number. */
export type StateRemoval = {
  readonly user: UserId;
  readonly ver: number;
  readonly entries: readonly { readonly kind: StateKind; readonly key: RoomId; readonly value: null }[];
};

/** What users keep on all devices. A counter `ver` of each user rises by one with each change of its entries. */
export interface UserStateStore {
  /** Changes entries of a user (`decideState`). */
  setState(command: SetState): Promise<Result<StoredState, 'session_expired' | 'state_full'>>;
  /** The user's entries above `after`, with those that were removed since. */
  stateAfter(user: UserId, after: number): Promise<StateChanges>;
  /** The `ver` of each of these users, in one query; users without entries are absent. */
  stateVers(users: readonly UserId[]): Promise<ReadonlyMap<UserId, number>>;
}
