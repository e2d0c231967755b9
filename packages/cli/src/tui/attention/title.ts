import type { ChatState } from '@securechat/client';
import type { RoomId } from '@securechat/protocol';
import { type AttentionSettings, waitingCount } from './notice.ts';
import { shortLine } from './words.ts';

/** The title of the window: how much waits for the user, and which room is shown. */
export function titleOf(chat: ChatState, shown: RoomId | undefined, settings: AttentionSettings): string {
  const count = settings.doNotDisturb ? 0 : waitingCount(chat, settings);
  const waits = count > 0 ? `(${count}) ` : '';
  return `${waits}SecureChat${shown === undefined ? '' : ` · #${shortLine(shown)}`}`;
}
