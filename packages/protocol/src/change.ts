import * as v from 'valibot';
import { body } from './body.ts';
import { eventId, requestId, roomId, seq } from './ids.ts';
import { limits } from './limits.ts';

/** Where a change is made, and under which id its client knows it. */
const address = { id: requestId, room: roomId, clientId: eventId };

/**
 * Client → server. Sends a message to a room, under an id chosen by the client. Answered by `ack` once it is on disk (G1), or by
 * `error`. The same id with the same room and body always gets the same answer (G2); with a different room or body, `id_reused`.
 */
export const sendMessage = v.object({
  type: v.literal('message.send'),
  ...address,
  body,
  /** The message was the user's draft of this room: it is removed together with storing the message, so that it cannot come back. */
  draft: v.optional(v.literal(true)),
});

/**
 * Client → server. Changes the text of one's own message at the seq `target`, within the server's time for that. With `ifRev` only if nothing
 * has changed it since that event, otherwise `changed_since`. Answered by `ack`, or by `error`. A text that it has already stores nothing:
 * the `ack` is that of the event which gave it the text.
 */
export const editMessage = v.object({
  type: v.literal('message.edit'),
  ...address,
  target: seq,
  body,
  ifRev: v.optional(seq),
});

/**
 * Client → server. Deletes the message at the seq `target`: one's own, or as a moderator or owner anybody's. Its text, and those that it had
 * before, are gone for everybody. Answered by `ack`, or by `error`. What is deleted already stores nothing: the `ack` is that of the deletion.
 */
export const deleteMessage = v.object({
  type: v.literal('message.delete'),
  ...address,
  target: seq,
  /** Why, as the members read it: one line of at most `reason` characters. */
  reason: v.optional(v.pipe(v.string(), v.maxLength(limits.rawTopic))),
});

/** Requests that change a room, by `type`: they have an `address`, are answered by `ack`, and are safe to repeat (G2). */
export const changeFrames = {
  'message.send': sendMessage,
  'message.edit': editMessage,
  'message.delete': deleteMessage,
} as const;

export type ChangeType = keyof typeof changeFrames;

/** What a request changes, without where and under which id. A client stores it as JSON and sends it again as it was. */
export type Change = {
  [T in ChangeType]: Omit<v.InferOutput<(typeof changeFrames)[T]>, keyof typeof address>;
}[ChangeType];

const isChangeType = (type: string): type is ChangeType => Object.hasOwn(changeFrames, type);

/** The types of these requests. */
export const changeTypes: readonly ChangeType[] = Object.keys(changeFrames).filter(isChangeType);

const typed = v.object({ type: v.string() });

/** Reads a change from where anybody may have written; undefined if it is none that this version knows. */
export function readChange(input: unknown): Change | undefined {
  if (!v.is(typed, input) || !isChangeType(input.type)) return undefined;
  const read = v.safeParse(v.omit(changeFrames[input.type], ['id', 'room', 'clientId']), input);
  return read.success ? read.output : undefined;
}
