import type { UserId } from '@securechat/protocol';
import type { RoomState } from '../chat/model.ts';
import { beginsWithJoin, oldestSeq } from '../timeline/oldest.ts';
import { isNotes, roomLabel } from './room-label.ts';

type Beginning = Pick<RoomState, 'timeline' | 'cursor' | 'atStart'> &
  Partial<Pick<RoomState, 'kind' | 'name' | 'history' | 'with' | 'members' | 'role'>>;

/** What newcomers could read when the user joined, in a timeline that begins there: its first change says what it was before. */
function historyAtJoin({ history, timeline }: Beginning): Beginning['history'] {
  for (const entry of timeline) {
    if (entry.kind === 'system' && entry.history !== undefined) return entry.history === 'shared' ? 'joined' : 'shared';
  }
  return history;
}

/**
 * A sentence above a room's timeline on why it begins there: where the history is not shared, members see only what was sent while they were
 * members. `undefined` while older events may still be loaded, and, unless `withStart`, if the room's first message is there.
 */
export function beginningSentence(room: Beginning, me: UserId | undefined, withStart = false): string | undefined {
  const { timeline, atStart } = room;
  // Where the history was not shared, nothing comes before the user's own join; whether it was the first one is seldom of interest.
  if (!atStart && (!beginsWithJoin(timeline, me) || historyAtJoin(room) === 'shared')) return undefined;
  if (room.kind === 'direct') return directBeginning(room, withStart);
  // Event 1 is the room's creation or the first `joined`, so nothing before event 2 is a message.
  const isHidden = oldestSeq(room) > 2;
  const start = withStart ? `This is the start of ${roomLabel(room)}.` : undefined;
  for (const { kind } of timeline) {
    if (kind === 'message') return isHidden ? 'Messages from before you joined are not shown.' : start;
  }
  if (isHidden) return 'No messages since you joined. Earlier ones are not shown.';
  return [start, 'No messages yet.'].filter(Boolean).join(' ');
}

function directBeginning({ timeline, ...room }: Beginning, withStart: boolean): string | undefined {
  for (const entry of timeline) if (entry.kind === 'message' && !withStart) return undefined;
  if (isNotes(room)) return 'These are your notes. Only you can read them.';
  return `This is the start of your direct messages with ${roomLabel(room)}.`;
}
