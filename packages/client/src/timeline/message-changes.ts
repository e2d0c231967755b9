import type { MessageEvent, MessageState, RoomEvent, Seq, UserId } from '@securechat/protocol';

/** An event that changes a message. */
export type MessageChangeEvent = Extract<RoomEvent, { readonly type: 'message-edited' | 'message-deleted' }>;

/** An event of a room; a message that has changed has the body that it has now, and how it differs from the event that began it. */
export type CurrentEvent = RoomEvent & { readonly changed?: MessageState };

/** Whether an event changes a message, and is no entry of its own. */
export function isMessageChange(event: RoomEvent): event is MessageChangeEvent {
  return event.type === 'message-edited' || event.type === 'message-deleted';
}

/** The events of a page, with the state of those that have changed. */
export function withStates(
  events: readonly RoomEvent[],
  changed: readonly MessageState[] | undefined,
): readonly CurrentEvent[] {
  if (!changed || changed.length === 0) return events;
  const states = new Map<Seq, MessageState>(changed.map((state) => [state.seq, state]));
  return events.map((event) => {
    const state = states.get(event.seq);
    return state && event.type === 'message' ? { ...event, changed: state } : event;
  });
}

/** The state of a message after a change; undefined if it is known already. Changes of one message are ordered by their seq. */
function stateAfter(seq: Seq, before: MessageState | undefined, change: MessageChangeEvent): MessageState | undefined {
  if (change.seq <= (before?.rev ?? seq)) return undefined;
  const after = { ...before, seq, rev: change.seq };
  if (change.type === 'message-edited') return { ...after, edited: change.at };
  const { author: by, at, reason } = change;
  return { ...after, deleted: { by, at, ...(reason !== undefined && { reason }) } };
}

/** A message after a change; the same object if it knows the change already. */
export function changedEvent(event: CurrentEvent, change: MessageChangeEvent): CurrentEvent {
  const changed = stateAfter(event.seq, event.changed, change);
  if (!changed || event.type !== 'message') return event;
  const message: MessageEvent = event;
  return { ...message, body: change.type === 'message-edited' ? change.body : { kind: 'deleted' }, changed };
}

/** What an entry shows of the state of its message: see `MessageEntry`. */
type ShownState = { readonly rev: Seq; readonly editedAt?: number; readonly deleted?: Deletion };

/** How an entry shows the state of its message. */
export function ofState(state: MessageState): ShownState {
  const { rev, edited, deleted } = state;
  return { rev, ...(edited !== undefined && { editedAt: edited }), ...(deleted && { deleted }) };
}

/** Who deleted a message, when and why; nothing of it is known until the event of the deletion is. */
export type Deletion = { readonly by?: UserId; readonly at?: number; readonly reason?: string | undefined };
