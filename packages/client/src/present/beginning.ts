import type { UserId } from '@securechat/protocol';
import type { RoomState } from '../chat/model.ts';
import { beginsWithJoin, oldestSeq } from '../timeline/oldest.ts';
import { roomLabel } from './room-label.ts';

type Beginning = Pick<RoomState, 'name' | 'timeline' | 'cursor' | 'atStart'>;

/**
 * A sentence above a room's timeline on why it begins there: members see only what was sent while they were members. `undefined` while older
 * events may still be loaded, and, unless `withStart`, if the room's first message is there.
 */
export function beginningSentence(room: Beginning, me: UserId | undefined, withStart = false): string | undefined {
  const { timeline, atStart } = room;
  if (!atStart && !beginsWithJoin(timeline, me)) return undefined;
  // Event 1 is the room's creation or the first `joined`, so nothing before event 2 is a message.
  const isHidden = oldestSeq(room) > 2;
  const start = withStart ? `This is the start of ${roomLabel(room)}.` : undefined;
  for (const { kind } of timeline) {
    if (kind === 'message') return isHidden ? 'Messages from before you joined are not shown.' : start;
  }
  if (isHidden) return 'No messages since you joined. Members do not see earlier ones.';
  return [start, 'No messages yet.'].filter(Boolean).join(' ');
}
