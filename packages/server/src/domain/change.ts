import type { Change, ChangeType } from '@securechat/protocol/change';
import type { Refusal } from '@securechat/protocol/errors';
import { type Everybody, namesIn } from '@securechat/protocol/mention';
import { ok, type Result } from '@securechat/protocol/result';
import { validateBody } from './message.ts';
import type { EventType, RoomEventType } from './new-event.ts';

/** What a change becomes: an event of this type, with this payload; `removesDraft`: the author's draft has become it. */
export type EventContent = {
  readonly type: Exclude<EventType, RoomEventType>;
  readonly payload: object;
  readonly removesDraft: boolean;
  /** The names that a message may mention. */
  readonly names: readonly string[];
  /** It mentions everybody, or everybody who is connected; their names are among the others. */
  readonly everybody?: Everybody;
};

type Rule<T extends ChangeType> = {
  /** The type of the event. */
  readonly type: EventContent['type'];
  /** What is stored, as `toRoomEvent` reads it, or why the change is refused whole. */
  readonly payload: (change: Extract<Change, { readonly type: T }>) => Result<object, Refusal>;
  /** The text in which members may be mentioned. */
  readonly text: (change: Extract<Change, { readonly type: T }>) => string;
};

/** Most messages mention nobody. */
const none: readonly string[] = [];

/** Every change that a member can make in a room. */
const rules: { readonly [T in ChangeType]: Rule<T> } = {
  'message.send': { type: 'message', payload: ({ body }) => validateBody(body), text: ({ body }) => body.text },
};

/** The content of the event that a change becomes, or why it cannot become one. */
export function contentOf(change: Change): Result<EventContent, Refusal> {
  // The table pairs each type with its rule; the compiler cannot follow a lookup by a union.
  const { type, payload, text } = rules[change.type] as Rule<ChangeType>;
  const validated = payload(change);
  if (!validated.ok) return validated;
  const found = namesIn(text(change));
  const names = found.length === 0 ? none : [...new Set(found.map(({ name }) => name))];
  return ok({ type, payload: validated.value, removesDraft: change.draft === true, names });
}
