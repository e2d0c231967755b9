import { type ChatClient, type ChatState, mayIn, roomOf } from '@securechat/client';
import { membersInWords, roomLabel } from '@securechat/client/present';
import type { RoomId, RoomSummary } from '@securechat/protocol';
import { DetailsList } from './details-list.ts';
import { button, make } from './elements.ts';
import type { OrShowError } from './failure.ts';

type Parts = {
  readonly client: ChatClient;
  readonly ask: OrShowError;
  /** Shows a room. */
  readonly show: (room: RoomId) => void;
};

/**
 * The archived public rooms: those of the user can be opened, and made writable again by their owners. The user's private ones are among
 * their own rooms only.
 */
export class ArchivedList {
  readonly #parts: Parts;
  readonly #list: DetailsList;
  #own = '';

  constructor(parts: Parts, signal: AbortSignal) {
    this.#parts = parts;
    this.#list = new DetailsList({ details: 'archived', list: 'archived-list' }, () => this.#load(), signal);
  }

  /** One of the user's rooms that was archived, or is no longer, moves to or from the list. */
  draw(state: ChatState): void {
    const own = state.rooms.filter((id) => roomOf(state, id).archived).join();
    if (own === this.#own) return;
    this.#own = own;
    void this.#list.reload();
  }

  async #load(): Promise<readonly HTMLElement[] | undefined> {
    const rooms = await this.#parts.ask(this.#parts.client.listRooms({ archived: true }));
    if (!rooms) return undefined;
    const items = rooms.items.map((room) => this.#item(room));
    if (rooms.more) items.push(make('li', {}, `Showing the first ${rooms.items.length} rooms.`));
    return items.length > 0 ? items : [make('li', {}, 'No public room is archived.')];
  }

  #item(room: RoomSummary): HTMLElement {
    const { client, ask, show } = this.#parts;
    const { id, members, joined } = room;
    const label = roomLabel(room);
    const state = client.getSnapshot();
    const mayEnd = joined && mayIn(state, roomOf(state, id), 'archive');
    const buttons = [
      ...(joined ? [button('Open', () => show(id), `Open ${label}`)] : []),
      ...(mayEnd ? [button('Unarchive', () => void ask(client.archiveRoom(id, false)), `Unarchive ${label}`)] : []),
    ];
    return make('li', { 'data-archived': id }, label, make('p', {}, membersInWords(members), ...buttons));
  }
}
