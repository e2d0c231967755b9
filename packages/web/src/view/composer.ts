import { typedMessage } from '@securechat/client';
import { lengthText, tooLongText } from '@securechat/client/present';
import type { RoomId, Seq } from '@securechat/protocol';
import { sayError } from '@securechat/protocol/errors';
import type { EditDraft, EditDrafts } from '../edit-drafts.ts';
import { Editing } from './editing.ts';
import { byId } from './elements.ts';
import { Form } from './form.ts';
import type { MessageChanges } from './message-changes.ts';
import { messageOf } from './typed-text.ts';

const typingEveryMs = 3000;

export type ComposerParts = {
  /** The text that a room's field gets when the room is shown. */
  readonly draftOf: (room: RoomId) => string;
  /** The text of a room's field has changed. */
  readonly write: (room: RoomId, text: string) => void;
  /** Another room is shown than this one. */
  readonly left: (room: RoomId) => void;
  readonly nowMs: () => number;
  readonly edits: EditDrafts;
  readonly changes: MessageChanges;
  /** Another message is edited, or none any more. */
  readonly redraw: () => void;
  readonly typing: (room: RoomId) => void;
  readonly showError: (message: string) => void;
};

/**
 * The message field, with a draft for each room. A message is edited in it, too; then the draft comes back. Sends nothing that the server
 * would not accept whole. Where the user cannot write, a sentence on why replaces it.
 */
export class Composer {
  readonly #parts: ComposerParts;
  readonly #editing: Editing;
  readonly #text = byId('composer', HTMLTextAreaElement);
  readonly #counter = byId('counter', HTMLParagraphElement);
  readonly #form = byId('say', HTMLFormElement);
  readonly #readOnly = byId('read-only', HTMLParagraphElement);
  readonly #otherRow = byId('other-draft', HTMLParagraphElement);
  readonly #origin = byId('draft-origin', HTMLParagraphElement);
  /** The drafts of other devices that were put into the fields of their rooms. */
  readonly #elsewhere = new Map<RoomId, string>();
  #other: string | undefined;
  #room: RoomId | undefined;
  #typedMs = 0;

  constructor(parts: ComposerParts, signal: AbortSignal) {
    this.#parts = parts;
    this.#editing = new Editing(parts.edits, parts.changes);
    new Form('say', () => this.#say(), signal);
    this.#text.addEventListener('keydown', (event) => this.#pressed(event), { signal });
    this.#text.addEventListener('input', () => this.#typed(), { signal });
    byId('editing-cancel', HTMLButtonElement).addEventListener('click', () => this.#cancelEdit(), { signal });
    byId('other-draft-take', HTMLButtonElement).addEventListener('click', () => this.#takeDraft(), { signal });
    // The next user who logs in must not see it.
    signal.addEventListener('abort', () => {
      this.#fill('');
      this.#offer(undefined);
      this.offerDraft(undefined);
      this.#editing.draw(undefined, false);
    });
  }

  /** Focuses the message field or, where there is none, the messages. */
  focus(): void {
    if (this.#form.hidden) byId('scroller', HTMLElement).focus();
    else this.#text.focus();
  }

  /** Switches to this room. `readOnly`: why the user cannot write there. */
  show(room: RoomId, readOnly: string | undefined): void {
    this.#offer(readOnly);
    this.#editing.draw(room, readOnly === undefined);
    if (room === this.#room) return;
    // Text typed before there was a room belongs to the first one.
    const early = this.#room === undefined ? this.#text.value : '';
    if (this.#room !== undefined) this.#parts.left(this.#room);
    this.#room = room;
    const draft = [this.#parts.draftOf(room), early].filter((text) => text !== '').join('\n');
    this.#fill(this.#edit?.text ?? draft);
    if (early !== '') this.#parts.write(room, draft);
  }

  /** A room's text was replaced by a draft of another device. */
  rewritten(room: RoomId): void {
    this.#elsewhere.set(room, this.#parts.draftOf(room));
    if (room === this.#room && !this.#edit) this.#fill(this.#parts.draftOf(room));
  }

  /** Edits a message of the shown room; of two at once, the first must be saved or cancelled before. */
  edit(seq: Seq): void {
    const { changes, showError } = this.#parts;
    const room = this.#room;
    const message = room && changes.messageAt(room, seq);
    this.focus();
    if (!message || this.#edit?.seq === seq) return;
    if (this.#edit && this.#editing.isChanged(room, this.#edit)) {
      showError('Save or cancel the edit that you have begun, then edit another message.');
      return;
    }
    showError('');
    this.#editing.begin(message);
    this.#show();
  }

  /** The message of this room that is edited. */
  edited(room: RoomId): Seq | undefined {
    return this.#editing.in(room)?.seq;
  }

  /** The user has deleted this message, and does not edit it any more. */
  deleted(room: RoomId, seq: Seq): void {
    if (this.#editing.in(room)?.seq !== seq) return;
    this.#editing.end(room);
    if (room === this.#room) this.#show();
  }

  get #edit() {
    return this.#editing.in(this.#room);
  }

  /** Fills the field with the edit or the draft of the shown room. */
  #show(): void {
    if (!this.#room) return;
    this.#fill(this.#edit?.text ?? this.#parts.draftOf(this.#room));
    this.#editing.draw(this.#room, !this.#form.hidden);
    this.offerDraft(this.#other);
    this.#parts.redraw();
  }

  #cancelEdit(): void {
    if (this.#room) this.#editing.end(this.#room);
    this.#parts.showError('');
    this.#show();
    this.focus();
  }

  /** Offers the draft of another device, which would replace what stands in the field; undefined if there is none. */
  offerDraft(text: string | undefined): void {
    this.#other = text;
    this.#otherRow.hidden = text === undefined || this.#form.hidden || this.#edit !== undefined;
  }

  /** The browser's undo brings the replaced text back. */
  #takeDraft(): void {
    const text = this.#other;
    if (text === undefined) return;
    this.#text.select();
    if (!document.execCommand('insertText', false, text)) this.#fill(text);
    this.#typed();
    this.#text.focus();
  }

  #offer(readOnly: string | undefined): void {
    const hadFocus = this.#form.contains(document.activeElement);
    if (this.#readOnly.textContent !== (readOnly ?? '')) this.#readOnly.textContent = readOnly ?? '';
    this.#readOnly.hidden = readOnly === undefined;
    this.#form.hidden = readOnly !== undefined;
    if (hadFocus && this.#form.hidden) this.focus();
  }

  #fill(text: string): void {
    this.#text.value = text;
    this.#measure();
  }

  #measure(): void {
    const { value } = this.#text;
    const draft = this.#edit ? undefined : value;
    this.#origin.hidden = !draft || this.#room === undefined || this.#elsewhere.get(this.#room) !== draft;
    this.#counter.textContent = lengthText(value);
    const over = tooLongText(value) !== undefined;
    this.#counter.classList.toggle('over', over);
    this.#text.setAttribute('aria-invalid', String(over));
  }

  #pressed(event: KeyboardEvent): void {
    const { key, altKey, ctrlKey, metaKey } = event;
    if (event.isComposing || event.shiftKey) return;
    const isEmpty = this.#text.value === '' && !this.#edit;
    if (key === 'Enter') this.#say();
    else if (key === 'Escape' && this.#edit) this.#cancelEdit();
    else if (key === 'ArrowUp' && isEmpty && !altKey && !ctrlKey && !metaKey) this.#editLast();
    else return;
    event.preventDefault();
  }

  #editLast(): void {
    const last = this.#room && this.#parts.changes.lastOwn(this.#room);
    if (last) this.edit(last.seq);
  }

  #say(): void {
    // Sent unchanged, except for the empty end that Shift+Enter leaves.
    const typed = this.#text.value.trimEnd();
    if (typed === '') {
      if (this.#room && this.#edit) this.#parts.changes.askToDelete(this.#room, this.#edit.seq);
      return;
    }
    const message = messageOf(typed);
    if (!message.ok || !this.#room) {
      this.#parts.showError(
        message.ok ? 'Rooms are still loading. Your message stays here; send it again in a moment.' : message.error,
      );
      // What is typed next replaces a command that does not exist here.
      if (!typedMessage(typed).ok) this.#text.select();
      return;
    }
    if (this.#edit) {
      this.#save(this.#room, this.#edit, message.value);
      return;
    }
    this.#parts.showError('');
    this.#fill('');
    this.#parts.write(this.#room, '');
    this.#typedMs = 0;
    this.#parts.changes.say(this.#room, message.value);
  }

  #save(room: RoomId, edit: EditDraft, text: string): void {
    const { changes, showError } = this.#parts;
    if (this.#editing.isGone(room, edit)) {
      showError(sayError('message_deleted'));
      return;
    }
    const isChanged = this.#editing.isChanged(room, edit);
    this.#cancelEdit();
    if (isChanged) changes.edit(room, edit.seq, text);
  }

  #typed(): void {
    this.#measure();
    if (!this.#room) return;
    if (this.#edit) {
      this.#editing.write(this.#room, { seq: this.#edit.seq, text: this.#text.value });
      return;
    }
    this.#parts.write(this.#room, this.#text.value);
    const nowMs = this.#parts.nowMs();
    if (nowMs - this.#typedMs < typingEveryMs) return;
    this.#typedMs = nowMs;
    this.#parts.typing(this.#room);
  }
}
