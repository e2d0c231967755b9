import {
  type ChatClient,
  type ChatState,
  hideChange,
  isStarred,
  mayIn,
  notifyChange,
  notifyLevelOf,
  type RoomState,
  starChange,
} from '@securechat/client';
import { roomLabel } from '@securechat/client/present';
import { confirmed } from './confirm.ts';
import { byId } from './elements.ts';
import type { OrShowError } from './failure.ts';

export type RoomMenuParts = { readonly client: ChatClient; readonly ask: OrShowError };

/** What is said before something that cannot be undone, or that all members notice. */
const leavingCost = 'You will not see messages sent while you are not a member, even if you rejoin.';
const archivingCost = 'Nobody can write in it, join it or change it until an owner ends that.';

/** What can be done with the shown room, in a menu that closes after a choice, at a click elsewhere, and with Escape. */
export class RoomMenu {
  readonly #parts: RoomMenuParts;
  readonly #opener = byId('room-menu-open', HTMLButtonElement);
  readonly #menu = byId('room-menu', HTMLElement);
  readonly #signal: AbortSignal;
  #room: RoomState | undefined;

  constructor(parts: RoomMenuParts, signal: AbortSignal) {
    this.#parts = parts;
    this.#signal = signal;
    this.#menu.addEventListener('toggle', () => this.#place(), { signal });
    // Before the choice opens a dialog: when that closes, the focus returns to the button of the menu.
    this.#menu.addEventListener('click', () => this.#menu.hidePopover(), { signal, capture: true });
    signal.addEventListener('abort', () => this.#menu.hidePopover());
    const on = (id: string, run: (room: RoomState) => void) =>
      byId(id, HTMLButtonElement).addEventListener('click', () => this.#room && run(this.#room), { signal });
    on('star', ({ id }) => this.#set(starChange(id, !isStarred(this.#state, id))));
    on('mute', ({ id }) => this.#set(notifyChange(id, this.#isMuted(id) ? undefined : 'none')));
    on('mentions-only', ({ id }) => this.#set(notifyChange(id, this.#hasMentionsOnly(id) ? 'all' : 'mentions')));
    on('hide', (room) => this.#set(hideChange(room)));
    on('archive', (room) => void this.#archive(room));
    on('delete-room', (room) => void this.#delete(room));
    on('leave', (room) => void this.#leave(room));
  }

  /** Offers what the user may do in this room; nothing in a room that is only remembered for what is unsent. */
  draw(state: ChatState, room: RoomState | undefined): void {
    this.#room = room;
    this.#opener.hidden = room === undefined;
    if (!room) {
      this.#menu.hidePopover();
      return;
    }
    for (const [id, label] of Object.entries(this.#labels(state, room))) {
      const item = byId(id, HTMLButtonElement);
      item.hidden = label === undefined;
      if (label !== undefined && item.textContent !== label) item.textContent = label;
    }
  }

  /** The label of each item; without one, it is not offered. */
  #labels(state: ChatState, room: RoomState): Readonly<Record<string, string | undefined>> {
    const { id, kind, archived } = room;
    const isMuted = this.#isMuted(id);
    return {
      'invite-open': mayIn(state, room, 'invite') ? 'Invite people…' : undefined,
      bans: mayIn(state, room, 'ban') ? 'Banned people…' : undefined,
      'room-edit': mayIn(state, room, 'topic') ? 'Room settings…' : undefined,
      star: isStarred(state, id) ? 'Remove from favourites' : 'Add to favourites',
      mute: isMuted ? 'Unmute' : 'Mute',
      'mentions-only': isMuted
        ? undefined
        : this.#hasMentionsOnly(id)
          ? 'Notify of all messages'
          : 'Notify of mentions only',
      hide: kind === 'direct' ? 'Hide until the next message' : undefined,
      archive: mayIn(state, room, 'archive') ? (archived ? 'Unarchive' : 'Archive…') : undefined,
      'delete-room': archived && mayIn(state, room, 'delete') ? 'Delete…' : undefined,
      leave: mayIn(state, room, 'leave') ? 'Leave…' : undefined,
    };
  }

  get #state(): ChatState {
    return this.#parts.client.getSnapshot();
  }

  #isMuted(id: RoomState['id']): boolean {
    return notifyLevelOf(this.#state, id) === 'none';
  }

  #hasMentionsOnly(id: RoomState['id']): boolean {
    return notifyLevelOf(this.#state, id) === 'mentions';
  }

  #set(entry: Parameters<ChatClient['setUserState']>[0][number]): void {
    this.#parts.client.setUserState([entry]);
  }

  async #archive(room: RoomState): Promise<void> {
    const { client, ask } = this.#parts;
    const on = room.archived !== true;
    if (on && !(await confirmed(`Archive ${roomLabel(room)}? ${archivingCost}`, 'Archive'))) return;
    if (!this.#signal.aborted) await ask(client.archiveRoom(room.id, on));
  }

  async #delete(room: RoomState): Promise<void> {
    const { client, ask } = this.#parts;
    const question = `Delete ${roomLabel(room)} with all its messages, for everybody and for good?`;
    if (!(await confirmed(question, 'Delete')) || this.#signal.aborted) return;
    await ask(client.deleteRoom(room.id));
  }

  async #leave(room: RoomState): Promise<void> {
    const { client, ask } = this.#parts;
    if (!(await confirmed(`Leave ${roomLabel(room)}? ${leavingCost}`, 'Leave')) || this.#signal.aborted) return;
    await ask(client.leaveRoom(room.id));
  }

  /** Below its button, as far as there is space. */
  #place(): void {
    const { bottom, right } = this.#opener.getBoundingClientRect();
    this.#menu.style.top = `${bottom + 4}px`;
    this.#menu.style.left = `${Math.max(8, right - this.#menu.offsetWidth)}px`;
  }
}
