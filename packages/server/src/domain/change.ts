import type { Change, ChangeType } from '@securechat/protocol/change';
import type { Refusal } from '@securechat/protocol/errors';
import { type Everybody, namesIn } from '@securechat/protocol/mention';
import { ok, type Result } from '@securechat/protocol/result';
import type { MessageChange } from './decide-message-change.ts';
import { validateBody } from './message.ts';
import type { EventType, RoomEventType } from './new-event.ts';
import { validateReason } from './room.ts';

/** What a change becomes: an event of this type, with this payload; `removesDraft`: the author's draft has become it. */
export type EventContent = {
  readonly type: Exclude<EventType, RoomEventType>;
  readonly payload: object;
  readonly removesDraft: boolean;
  /** The names that a message may mention. */
  readonly names: readonly string[];
  /** It mentions everybody, or everybody who is connected; their names are among the others. */
  readonly everybody?: Everybody;
  /** The message that it changes. */
  readonly changes?: MessageChange | undefined;
};

/** How long after it was sent a message can be edited, and the like: what the operator decides. */
export type ChangeSettings = { readonly editWindowMs: number };

type Rule<T extends ChangeType> = {
  /** The type of the event. */
  readonly type: EventContent['type'];
  /** What is stored, as `toRoomEvent` reads it, or why the change is refused whole. */
  readonly payload: (change: Extract<Change, { readonly type: T }>) => Result<object, Refusal>;
  /** The text in which members may be mentioned; undefined if it has none. */
  readonly text: (change: Extract<Change, { readonly type: T }>) => string | undefined;
  /** The message that it changes. */
  readonly changes?: (change: Extract<Change, { readonly type: T }>) => Omit<MessageChange, 'editWindowMs'>;
};

/** Most messages mention nobody. */
const none: readonly string[] = [];

/** Every change that a member can make in a room. */
const rules: { readonly [T in ChangeType]: Rule<T> } = {
  'message.send': { type: 'message', payload: ({ body }) => validateBody(body), text: ({ body }) => body.text },
  'message.edit': {
    type: 'message-edited',
    payload: ({ target, body }) => {
      const validated = validateBody(body);
      return validated.ok ? ok({ target, body: validated.value }) : validated;
    },
    text: ({ body }) => body.text,
    changes: ({ target, body, ifRev }) => ({ target, body: JSON.stringify(body), ifRev }),
  },
  'message.delete': {
    type: 'message-deleted',
    payload: ({ target, reason: typed }) => {
      const reason = validateReason(typed);
      return reason.ok ? ok({ target, ...(reason.value !== undefined && { reason: reason.value }) }) : reason;
    },
    text: () => undefined,
    changes: ({ target }) => ({ target }),
  },
};

/** The content of the event that a change becomes, or why it cannot become one. */
export function contentOf(change: Change, { editWindowMs }: ChangeSettings): Result<EventContent, Refusal> {
  // The table pairs each type with its rule; the compiler cannot follow a lookup by a union.
  const { type, payload, text, changes } = rules[change.type] as Rule<ChangeType>;
  const validated = payload(change);
  if (!validated.ok) return validated;
  const found = namesIn(text(change) ?? '');
  const names = found.length === 0 ? none : [...new Set(found.map(({ name }) => name))];
  const removesDraft = change.type === 'message.send' && change.draft === true;
  const changed = changes && { ...changes(change), editWindowMs };
  return ok({ type, payload: validated.value, removesDraft, names, changes: changed });
}
