import type { ChatClient, Clock } from '@securechat/client';
import type { RoomId } from '@securechat/protocol';

/** The others are told at most this often that somebody types. */
const everyMs = 3000;

/** Tells the room that the user types, seldom, and that it ended, at once. Commands are nobody's business. */
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
