import type { UserId } from '@securechat/protocol';
import type { RoomState } from '../chat/model.ts';
import { beginsWithJoin, oldestSeq } from '../timeline/oldest.ts';
import { roomLabel } from './room-label.ts';

type Beginning = Pick<RoomState, 'id' | 'timeline' | 'cursor' | 'atStart'>;

/**
 * Why a room's timeline begins where it does, as a sentence to stand above it: a member sees what was sent while it was one. `undefined`
 * while older events may still be loaded, and, unless `withStart`, where the first message of the room itself is there.
 */
export function beginningSentence(room: Beginning, me: UserId | undefined, withStart = false): string | undefined {
  const { id, timeline, atStart } = room;
  if (!atStart && !beginsWithJoin(timeline, me)) return undefined;
  // Event 1 is the room's creation or the first `joined`, so what comes before event 2 is no message.
  const isHidden = oldestSeq(room) > 2;
  const start = withStart ? `This is the start of ${roomLabel(id)}.` : undefined;
  for (const { kind } of timeline) {
    if (kind === 'message') return isHidden ? 'Messages from before you joined are not shown.' : start;
  }
  if (isHidden) return 'No messages since you joined. Members do not see earlier ones.';
  return [start, 'No messages yet.'].filter(Boolean).join(' ');
}
