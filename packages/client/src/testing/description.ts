import type { RoomDescription, RoomName } from '@securechat/protocol';

/** Describes a public room of this name, with one member and without a topic where nothing else is said. */
export function describedAs(name: string, more: Partial<RoomDescription> = {}): RoomDescription {
  return { kind: 'public', name: name as RoomName, topic: '', members: 1, ...more };
}
