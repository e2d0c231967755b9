import { attentionOf, type ChatState, type RoomState } from '@securechat/client';
import { roomLabel } from '@securechat/client/present';
import type { RoomId } from '@securechat/protocol';
import { byId } from './elements.ts';

/** Unread messages, and how many of them mention the user. */
export type Unread = { readonly messages: number; readonly mentions: number };

const none: Unread = { messages: 0, mentions: 0 };

/** Unread messages in the user's rooms, except in `but`. */
export function unreadIn(state: ChatState, but?: RoomId): Unread {
  return state.rooms
    .filter((id) => id !== but)
    .map((id) => attentionOf(state, id))
    .reduce((sum, { unread, mentions }) => {
      return { messages: sum.messages + unread, mentions: sum.mentions + mentions };
    }, none);
}

/** A count for a small place. */
const short = (count: number): string => (count > 99 ? '99+' : String(count));

/** The badge: `@1 5` with the mentions before all unread messages if there are others, as in the terminal; empty if all is read. */
export function badgeOf({ messages, mentions }: Unread): string {
  const named = mentions > 0 ? [`@${short(mentions)}`] : [];
  return [...named, ...(messages > mentions ? [short(messages)] : [])].join(' ');
}

/** The badge where there is little room: the more important count. */
const shortBadge = ({ messages, mentions }: Unread): string => badgeOf({ mentions, messages: mentions || messages });

/** The page's title: unread count, label of the room, product. */
export function titleOf(unread: Unread, room: string | undefined): string {
  const badge = shortBadge(unread);
  const product = room === undefined ? 'SecureChat' : `${room} · SecureChat`;
  return badge === '' ? product : `(${badge}) ${product}`;
}

/** The page's icon as an address, with a dot if something is unread and the count of mentions in it. */
export function iconOf({ messages, mentions }: Unread): string {
  const dot = `<circle cx='11.5' cy='4.5' r='4.5' fill='#c8352d'/>`;
  const text = mentions > 9 ? '9+' : String(mentions);
  const count = `<text x='11.5' y='7' font-family='sans-serif' font-size='7' font-weight='700' text-anchor='middle' fill='white'>${text}</text>`;
  const badge = `${messages > 0 ? dot : ''}${mentions > 0 ? count : ''}`;
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><rect width='16' height='16' rx='4' fill='#2b6cb0'/><path d='M4 5h8v5H8l-3 2v-2H4z' fill='white'/>${badge}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** Shows unread counts without the room list: in the page's title and icon, and on the button that opens the list. */
export class UnreadMarks {
  readonly #icon = byId('icon', HTMLLinkElement);
  readonly #badge = byId('menu-badge', HTMLSpanElement);
  #drawn = '';

  constructor(signal: AbortSignal) {
    // The next user who logs in must not see it.
    signal.addEventListener('abort', () => this.#show(none, none, undefined));
  }

  draw(state: ChatState, room: RoomState | undefined): void {
    this.#show(unreadIn(state), unreadIn(state, room?.id), room && roomLabel(room));
  }

  #show(all: Unread, elsewhere: Unread, room: string | undefined): void {
    const drawn = JSON.stringify([all, elsewhere, room]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    document.title = titleOf(all, room);
    const icon = iconOf(all);
    if (this.#icon.href !== icon) this.#icon.href = icon;
    this.#badge.hidden = elsewhere.messages === 0;
    this.#badge.textContent = badgeOf(elsewhere);
    this.#badge.setAttribute('aria-label', `${elsewhere.messages} unread`);
  }
}
