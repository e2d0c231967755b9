import { endsMembershipOf, type RoomEvent } from '@securechat/protocol';
import type { RoomState } from './model.ts';

type Described = Pick<RoomState, 'name' | 'topic' | 'members' | 'countedAt'>;

/** The description of a room after these events. Those up to `countedAt` are part of it already. */
export function describedAfter(before: Described, events: readonly RoomEvent[]): Described {
  let { name, topic, members } = before;
  for (const event of events) {
    if (event.seq <= before.countedAt) continue;
    if (event.type === 'joined') members++;
    else if (endsMembershipOf(event) !== undefined) members--;
    else if (event.type === 'topic' || event.type === 'made') topic = event.topic;
    else if (event.type === 'room-renamed') name = event.name;
  }
  return { name, topic, members: Math.max(0, members), countedAt: Math.max(before.countedAt, events.at(-1)?.seq ?? 0) };
}
