import { type MessageEntry, typedOf } from '@securechat/client';
import { messageLine, presentMessage } from '@securechat/client/present';
import type { RoomId } from '@securechat/protocol';
import type { EditDraft, EditDrafts } from '../edit-drafts.ts';
import { byId } from './elements.ts';
import { pageFace } from './lines.ts';
import type { MessageChanges } from './message-changes.ts';

/** Characters of the message that are shown. */
const maxShown = 60;

const deletedMeanwhile =
  'The message that you edit was deleted, and cannot be saved. Copy what you still need, then cancel.';

/** The edit of a message in the message field: what is edited, and the text that is not saved yet. */
export class Editing {
  readonly #edits: EditDrafts;
  readonly #changes: MessageChanges;
  readonly #row = byId('editing', HTMLParagraphElement);
  readonly #text = byId('editing-text', HTMLSpanElement);
  readonly #send = byId('send', HTMLButtonElement);

  constructor(edits: EditDrafts, changes: MessageChanges) {
    this.#edits = edits;
    this.#changes = changes;
  }

  /** The edit in a room; undefined if there is none. */
  in(room: RoomId | undefined): EditDraft | undefined {
    return room === undefined ? undefined : this.#edits.of(room);
  }

  /** Whether what was typed differs from the message, as far as it is loaded. */
  isChanged(room: RoomId, { seq, text }: EditDraft): boolean {
    const message = this.#changes.messageAt(room, seq);
    return !message || typedOf(textOf(message) ?? '') !== text.trimEnd();
  }

  /** The message that is edited was deleted. */
  isGone(room: RoomId, { seq }: EditDraft): boolean {
    return this.#changes.messageAt(room, seq)?.deleted !== undefined;
  }

  begin({ room, seq, ...message }: MessageEntry): void {
    this.#edits.set(room, { seq, text: typedOf(textOf(message) ?? '') }, false);
  }

  write(room: RoomId, edit: EditDraft): void {
    this.#edits.set(room, edit, this.isChanged(room, edit) && !this.isGone(room, edit));
  }

  end(room: RoomId): void {
    this.#edits.remove(room);
  }

  /** Shows what is edited in a room. `isShown`: the user can write there. */
  draw(room: RoomId | undefined, isShown: boolean): void {
    const edit = isShown ? this.in(room) : undefined;
    const text = room && edit ? this.#sentence(room, edit) : '';
    this.#row.hidden = edit === undefined;
    if (this.#text.textContent !== text) this.#text.textContent = text;
    this.#send.textContent = edit ? 'Save' : 'Send';
  }

  #sentence(room: RoomId, edit: EditDraft): string {
    const message = this.#changes.messageAt(room, edit.seq);
    if (!message) return 'Editing an earlier message.';
    if (message.deleted) {
      this.#edits.unstore(room);
      return deletedMeanwhile;
    }
    const { editedAt: _, overlay: __, ...before } = message;
    const said = messageLine(presentMessage(before, pageFace)).replace(/\s+/g, ' ');
    return `Editing: ${said.length > maxShown ? `${said.slice(0, maxShown)}…` : said}`;
  }
}

/** The text that the user sees of a message. */
function textOf({ text, overlay }: Pick<MessageEntry, 'text' | 'overlay'>): string | undefined {
  return overlay ? overlay.text : text;
}
