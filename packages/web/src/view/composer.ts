import { typedMessage } from '@securechat/client';
import { lengthText, tooLongText } from '@securechat/client/present';
import type { RoomId } from '@securechat/protocol';
import { byId } from './elements.ts';
import { Form } from './form.ts';
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
  readonly say: (room: RoomId, text: string) => void;
  readonly typing: (room: RoomId) => void;
  readonly showError: (message: string) => void;
};

/**
 * The message field, with a draft for each room. Sends nothing that the server would not accept whole. Where the user cannot write, a
 * sentence on why replaces it.
 */
export class Composer {
  readonly #parts: ComposerParts;
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
    new Form('say', () => this.#say(), signal);
    this.#text.addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        this.#say();
      },
      { signal },
    );
    this.#text.addEventListener('input', () => this.#typed(), { signal });
    byId('other-draft-take', HTMLButtonElement).addEventListener('click', () => this.#takeDraft(), { signal });
    // The next user who logs in must not see it.
    signal.addEventListener('abort', () => {
      this.#fill('');
      this.#offer(undefined);
      this.offerDraft(undefined);
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
    if (room === this.#room) return;
    // Text typed before there was a room belongs to the first one.
    const early = this.#room === undefined ? this.#text.value : '';
    if (this.#room !== undefined) this.#parts.left(this.#room);
    this.#room = room;
    const draft = [this.#parts.draftOf(room), early].filter((text) => text !== '').join('\n');
    this.#fill(draft);
    if (early !== '') this.#parts.write(room, draft);
  }

  /** A room's text was replaced by a draft of another device. */
  rewritten(room: RoomId): void {
    this.#elsewhere.set(room, this.#parts.draftOf(room));
    if (room === this.#room) this.#fill(this.#parts.draftOf(room));
  }

  /** Offers the draft of another device, which would replace what stands in the field; undefined if there is none. */
  offerDraft(text: string | undefined): void {
    this.#other = text;
    this.#otherRow.hidden = text === undefined || this.#form.hidden;
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
    this.#origin.hidden = value === '' || this.#room === undefined || this.#elsewhere.get(this.#room) !== value;
    this.#counter.textContent = lengthText(value);
    const over = tooLongText(value) !== undefined;
    this.#counter.classList.toggle('over', over);
    this.#text.setAttribute('aria-invalid', String(over));
  }

  #say(): void {
    // Sent unchanged, except for the empty end that Shift+Enter leaves.
    const typed = this.#text.value.trimEnd();
    if (typed === '') return;
    const message = messageOf(typed);
    if (!message.ok || !this.#room) {
      this.#parts.showError(
        message.ok ? 'Rooms are still loading. Your message stays here; send it again in a moment.' : message.error,
      );
      // What is typed next replaces a command that does not exist here.
      if (!typedMessage(typed).ok) this.#text.select();
      return;
    }
    this.#parts.showError('');
    this.#fill('');
    this.#parts.write(this.#room, '');
    this.#typedMs = 0;
    this.#parts.say(this.#room, message.value);
  }

  #typed(): void {
    this.#measure();
    if (!this.#room) return;
    this.#parts.write(this.#room, this.#text.value);
    const nowMs = this.#parts.nowMs();
    if (nowMs - this.#typedMs < typingEveryMs) return;
    this.#typedMs = nowMs;
    this.#parts.typing(this.#room);
  }
}
