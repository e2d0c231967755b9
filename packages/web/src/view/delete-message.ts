import type { MessageEntry } from '@securechat/client';
import { messageLine, presentMessage } from '@securechat/client/present';
import type { RoomId, Seq } from '@securechat/protocol';
import { byId, make } from './elements.ts';
import { Form } from './form.ts';
import { pageFace } from './lines.ts';

/** Characters of the message that are shown. */
const maxShown = 200;

/** The dialog that asks before a message is deleted; of somebody else's also for a reason. */
export class DeleteMessageDialog {
  readonly #quote = make('blockquote', { id: 'delete-message-quote', dir: 'auto' });
  readonly #reasonRow = make('label', {}, 'Reason (optional, the members see it)');
  readonly #dialog: HTMLDialogElement;
  readonly #reason: HTMLInputElement;
  #message: MessageEntry | undefined;

  constructor(remove: (room: RoomId, seq: Seq, reason: string | undefined) => void, signal: AbortSignal) {
    this.#reasonRow.append(make('input', { id: 'delete-message-reason', maxlength: '200' }));
    this.#place(signal);
    this.#dialog = byId('delete-message', HTMLDialogElement);
    this.#reason = byId('delete-message-reason', HTMLInputElement);
    const form = new Form(
      'delete-message-form',
      () => {
        const message = this.#message;
        const reason = this.#reason.value.trim();
        this.#dialog.close();
        if (message) remove(message.room, message.seq, reason === '' ? undefined : reason);
      },
      signal,
    );
    // Neither the text of a deleted message nor a reason is left in the page.
    this.#dialog.addEventListener(
      'close',
      () => {
        this.#message = undefined;
        this.#quote.textContent = '';
        form.clear();
      },
      { signal },
    );
    byId('delete-message-cancel', HTMLButtonElement).addEventListener('click', () => this.#dialog.close(), { signal });
  }

  /** Puts the dialog into the page, until the user logs out. */
  #place(signal: AbortSignal): void {
    const hint = make('p', { id: 'delete-message-hint' }, 'Its text is removed for everybody, for good.');
    const title = make('h2', { id: 'delete-message-title' }, 'Delete this message?');
    const cancel = make('button', { id: 'delete-message-cancel', type: 'button', class: 'second' }, 'Cancel');
    const buttons = make('p', { class: 'buttons' }, cancel, make('button', { type: 'submit' }, 'Delete'));
    const rows = [title, this.#quote, hint, this.#reasonRow, buttons];
    const described = { 'aria-labelledby': title.id, 'aria-describedby': `${this.#quote.id} ${hint.id}` };
    const form = make('form', { id: 'delete-message-form', autocomplete: 'off' }, ...rows);
    const dialog = make('dialog', { id: 'delete-message', ...described }, form);
    document.body.append(dialog);
    signal.addEventListener('abort', () => dialog.remove());
  }

  /** Asks whether to delete this message. */
  open(message: MessageEntry, isOwn: boolean): void {
    this.#message = message;
    const text = messageLine(presentMessage(message, pageFace));
    this.#quote.textContent = text.length > maxShown ? `${text.slice(0, maxShown)}…` : text;
    this.#reasonRow.hidden = isOwn;
    this.#dialog.showModal();
  }
}
