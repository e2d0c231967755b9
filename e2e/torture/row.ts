import type { Entry } from '@securechat/client';
import type { RoomEvent } from '@securechat/protocol';
import type { Row } from './history.ts';

/** The parts of an event that are compared. */
export function toRow({ seq, id, author: user, type, ...rest }: RoomEvent): Row {
  return {
    ...{ seq, id, user, type },
    body: 'body' in rest && rest.body.kind === 'text' ? rest.body.text : undefined,
    target: 'user' in rest ? rest.user : undefined,
    role: 'role' in rest ? rest.role : undefined,
    by: 'by' in rest ? rest.by : undefined,
    on: 'on' in rest ? rest.on : undefined,
  };
}

/** The parts of a screen line that are compared; not presence, which is no history. */
export function rowsOf(entry: Entry): Row[] {
  if (entry.kind === 'presence') return [];
  const { seq, id, author: user } = entry;
  if (entry.kind === 'message') return [{ seq, id, user, type: 'message', body: entry.text }];
  return [{ seq, id, user, type: entry.change, body: undefined }];
}
