import type { RoomEvent } from '@securechat/protocol';
import type { Row } from './history.ts';

/** What of an event is compared. */
export function toRow({ seq, id, author: user, type, ...rest }: RoomEvent): Row {
  const body = 'body' in rest && rest.body.kind === 'text' ? rest.body.text : undefined;
  return { seq, id, user, type, body };
}
