import type { ClientFrame, ErrorCode, RoomEvent, Seq } from '@securechat/protocol';
import { type CurrentEvent, changedEvent, isMessageChange } from '../timeline/message-changes.ts';

type ChangeFrame = ClientFrame & { readonly type: 'message.edit' | 'message.delete' };

const isOf = (target: Seq) => (event: RoomEvent) =>
  event.seq === target || (isMessageChange(event) && event.target === target);

/** The messages of a log as they are now, with its other events that are shown. */
export function current(log: readonly RoomEvent[]): readonly CurrentEvent[] {
  const changes = log.filter(isMessageChange);
  return log
    .filter((event) => !isMessageChange(event))
    .map((event) => changes.filter(({ target }) => target === event.seq).reduce(changedEvent, event as CurrentEvent));
}

/** Why this change is refused, as any server would. */
export function changeRefusal(log: readonly RoomEvent[], user: string, frame: ChangeFrame): ErrorCode | undefined {
  const message = log.find((event) => event.seq === frame.target && event.room === frame.room);
  if (message?.type !== 'message') return 'no_such_message';
  const isDeleted = message.body.kind === 'deleted';
  if (frame.type === 'message.delete') return undefined;
  return isDeleted ? 'message_deleted' : message.author === user ? undefined : 'not_allowed';
}

/** Adds the event of a change to the log; a deletion takes the texts of its message out of it. */
export function storeChange(log: RoomEvent[], frame: ChangeFrame, stored: object): RoomEvent {
  const { target } = frame;
  const change =
    frame.type === 'message.edit'
      ? { type: 'message-edited', target, body: frame.body }
      : { type: 'message-deleted', target, ...(frame.reason !== undefined && { reason: frame.reason }) };
  const event = { ...stored, ...change } as RoomEvent;
  if (frame.type === 'message.delete') {
    for (const [i, old] of log.entries()) {
      if (isOf(target)(old) && 'body' in old) log[i] = { ...old, body: { kind: 'deleted' } } as RoomEvent;
    }
  }
  log.push(event);
  return event;
}
