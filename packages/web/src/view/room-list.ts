import type { ChatClient } from '@securechat/client';
import { cleanLine, membersInWords, roomLabel } from '@securechat/client/present';
import type { RoomId, RoomName, RoomSummary } from '@securechat/protocol';
import { DetailsList } from './details-list.ts';
import { button, make } from './elements.ts';
import type { OrShowError } from './failure.ts';

export type RoomListParts = {
  readonly client: ChatClient;
  readonly ask: OrShowError;
  /** Joins the room of this name and shows it. */
  readonly join: (room: RoomName) => void;
};

/** The rooms that the user is not a member of, each with a button that joins it. */
export class RoomList {
  readonly #parts: RoomListParts;
  readonly #list: DetailsList;
  #own: readonly RoomId[] = [];

  constructor(parts: RoomListParts, signal: AbortSignal) {
    this.#parts = parts;
    this.#list = new DetailsList({ details: 'others', list: 'room-list' }, () => this.#load(), signal);
  }

  /** The user's rooms: a room that was joined or left moves from or to the list. */
  see(own: readonly RoomId[]): void {
    if (own === this.#own) return;
    this.#own = own;
    void this.#list.reload();
  }

  async #load(): Promise<readonly HTMLElement[] | undefined> {
    const rooms = await this.#parts.ask(this.#parts.client.listRooms());
    if (!rooms) return undefined;
    const items = rooms.items.filter(({ joined }) => !joined).map((room) => this.#item(room));
    if (rooms.more) items.push(make('li', {}, `Showing the first ${rooms.items.length} rooms. Join others by name.`));
    return items.length > 0 ? items : [make('li', {}, 'You have joined all rooms.')];
  }

  #item(room: RoomSummary): HTMLElement {
    const { id, topic, members } = room;
    const label = roomLabel(room);
    const count = membersInWords(members);
    const about = topic === '' ? count : `${count} · ${cleanLine(topic)}`;
    const join = button('Join', () => this.#parts.join(room.name ?? (id as string as RoomName)), `Join ${label}`);
    return make('li', { 'data-other': id }, label, make('p', {}, about), join);
  }
}
