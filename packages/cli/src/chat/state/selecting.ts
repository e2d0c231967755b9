import type { Entry, List, MessageEntry, RoomState } from '@securechat/client';
import type { RoomId, Seq } from '@securechat/protocol';
import { eventIndex } from '../line-keys.ts';
import type { Anchor } from '../window.ts';

/** The selection of messages in a room. */
export type Selecting = {
  readonly room: RoomId;
  /** The current message. */
  readonly at: Seq;
  readonly picked: ReadonlySet<Seq>;
  /** The start of the range that ends at the current message. */
  readonly from: Seq | undefined;
  /** The newest line was visible at the start, and is shown again at the end. */
  readonly live: boolean;
};

/** Events of a selection. */
export type SelectEvent =
  | {
      readonly kind: 'select-started';
      readonly room: RoomId;
      readonly at: Seq;
      readonly anchor: Anchor;
      readonly live: boolean;
    }
  /** Moves to another message; `extends`: with a range that starts at the current one. */
  | { readonly kind: 'select-moved'; readonly at: Seq; readonly anchor: Anchor; readonly extends: boolean }
  /** Selects these, and ends the range that they were. */
  | { readonly kind: 'select-picked'; readonly seqs: readonly Seq[] }
  | { readonly kind: 'select-unpicked'; readonly seq: Seq }
  | { readonly kind: 'select-range-started' }
  | { readonly kind: 'select-left' };

/** A message with text, which can be copied. */
export type Written = MessageEntry & { readonly text: string };

const isWritten = (message: MessageEntry): message is Written => message.text !== undefined;

/** The message of an entry; `undefined` for other entries, and for messages that this version cannot read. */
function writtenAt(timeline: List<Entry>, i: number): Written | undefined {
  const item = timeline.at(i);
  return item?.kind === 'message' && isWritten(item) ? item : undefined;
}

/** The nearest message from this entry on, backwards if `by` is -1. */
export function writtenFrom(timeline: List<Entry>, i: number, by: 1 | -1): Written | undefined {
  for (let at = i; at >= 0 && at < timeline.length; at += by) {
    const written = writtenAt(timeline, at);
    if (written) return written;
  }
  return undefined;
}

/** True for a message that is selected, or in the open range. */
export function isPicked({ picked, from, at }: Selecting, seq: Seq): boolean {
  return picked.has(seq) || (from !== undefined && seq >= Math.min(from, at) && seq <= Math.max(from, at));
}

/** The selection in the shown room, if there is one. */
export function selectingIn(selecting: Selecting | undefined, room: RoomState | undefined): Selecting | undefined {
  return selecting !== undefined && selecting.room === room?.id ? selecting : undefined;
}

/** The selected messages, oldest first, at most `most`; if none is selected, the current one. */
export function pickedOf(selecting: Selecting, { timeline }: Pick<RoomState, 'timeline'>, most: number): Written[] {
  const { at, from, picked } = selecting;
  const isNone = picked.size === 0 && from === undefined;
  const ends = [...picked, at, from ?? at];
  // A loop, because a call could have too many arguments.
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

/** Applies an event to the selection. */
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
