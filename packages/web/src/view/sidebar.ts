import { type ChatClient, type ChatState, type Clock, shownRooms, unreadCountsOf } from '@securechat/client';
import { roomLabel } from '@securechat/client/present';
import type { RoomId } from '@securechat/protocol';
import type { RoomNames } from '../room-names.ts';
import { Devices } from './devices.ts';
import { byId, make } from './elements.ts';
import type { OrShowError } from './failure.ts';
import { Form } from './form.ts';
import { PasswordForm } from './password-form.ts';
import { RoomList } from './room-list.ts';
import { badgeOf, type Unread } from './unread.ts';

export type SideParts = {
  readonly client: ChatClient;
  readonly clock: Clock;
  readonly roomNames: RoomNames;
  readonly ask: OrShowError;
  /** Shows a room. */
  readonly show: (room: RoomId) => void;
};

/** A room of the user in the list. */
type Item = { readonly id: RoomId; readonly label: string; readonly unread: Unread };

/** The sidebar: rooms to open, join and create, the account's devices and its password. */
export class Side {
  readonly #parts: SideParts;
  readonly #side = byId('side', HTMLElement);
  readonly #menu = byId('menu', HTMLButtonElement);
  readonly #rooms = byId('rooms', HTMLUListElement);
  readonly #others: RoomList;
  #drawn = '';

  constructor(parts: SideParts, signal: AbortSignal) {
    this.#parts = parts;
    const { client, clock, ask } = parts;
    this.#others = new RoomList({ client, ask, join: (room) => void this.#enter(client.joinRoom(room)) }, signal);
    const on = (target: EventTarget, name: string, run: (event: Event) => void) =>
      target.addEventListener(name, run, { signal });
    on(this.#menu, 'click', () => this.open(!this.#isOpen));
    on(document, 'keydown', (event) => {
      if ((event as KeyboardEvent).key !== 'Escape' || !this.#isOpen) return;
      this.open(false);
      // The focused element is hidden now, so focus the button that opened the sidebar.
      this.#menu.focus();
    });
    new Form('room-form', () => void this.#enterNamed((name) => client.joinRoom(name)), signal);
    on(byId('create', HTMLButtonElement), 'click', () => void this.#enterNamed((name) => client.createRoom(name)));
    new Devices({ client, clock, ask }, signal);
    new PasswordForm(client, signal);
    this.#menu.hidden = false;
    signal.addEventListener('abort', () => {
      this.open(false);
      this.#menu.hidden = true;
      this.#rooms.replaceChildren();
    });
  }

  get #isOpen(): boolean {
    return this.#side.classList.contains('open');
  }

  open(open: boolean): void {
    this.#side.classList.toggle('open', open);
    this.#menu.setAttribute('aria-expanded', String(open));
  }

  draw(state: ChatState, current: RoomId | undefined): void {
    this.#others.see(state.rooms);
    const rooms = shownRooms(state).map((id) => {
      const room = this.#parts.roomNames.roomOf(state, id);
      const { unread: messages, mentions } = unreadCountsOf(room, state.me);
      return { id, label: roomLabel(room), unread: { messages, mentions } };
    });
    // Redrawn only if it changes, to preserve the scroll position and the focus.
    const drawn = JSON.stringify([rooms, current]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const focused = document.activeElement?.closest('[data-room]')?.getAttribute('data-room');
    this.#rooms.replaceChildren(...rooms.map((room) => this.#item(room, room.id === current)));
    if (focused) this.#rooms.querySelector<HTMLElement>(`[data-room="${CSS.escape(focused)}"] button`)?.focus();
  }

  #item({ id, label, unread }: Item, current: boolean): HTMLElement {
    const open = make('button', { type: 'button', ...(current ? { 'aria-current': 'true' } : {}) }, label);
    if (unread.messages > 0) {
      const mark = unread.mentions > 0 ? 'unread mention' : 'unread';
      open.append(make('span', { class: mark }, badgeOf(unread), make('span', { class: 'hidden' }, ' unread')));
    }
    open.addEventListener('click', () => this.#parts.show(id));
    return make('li', { 'data-room': id }, open);
  }

  async #enterNamed(how: (name: string) => ReturnType<ChatClient['joinRoom']>): Promise<void> {
    const input = byId('room-name', HTMLInputElement);
    if (input.value.trim() === '') return;
    if (await this.#enter(how(input.value))) input.value = '';
  }

  /** Shows the room once the user is a member; false if that was refused. */
  async #enter(entering: ReturnType<ChatClient['joinRoom']>): Promise<boolean> {
    const entered = await this.#parts.ask(entering);
    if (entered) this.#parts.show(entered.id);
    return entered !== undefined;
  }
}
