import type { StateEntry, UserId } from '@securechat/protocol';
import type { ChatState } from '../chat/model.ts';

/** Whether the user has blocked somebody. */
export function isBlocked({ userState }: Pick<ChatState, 'userState'>, user: UserId): boolean {
  return userState.block.has(user);
}

/** Whom the user has blocked, by name. */
export function blockedUsers({ userState }: Pick<ChatState, 'userState'>): readonly UserId[] {
  // The keys of this kind are users.
  return [...userState.block.keys()].sort() as UserId[];
}

/** The change that blocks somebody, or ends that. */
export function blockChange(user: UserId, on: boolean): StateEntry {
  return { kind: 'block', key: user, value: on || null };
}
