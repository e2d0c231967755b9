import { type ChatClient, mayIn, type RoomState } from '@securechat/client';
import { failureText, sameNameText } from '@securechat/client/present';
import {
  type RoomHistory,
  type RoomId,
  type RoomInviters,
  type RoomName,
  roomHistory,
  roomInviters,
  typedRoomName,
} from '@securechat/protocol';
import { ok } from '@securechat/protocol/result';
import { byId } from './elements.ts';
import { Form } from './form.ts';

export type RoomFormParts = {
  readonly client: ChatClient;
  /** Shows a sentence above the messages. */
  readonly showError: (message: string) => void;
};

/** The dialog in which a room’s owners rename it and set its policy, and its owners and moderators set its topic. */
export class RoomForm {
  readonly #client: ChatClient;
  readonly #showError: RoomFormParts['showError'];
  readonly #dialog = byId('edit-dialog', HTMLDialogElement);
  readonly #form: Form;
  readonly #name = byId('edit-name', HTMLInputElement);
  readonly #topic = byId('edit-topic', HTMLInputElement);
  readonly #inviters = byId('edit-inviters', HTMLSelectElement);
  readonly #history = byId('edit-history', HTMLSelectElement);
  readonly #error = byId('edit-error', HTMLParagraphElement);
  readonly #signal: AbortSignal;
  #room: RoomState | undefined;
  /** What stood in the dialog when it was opened. */
  #opened: { readonly inviters?: RoomInviters; readonly history?: RoomHistory } = {};

  constructor({ client, showError }: RoomFormParts, signal: AbortSignal) {
    this.#client = client;
    this.#showError = showError;
    this.#signal = signal;
    this.#form = new Form('edit-form', () => void this.#save(), signal);
    byId('room-edit', HTMLButtonElement).addEventListener('click', () => this.#open(), { signal });
    byId('edit-cancel', HTMLButtonElement).addEventListener('click', () => this.#dialog.close(), { signal });
    signal.addEventListener('abort', () => this.see(undefined));
  }

  /** The shown room. The dialog closes when that is another one, or when the user may no longer change it. */
  see(room: RoomState | undefined): void {
    const mayEdit = room !== undefined && mayIn(this.#client.getSnapshot(), room, 'topic');
    if (!mayEdit || room.id !== this.#room?.id) this.#dialog.close();
    this.#room = room;
  }

  #open(): void {
    if (!this.#room) return;
    this.#form.clear();
    this.#error.textContent = '';
    this.#name.value = this.#room.name ?? '';
    this.#name.readOnly = !mayIn(this.#client.getSnapshot(), this.#room, 'rename');
    // A private room may have none.
    this.#name.required = this.#room.name !== undefined;
    this.#topic.value = this.#room.topic;
    const { inviters = 'members', history } = this.#room;
    this.#opened = { inviters, history };
    this.#inviters.value = inviters;
    this.#history.value = history;
    const maySet = mayIn(this.#client.getSnapshot(), this.#room, 'policy');
    for (const select of [this.#inviters, this.#history]) select.disabled = !maySet;
    this.#dialog.showModal();
  }

  async #save(): Promise<void> {
    const room = this.#room;
    if (!room) return;
    this.#form.busy(true);
    this.#error.textContent = '';
    const { readOnly, value } = this.#name;
    const isSame = readOnly || value === (room.name ?? '');
    const renamed = isSame ? ok(undefined) : await this.#client.renameRoom(room.id, value);
    // It stores nothing where the topic is so already.
    const described = renamed.ok ? await this.#client.setTopic(room.id, this.#topic.value) : renamed;
    const changed = described.ok ? await this.#setPolicy(room.id) : described;
    if (this.#signal.aborted) return;
    this.#form.busy(false);
    if (!changed.ok) {
      this.#error.textContent = failureText(changed.error);
      return;
    }
    this.#dialog.close();
    if (isSame) return;
    // The event with the name may come later than the answer.
    const named = { ...room, name: typedRoomName(value) as RoomName };
    const sameName = sameNameText(this.#client.getSnapshot(), named, 'This one');
    if (sameName !== undefined) this.#showError(sameName);
  }

  /** Only what was chosen is sent: another owner may have changed the rest meanwhile. */
  async #setPolicy(room: RoomId): ReturnType<ChatClient['setPolicy']> {
    const inviters = roomInviters.options.find((option) => option === this.#inviters.value);
    const history = roomHistory.options.find((option) => option === this.#history.value);
    const { inviters: oldInviters, history: oldHistory } = this.#opened;
    const chosen = {
      ...(inviters !== oldInviters && { inviters }),
      ...(history !== oldHistory && { history }),
    };
    return Object.keys(chosen).length === 0 ? ok(undefined) : await this.#client.setPolicy(room, chosen);
  }
}
