import type { ClientFrame, RoomDescription, RoomId, RoomName, ServerFrame, UserId } from '@securechat/protocol';

/** Describes a public room of this name, with one member, a shared history and no topic or message where nothing else is said. */
export function describedAs(name: string, more: Partial<RoomDescription> = {}): RoomDescription {
  return {
    kind: 'public',
    name: name as RoomName,
    topic: '',
    history: 'shared',
    owners: [],
    members: 1,
    messages: 0,
    ...more,
  };
}

/** The answer to `direct.open` of a server on which the direct room is there already. */
export function directRoom(me: UserId, { id: re, user }: ClientFrame & { readonly type: 'direct.open' }): ServerFrame {
  const other = user.trim().replace(/^@/, '').toLowerCase() as UserId;
  const { name: _, ...description } = describedAs('', { kind: 'direct', members: other === me ? 1 : 2 });
  const room = { id: `direct-${other}` as RoomId, ...description, with: [other], head: 3, joined: true };
  return { type: 'room', re, room };
}
