import * as v from 'valibot';
import { roomId, seq, userId } from './ids.ts';
import { limits } from './limits.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const flag = v.literal(true);

/**
 * How far a person has read a room: everything up to `seq`, which are `n` messages. A mark never falls within an `epoch`; whoever wants to
 * see messages as unread again raises it.
 */
export const readMark = v.object({ seq, n: count, epoch: count });
export type ReadMark = v.InferOutput<typeof readMark>;

/** Which messages of a room notify: `none` is a muted room. After `untilMs`, the room notifies as if there were no entry. */
export const notifyLevel = v.object({ level: v.picklist(['all', 'mentions', 'none']), untilMs: v.optional(count) });
export type NotifyLevel = v.InferOutput<typeof notifyLevel>;

const draftText = v.object({ text: v.pipe(v.string(), v.minLength(1), v.maxLength(limits.text)) });
/** Hidden until the room has more than `n` messages. */
const hiddenRoom = v.object({ n: count });

/** Lower-case words to be notified of, as one types them. */
const highlightWord = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(limits.highlightWord));

/**
 * Something that a person keeps, the same on all devices: how far a room was read, its draft, a starred, muted or hidden room, a blocked
 * person, a word to be notified of. A value of `null` removes it.
 */
export const stateEntry = v.variant('kind', [
  v.object({ kind: v.literal('read'), key: roomId, value: v.nullable(readMark) }),
  v.object({ kind: v.literal('draft'), key: roomId, value: v.nullable(draftText) }),
  v.object({ kind: v.literal('star'), key: roomId, value: v.nullable(flag) }),
  v.object({ kind: v.literal('notify'), key: roomId, value: v.nullable(notifyLevel) }),
  v.object({ kind: v.literal('block'), key: userId, value: v.nullable(flag) }),
  v.object({ kind: v.literal('hidden'), key: roomId, value: v.nullable(hiddenRoom) }),
  v.object({ kind: v.literal('highlight'), key: highlightWord, value: v.nullable(flag) }),
]);
export type StateEntry = v.InferOutput<typeof stateEntry>;
export type StateKind = StateEntry['kind'];

/**
 * An entry as a server sends it. It may be of a kind, or have a value, that this version does not know: it is stored as it is, so that a
 * later version can read it.
 */
export const wireStateEntry = v.object({
  kind: v.pipe(v.string(), v.maxLength(32)),
  key: v.pipe(v.string(), v.maxLength(128)),
  value: v.unknown(),
});
export type WireStateEntry = v.InferOutput<typeof wireStateEntry>;

/** The entry, if this version knows its kind and can read its value. */
export function readStateEntry(entry: WireStateEntry): StateEntry | undefined {
  const read = v.safeParse(stateEntry, entry);
  return read.success ? read.output : undefined;
}

/** How many entries of each kind an account may have. All are counted together too: see `limits.stateEntries` and `limits.stateBytes`. */
export const maxStateEntries: Readonly<Record<StateKind, number>> = {
  read: 2000,
  draft: 500,
  star: 1000,
  notify: 2000,
  block: 1000,
  hidden: 2000,
  highlight: 100,
};
