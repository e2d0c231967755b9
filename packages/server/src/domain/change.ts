import type { Change, ChangeType } from '@securechat/protocol/change';
import type { Refusal } from '@securechat/protocol/errors';
import { ok, type Result } from '@securechat/protocol/result';
import { validateBody } from './message.ts';
import type { EventType, RoomEventType } from './new-event.ts';

/** What a change becomes: an event of this type, with this payload. */
export type EventContent = { readonly type: Exclude<EventType, RoomEventType>; readonly payload: object };

type Rule<T extends ChangeType> = {
  /** The type of the event. */
  readonly type: EventContent['type'];
  /** What is stored, as `toRoomEvent` reads it, or why the change is refused whole. */
  readonly payload: (change: Extract<Change, { readonly type: T }>) => Result<object, Refusal>;
};

/** Every change that a member can make in a room. */
const rules: { readonly [T in ChangeType]: Rule<T> } = {
  'message.send': { type: 'message', payload: ({ body }) => validateBody(body) },
};

/** The content of the event that a change becomes, or why it cannot become one. */
export function contentOf(change: Change): Result<EventContent, Refusal> {
  // The table pairs each type with its rule; the compiler cannot follow a lookup by a union.
  const { type, payload } = rules[change.type] as Rule<ChangeType>;
  const validated = payload(change);
  return validated.ok ? ok({ type, payload: validated.value }) : validated;
}
