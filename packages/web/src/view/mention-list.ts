import { type ChatClient, type EventPlace, entryOf } from '@securechat/client';
import { messageLine, presentMessage, roomLabel } from '@securechat/client/present';
import type { RoomEvent } from '@securechat/protocol';
import type { RoomNames } from '../room-names.ts';
import { sayLastSeen } from './dates.ts';
import { DetailsList } from './details-list.ts';
import { button, make } from './elements.ts';
import type { OrShowError } from './failure.ts';
import { pageFace } from './lines.ts';

export type MentionListParts = {
  readonly client: ChatClient;
  readonly clock: { nowMs(): number };
  readonly roomNames: RoomNames;
  readonly ask: OrShowError;
  /** Shows a message in its room. */
  readonly showMessage: (place: EventPlace) => void;
};

/** Messages per request; a button loads further ones. */
const pageLength = 30;
/** Characters of a message that are shown. */
const maxShown = 200;

/** The messages that mention the user in all rooms, newest first, each a button that shows it in its room. */
export class MentionList {
  readonly #parts: MentionListParts;

  constructor(parts: MentionListParts, signal: AbortSignal) {
    this.#parts = parts;
    new DetailsList({ details: 'mentions', list: 'mention-list' }, () => this.#load(undefined), signal);
  }

  async #load(before: EventPlace | undefined): Promise<readonly HTMLElement[] | undefined> {
    const page = await this.#parts.ask(this.#parts.client.mentions({ before, limit: pageLength }));
    if (!page) return undefined;
    const items = page.events.map((event) => this.#item(event));
    if (page.next) items.push(this.#more(page.next));
    return items.length > 0 ? items : [make('li', {}, 'Nobody has mentioned you by name yet.')];
  }

  #item(event: RoomEvent): HTMLElement {
    const { client, clock, roomNames, showMessage } = this.#parts;
    const entry = entryOf(event);
    const said = entry.kind === 'message' ? messageLine(presentMessage(entry, pageFace)) : '';
    const text = said.length > maxShown ? `${said.slice(0, maxShown)}…` : said;
    const { room, seq } = event;
    const label = roomLabel(roomNames.roomOf(client.getSnapshot(), room));
    const open = button('', () => showMessage({ room, seq }));
    open.append(
      make('span', { class: 'about' }, `${label} · ${sayLastSeen(event.at, clock.nowMs())}`),
      make('bdi', {}, text),
    );
    return make('li', {}, open);
  }

  /** The older ones take the place of the button, and the first of them the focus. */
  #more(before: EventPlace): HTMLElement {
    const item = make('li');
    const load = async () => {
      const items = await this.#load(before);
      if (!items) return;
      item.replaceWith(...items);
      items[0]?.querySelector('button')?.focus();
    };
    item.append(button('Older mentions', () => void load()));
    return item;
  }
}
