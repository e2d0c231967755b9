import { type ChatClient, mayIn, type RoomState } from '@securechat/client';
import { banText, cleanLine, failureText, roomLabel } from '@securechat/client/present';
import { type BanSummary, isUserId, typedUserName, type UserId } from '@securechat/protocol';
import { button, byId, make } from './elements.ts';
import { Form } from './form.ts';
import type { Removal } from './removal-dialog.ts';

export type BansParts = {
  readonly client: ChatClient;
  /** Asks how to ban somebody, and does it. */
  readonly remove: (removal: Removal) => void;
};

/** Who is banned from the shown room, each with a button that lifts the ban, and a field to ban somebody who is no member. */
export class Bans {
  readonly #parts: BansParts;
  readonly #dialog = byId('bans-dialog', HTMLDialogElement);
  readonly #list = byId('ban-list', HTMLUListElement);
  readonly #name = byId('ban-name', HTMLInputElement);
  readonly #error = byId('bans-error', HTMLParagraphElement);
  #room: RoomState | undefined;
  #asking = false;
  #isStale = false;

  constructor(parts: BansParts, signal: AbortSignal) {
    this.#parts = parts;
    byId('bans', HTMLButtonElement).addEventListener('click', () => this.#open(), { signal });
    byId('bans-close', HTMLButtonElement).addEventListener('click', () => this.#dialog.close(), { signal });
    new Form('ban-form', () => this.#ban(), signal);
    signal.addEventListener('abort', () => {
      this.see(undefined);
      this.#name.value = '';
    });
  }

  /** Shows the current state of the room. Any event of it may be a ban, or its end. */
  see(room: RoomState | undefined): void {
    const before = this.#room;
    this.#room = room;
    const mayBan = room !== undefined && mayIn(this.#parts.client.getSnapshot(), room, 'ban');
    if (!mayBan || room.id !== before?.id) {
      this.#dialog.close();
      this.#list.replaceChildren();
    } else if (room.cursor !== before.cursor) void this.#load();
  }

  #open(): void {
    if (!this.#room) return;
    byId('bans-title', HTMLHeadingElement).textContent = `Banned from ${roomLabel(this.#room)}`;
    this.#error.textContent = '';
    this.#dialog.showModal();
    void this.#load();
  }

  /** Loads the bans, one request at a time, and again if the room changed during the request. */
  async #load(): Promise<void> {
    this.#isStale = this.#asking;
    const room = this.#room;
    if (!room || this.#asking || !this.#dialog.open) return;
    this.#asking = true;
    const bans = await this.#parts.client.bans(room.id);
    this.#asking = false;
    if (this.#isStale || this.#room?.id !== room.id) return await this.#load();
    if (bans.ok) this.#draw(room, bans.value.items, bans.value.more);
    else this.#error.textContent = failureText(bans.error);
  }

  #draw(room: RoomState, bans: readonly BanSummary[], more: boolean): void {
    const items = bans.map((ban) => this.#item(ban));
    if (more) items.push(make('li', {}, `Showing the first ${bans.length} bans.`));
    if (items.length === 0) items.push(make('li', {}, `Nobody is banned from ${roomLabel(room)}.`));
    const hadFocus = this.#list.contains(document.activeElement);
    this.#list.replaceChildren(...items);
    // The button of a lifted ban is gone.
    if (hadFocus) (this.#list.querySelector('button') ?? this.#name).focus();
  }

  #item(ban: BanSummary): HTMLElement {
    const lift = button('Unban', () => void this.#lift(ban.user), `Unban ${cleanLine(ban.user)}`);
    return make('li', { 'data-user': ban.user }, make('bdi', {}, banText(ban)), lift);
  }

  async #lift(user: UserId): Promise<void> {
    if (!this.#room) return;
    this.#error.textContent = '';
    const lifted = await this.#parts.client.unbanMember(this.#room.id, user);
    if (!lifted.ok) this.#error.textContent = failureText(lifted.error);
  }

  #ban(): void {
    const user = typedUserName(this.#name.value);
    const isName = isUserId(user);
    this.#error.textContent = isName ? '' : `Invalid user name "${cleanLine(user)}".`;
    if (!isName || !this.#room) return;
    this.#parts.remove({ room: this.#room, user, does: 'ban' });
    this.#name.value = '';
  }
}
