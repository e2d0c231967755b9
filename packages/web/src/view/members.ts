import type { ChatClient, RoomState } from '@securechat/client';
import { cleanLine, roomLabel } from '@securechat/client/present';
import type { MemberSummary } from '@securechat/protocol';
import { byId, make } from './elements.ts';
import type { OrShowError } from './failure.ts';

export type MembersParts = { readonly client: ChatClient; readonly ask: OrShowError };

/** The members of the shown room and who is online: a list that opens from their number. Escape closes it. */
export class Members {
  readonly #parts: MembersParts;
  readonly #opener = byId('members-open', HTMLButtonElement);
  readonly #dialog = byId('members', HTMLDialogElement);
  readonly #list = byId('member-list', HTMLUListElement);
  #room: RoomState | undefined;
  /** The room for which the list was loaded; another one means that it must be loaded again. */
  #asked: RoomState | undefined;
  #asking = false;

  constructor(parts: MembersParts, signal: AbortSignal) {
    this.#parts = parts;
    this.#opener.addEventListener('click', () => this.#open(), { signal });
    signal.addEventListener('abort', () => {
      this.#dialog.close();
      this.see(undefined);
    });
  }

  /** Shows the current state of the room; undefined if nothing is known about it. */
  see(room: RoomState | undefined): void {
    const moved = room?.id !== this.#room?.id;
    this.#room = room;
    this.#opener.hidden = room === undefined;
    const message = room ? `${room.members} ${room.members === 1 ? 'member' : 'members'}` : '';
    if (this.#opener.textContent !== message) this.#opener.textContent = message;
    if (moved) this.#forget();
    else if (this.#dialog.open) void this.#load();
  }

  #forget(): void {
    this.#dialog.close();
    this.#asked = undefined;
    this.#list.replaceChildren();
  }

  #open(): void {
    if (!this.#room) return;
    byId('members-title', HTMLHeadingElement).textContent = `Members of ${roomLabel(this.#room)}`;
    this.#asked = undefined;
    this.#dialog.showModal();
    void this.#load();
  }

  /** Loads the members, one request at a time, and again if presence changed during the request. */
  async #load(): Promise<void> {
    const room = this.#room;
    if (!room || this.#asking || sameCrowd(room, this.#asked)) return;
    this.#asked = room;
    this.#asking = true;
    const members = await this.#parts.ask(this.#parts.client.members(room.id));
    this.#asking = false;
    if (!this.#dialog.open) return;
    if (this.#room?.id === room.id) this.#draw(members?.items, members?.more);
    await this.#load();
  }

  #draw(members: readonly MemberSummary[] | undefined, more = false): void {
    if (!members) {
      this.#list.replaceChildren(make('li', {}, 'Could not load the members. Try again when you are online.'));
      return;
    }
    const { me } = this.#parts.client.getSnapshot();
    const items = [...members].sort(onlineFirst).map(({ user, online }) => {
      const name = user === me ? `${cleanLine(user)} (you)` : cleanLine(user);
      return make('li', { 'data-online': String(online) }, name, ' ', make('span', {}, online ? 'online' : 'offline'));
    });
    if (more) items.push(make('li', {}, `Showing the first ${members.length} members.`));
    this.#list.replaceChildren(...items);
  }
}

function sameCrowd(room: RoomState, asked: RoomState | undefined): boolean {
  if (room.id !== asked?.id || room.members !== asked.members || room.online !== asked.online) return false;
  return lastSeen(room) === lastSeen(asked);
}

/** The last line about somebody who came online or went offline: `online` need not change with it while it is unknown who is. */
function lastSeen({ timeline }: RoomState): unknown {
  for (let i = timeline.length - 1; i >= 0; i--) if (timeline.at(i)?.kind === 'presence') return timeline.at(i);
  return undefined;
}

function onlineFirst(a: MemberSummary, b: MemberSummary): number {
  return Number(b.online) - Number(a.online) || (a.user < b.user ? -1 : 1);
}
