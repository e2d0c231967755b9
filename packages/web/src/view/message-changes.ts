import { type ChatClient, type MessageEntry, messageActions, type PendingMessage, roomOf } from '@securechat/client';
import { failureText } from '@securechat/client/present';
import type { Change, RoomId, Seq } from '@securechat/protocol';
import type { RoomNames } from '../room-names.ts';
import type { Announcer } from './announcer.ts';
import { DeleteMessageDialog } from './delete-message.ts';
import { refusalOf } from './lines.ts';

export type MessageChangesParts = {
  readonly client: ChatClient;
  readonly roomNames: RoomNames;
  /** Announces what was refused. */
  readonly announcer: Announcer;
  readonly redraw: () => void;
  /** The user has decided to delete this message. */
  readonly deleting: (room: RoomId, seq: Seq) => void;
};

/** The message that a change changes; undefined for one that is a message. */
function changedBy(change: Change): PendingMessage['changes'] {
  if (change.type === 'message.send') return undefined;
  return { kind: change.type === 'message.edit' ? 'edit' : 'delete', target: change.target };
}

/** Sends, edits and deletes messages, and finds those to edit or delete. */
export class MessageChanges {
  readonly #parts: MessageChangesParts;
  readonly #signal: AbortSignal;
  readonly #dialog: DeleteMessageDialog;

  constructor(parts: MessageChangesParts, signal: AbortSignal) {
    this.#parts = parts;
    this.#signal = signal;
    this.#dialog = new DeleteMessageDialog((room, target, reason) => {
      parts.deleting(room, target);
      void this.#change(room, { type: 'message.delete', target, ...(reason !== undefined && { reason }) });
    }, signal);
  }

  say(room: RoomId, text: string): void {
    void this.#change(room, { type: 'message.send', body: { kind: 'text', text } });
  }

  edit(room: RoomId, target: Seq, text: string): void {
    void this.#change(room, { type: 'message.edit', target, body: { kind: 'text', text } });
  }

  /** Asks whether to delete a message, and deletes it if the user confirms that. */
  askToDelete(room: RoomId | undefined, seq: Seq): void {
    const message = room && this.messageAt(room, seq);
    if (message) this.#dialog.open(message, message.author === this.#parts.client.getSnapshot().me);
  }

  /** A message as it is now, if it is loaded. */
  messageAt(room: RoomId, seq: Seq): MessageEntry | undefined {
    return this.#newest(room, (entry) => entry.seq === seq);
  }

  /** The user's newest message in a room that can be edited; undefined if there is none, or it is still being sent. */
  lastOwn(room: RoomId): MessageEntry | undefined {
    const state = this.#parts.client.getSnapshot();
    const isSending = state.pending.some((each) => each.room === room && !each.changes && each.refused === undefined);
    if (isSending) return undefined;
    return this.#newest(room, (entry) => messageActions(state, roomOf(state, room), entry).edit);
  }

  #newest(room: RoomId, isWanted: (entry: MessageEntry) => boolean): MessageEntry | undefined {
    const { timeline } = roomOf(this.#parts.client.getSnapshot(), room);
    for (let at = timeline.length - 1; at >= 0; at--) {
      const entry = timeline.at(at);
      if (entry?.kind === 'message' && isWanted(entry)) return entry;
    }
    return undefined;
  }

  async #change(room: RoomId, change: Change): Promise<void> {
    const { client, roomNames, announcer, redraw } = this.#parts;
    roomNames.keep(client.getSnapshot(), room);
    const done = await client.change(room, change);
    if (done.ok || done.error.kind !== 'refused' || this.#signal.aborted) return;
    announcer.add(refusalOf(changedBy(change), failureText(done.error)));
    redraw();
  }
}
