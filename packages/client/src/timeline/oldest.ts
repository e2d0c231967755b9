import type { Seq, UserId } from '@securechat/protocol';
import type { RoomState } from '../chat/model.ts';

/** The seq of the oldest event shown; the one after the cursor if there is none. */
export function oldestSeq({ timeline, cursor }: Pick<RoomState, 'timeline' | 'cursor'>): Seq {
  for (const { seq } of timeline) if (seq !== undefined) return seq;
  return cursor + 1;
}

/** Whether the first entry is the user's own `member-joined`: earlier events are hidden, unless the user was a member before. */
export function beginsWithJoin(timeline: RoomState['timeline'], me: UserId | undefined): boolean {
  for (const entry of timeline) {
    if (entry.kind !== 'presence')
      return entry.kind === 'system' && entry.change === 'member-joined' && entry.author === me;
  }
  return false;
}
