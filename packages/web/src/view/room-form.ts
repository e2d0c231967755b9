import type { ChatClient, RoomState } from '@securechat/client';
import { failureText } from '@securechat/client/present';
import { byId } from './elements.ts';
import { Form } from './form.ts';

/** The dialog in which its owner renames a room and sets its topic. */
export class RoomForm {
  readonly #client: ChatClient;
  readonly #opener = byId('room-edit', HTMLButtonElement);
  readonly #dialog = byId('edit-dialog', HTMLDialogElement);
  readonly #form: Form;
  readonly #name = byId('edit-name', HTMLInputElement);
  readonly #topic = byId('edit-topic', HTMLInputElement);
  readonly #error = byId('edit-error', HTMLParagraphElement);
  readonly #signal: AbortSignal;
  #room: RoomState | undefined;

  constructor(client: ChatClient, signal: AbortSignal) {
    this.#client = client;
    this.#signal = signal;
    this.#form = new Form('edit-form', () => void this.#save(), signal);
    this.#opener.addEventListener('click', () => this.#open(), { signal });
    byId('edit-cancel', HTMLButtonElement).addEventListener('click', () => this.#dialog.close(), { signal });
    signal.addEventListener('abort', () => this.see(undefined));
  }

  /** Offers the dialog if the user owns the room. It closes when another room is shown. */
  see(room: RoomState | undefined): void {
    const isOwner = room?.owner !== undefined && room.owner === this.#client.getSnapshot().me;
    this.#opener.hidden = !isOwner;
    if (!isOwner || room.id !== this.#room?.id) this.#dialog.close();
    this.#room = room;
  }

  #open(): void {
    if (!this.#room) return;
    this.#form.clear();
    this.#error.textContent = '';
    this.#name.value = this.#room.name;
    this.#topic.value = this.#room.topic;
    this.#dialog.showModal();
  }

  async #save(): Promise<void> {
    const room = this.#room;
    if (!room) return;
    this.#form.busy(true);
    this.#error.textContent = '';
    // Both changes store nothing where all is so already.
    const renamed = await this.#client.renameRoom(room.id, this.#name.value);
    const changed = renamed.ok ? await this.#client.setTopic(room.id, this.#topic.value) : renamed;
    if (this.#signal.aborted) return;
    this.#form.busy(false);
    if (changed.ok) this.#dialog.close();
    else this.#error.textContent = failureText(changed.error);
  }
}
