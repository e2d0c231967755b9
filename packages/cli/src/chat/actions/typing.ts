import type { ChatClient, Clock } from '@securechat/client';
import type { RoomId } from '@securechat/protocol';

/** Typing is sent at most this often. */
const everyMs = 3000;

/** Sends typing notices at intervals, and the end of typing at once. Commands are not announced. */
export function typingNotices(client: ChatClient, clock: Pick<Clock, 'nowMs'>) {
  let told: { readonly room: RoomId; readonly atMs: number } | undefined;
  return (room: RoomId | undefined, text: string): void => {
    const isTyping = text !== '' && !/^\/(?!\/|me )/.test(text);
    if (told && (told.room !== room || !isTyping)) {
      client.setTyping(told.room, false);
      told = undefined;
    }
    if (!isTyping || room === undefined || (told && clock.nowMs() - told.atMs < everyMs)) return;
    told = { room, atMs: clock.nowMs() };
    client.setTyping(room, true);
  };
}
