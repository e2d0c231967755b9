import type { RoomState, TimelineItem } from '@securechat/client';
import type { RoomEvent, UserId } from '@securechat/protocol';

function firstEvent(room: RoomState): RoomEvent | undefined {
  for (const item of room.timeline) if (item.kind === 'event') return item.event;
  return undefined;
}

const isMessage = (item: TimelineItem) => item.kind === 'event' && item.event.type === 'message';

function hasMessages(room: RoomState): boolean {
  for (const item of room.timeline) if (isMessage(item)) return true;
  return false;
}

/** Whether what is shown begins with the arrival of this user, before which there is most likely nothing to show. */
export function beginsWithJoinOf(room: RoomState, me: UserId | undefined): boolean {
  const first = firstEvent(room);
  return first?.type === 'joined' && first.author === me;
}

/** What stands above the first message once nothing older can be shown: why a newcomer's room is empty. Empty before that. */
export function sayBeginning(room: RoomState): string {
  const first = firstEvent(room);
  if (!room.atStart || !first) return '';
  // The first event of a room is its creation or the arrival of its first member: before the second there are no messages.
  if (first.seq <= 2) {
    const start = `This is the start of #${room.id}.`;
    return hasMessages(room) ? start : `${start} Nobody has written anything yet.`;
  }
  const since = 'You can see messages sent after you joined.';
  return hasMessages(room) ? since : `${since} There are none yet.`;
}
