import { lengthText, tooLongText } from '@securechat/client/present';
import type { RoomId } from '@securechat/protocol';
import type { Drafts } from '../drafts.ts';
import { byId } from './elements.ts';
import { Form } from './form.ts';
import { messageOf } from './typed-text.ts';

const typingEveryMs = 3000;

export type ComposerParts = {
  readonly drafts: Drafts;
  readonly nowMs: () => number;
  readonly say: (room: RoomId, text: string) => void;
  readonly typing: (room: RoomId) => void;
  readonly showError: (message: string) => void;
};

/** The message field, with a draft for each room. Sends nothing that the server would not accept whole. */
export class Composer {
  readonly #parts: ComposerParts;
  readonly #text = byId('composer', HTMLTextAreaElement);
  readonly #counter = byId('counter', HTMLParagraphElement);
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
    // The next user who logs in must not see it.
    signal.addEventListener('abort', () => this.#fill(''));
  }

  focus(): void {
    this.#text.focus();
  }

  /** Switches to this room. */
  show(room: RoomId): void {
    if (room === this.#room) return;
    // Text typed before there was a room belongs to the first one.
    const early = this.#room === undefined ? this.#text.value : '';
    this.#room = room;
    const draft = [this.#parts.drafts.of(room), early].filter((text) => text !== '').join('\n');
    this.#fill(draft);
    if (early !== '') this.#parts.drafts.set(room, draft);
  }

  #fill(text: string): void {
    this.#text.value = text;
    this.#measure();
  }

  #measure(): void {
    this.#counter.textContent = lengthText(this.#text.value);
    const over = tooLongText(this.#text.value) !== undefined;
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
      return;
    }
    this.#parts.showError('');
    this.#fill('');
    this.#parts.drafts.set(this.#room, '');
    this.#typedMs = 0;
    this.#parts.say(this.#room, message.value);
  }

  #typed(): void {
    this.#measure();
    if (!this.#room) return;
    this.#parts.drafts.set(this.#room, this.#text.value);
    const nowMs = this.#parts.nowMs();
    if (nowMs - this.#typedMs < typingEveryMs) return;
    this.#typedMs = nowMs;
    this.#parts.typing(this.#room);
  }
}
