import type { Entry, List, MessageEntry, RoomState } from '@securechat/client';
import type { RoomId, Seq } from '@securechat/protocol';
import { eventIndex } from '../line-keys.ts';
import type { Anchor } from '../window.ts';

/** Messages of a room that are being picked. */
export type Selecting = {
  readonly room: RoomId;
  /** The message that the reader stands at. */
  readonly at: Seq;
  readonly picked: ReadonlySet<Seq>;
  /** Where a range begins that reaches to the message the reader stands at. */
  readonly from: Seq | undefined;
  /** The newest line was shown when it began, and is shown again when it ends. */
  readonly live: boolean;
};

/** What picking messages comes to. */
export type SelectEvent =
  | {
      readonly kind: 'select-started';
      readonly room: RoomId;
      readonly at: Seq;
      readonly anchor: Anchor;
      readonly live: boolean;
    }
  /** The reader goes to another message; `extends`: with a range that begins where they were. */
  | { readonly kind: 'select-moved'; readonly at: Seq; readonly anchor: Anchor; readonly extends: boolean }
  /** These are picked from now on. The range that they were ends with that. */
  | { readonly kind: 'select-picked'; readonly seqs: readonly Seq[] }
  | { readonly kind: 'select-unpicked'; readonly seq: Seq }
  | { readonly kind: 'select-range-started' }
  | { readonly kind: 'select-left' };

/** What was written by a person, and can be copied. */
export type Written = MessageEntry & { readonly text: string };

const isWritten = (message: MessageEntry): message is Written => message.text !== undefined;

/** The message of a line; `undefined` for lines that are none, or none that this version can read. */
function writtenAt(timeline: List<Entry>, i: number): Written | undefined {
  const item = timeline.at(i);
  return item?.kind === 'message' && isWritten(item) ? item : undefined;
}

/** The nearest message from this line on, back when `by` is -1. */
export function writtenFrom(timeline: List<Entry>, i: number, by: 1 | -1): Written | undefined {
  for (let at = i; at >= 0 && at < timeline.length; at += by) {
    const written = writtenAt(timeline, at);
    if (written) return written;
  }
  return undefined;
}

/** True for a message that is picked, or in the range that is open. */
export function isPicked({ picked, from, at }: Selecting, seq: Seq): boolean {
  return picked.has(seq) || (from !== undefined && seq >= Math.min(from, at) && seq <= Math.max(from, at));
}

/** The picking of the shown room; `undefined` while none is under way. */
export function selectingIn(selecting: Selecting | undefined, room: RoomState | undefined): Selecting | undefined {
  return selecting !== undefined && selecting.room === room?.id ? selecting : undefined;
}

/** The picked messages, oldest first, at most `most`; where none is picked, the one that the reader stands at. */
export function pickedOf(selecting: Selecting, { timeline }: Pick<RoomState, 'timeline'>, most: number): Written[] {
  const { at, from, picked } = selecting;
  const isNone = picked.size === 0 && from === undefined;
  const ends = [...picked, at, from ?? at];
  // As a loop: more may be picked than a call takes arguments.
  const first = ends.reduce((least, seq) => Math.min(least, seq), at);
  const last = ends.reduce((largest, seq) => Math.max(largest, seq), at);
  const found: Written[] = [];
  for (let i = eventIndex(timeline, first); i < timeline.length && found.length < most; i++) {
    const item = timeline.at(i);
    if (item?.seq !== undefined && item.seq > last) break;
    const written = writtenAt(timeline, i);
    if (written && (isNone ? written.seq === at : isPicked(selecting, written.seq))) found.push(written);
  }
  return found;
}

/** What an event makes of the picking. */
export function reduceSelecting(selecting: Selecting | undefined, event: SelectEvent): Selecting | undefined {
  if (event.kind === 'select-started') {
    const { room, at, live } = event;
    return { room, at, picked: new Set(), from: undefined, live };
  }
  if (!selecting) return undefined;
  const { picked, from, at } = selecting;
  switch (event.kind) {
    case 'select-moved':
      return { ...selecting, at: event.at, from: event.extends ? (from ?? at) : from };
    case 'select-picked':
      return { ...selecting, picked: new Set([...picked, ...event.seqs]), from: undefined };
    case 'select-unpicked':
      return { ...selecting, picked: new Set([...picked].filter((seq) => seq !== event.seq)) };
    case 'select-range-started':
      return { ...selecting, from: at };
    case 'select-left':
      return undefined;
  }
}
