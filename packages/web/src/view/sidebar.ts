import {
  attentionOf,
  type ChatClient,
  type ChatState,
  type Clock,
  notifyLevelOf,
  onlineOther,
  roomSections,
} from '@securechat/client';
import { labelAmong, sameNameText } from '@securechat/client/present';
import { type Invitation, type RoomId, roomHistory } from '@securechat/protocol';
import type { RoomNames } from '../room-names.ts';
import { ArchivedList } from './archived-list.ts';
import { BlockedList } from './blocked-list.ts';
import { DeleteForm } from './delete-form.ts';
import { Devices } from './devices.ts';
import { byId, make } from './elements.ts';
import type { OrShowError } from './failure.ts';
import { Form } from './form.ts';
import { HighlightList } from './highlight-list.ts';
import { Invitations } from './invitations.ts';
import { MentionList, type MentionListParts } from './mention-list.ts';
import { PasswordForm } from './password-form.ts';
import { ProfileForm } from './profile-form.ts';
import { RoomList } from './room-list.ts';
import { badgeOf, type Unread } from './unread.ts';
import { watchInput } from './watch-input.ts';

export type SideParts = {
  readonly client: ChatClient;
  readonly clock: Clock;
  readonly roomNames: RoomNames;
  readonly ask: OrShowError;
  /** The account is deleted. */
  readonly deleted: () => void;
  /** Shows a room. */
  readonly show: (room: RoomId) => void;
  /** Shows a message in its room. */
  readonly showMessage: MentionListParts['showMessage'];
  readonly showError: (message: string) => void;
};

/** A room of the user in the list. */
type Item = {
  readonly id: RoomId;
  readonly label: string;
  /** The other person of a direct room is online. */
  readonly online: boolean;
  /** What stands beside the label: `muted`, `archived`, `draft`. */
  readonly marks: readonly string[];
  readonly unread: Unread;
};

const sectionTitles = { favourites: 'Favourites', rooms: 'Rooms', direct: 'Direct messages' } as const;

/** The sidebar: rooms to open, join and create, mentions, highlight words, the account's profile, devices and password. */
export class Side {
  readonly #parts: SideParts;
  readonly #side = byId('side', HTMLElement);
  readonly #menu = byId('menu', HTMLButtonElement);
  readonly #rooms = byId('rooms', HTMLUListElement);
  readonly #others: RoomList;
  readonly #invitations: Invitations;
  readonly #archived: ArchivedList;
  readonly #highlights: HighlightList;
  readonly #blocked: BlockedList;
  readonly #profile: ProfileForm;
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
    new Form('room-form', () => void this.#enterNamed((name) => this.#joinNamed(name)), signal);
    const isPrivate = byId('private', HTMLInputElement);
    const history = byId('history', HTMLSelectElement);
    const create = (name: string) =>
      client.createRoom({
        kind: isPrivate.checked ? 'private' : 'public',
        name,
        history: roomHistory.options.find((option) => option === history.value),
      });
    on(byId('create', HTMLButtonElement), 'click', () => void this.#enterNamed(create));
    const accept = ({ room }: Invitation) => void this.#enter(client.acceptInvitation({ room }));
    this.#invitations = new Invitations({ client, ask, accept }, signal);
    this.#archived = new ArchivedList({ client, ask, show: parts.show }, signal);
    this.#highlights = new HighlightList(client, signal);
    this.#blocked = new BlockedList(client, signal);
    new MentionList(parts, signal);
    new Devices({ client, clock, ask }, signal);
    new PasswordForm(client, signal);
    this.#profile = new ProfileForm(client, signal);
    new DeleteForm({ client, deleted: parts.deleted }, signal);
    watchInput(client, clock, signal);
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
    this.#profile.draw(state);
    this.#invitations.draw(state);
    this.#archived.draw(state);
    this.#highlights.draw(state);
    this.#blocked.draw(state);
    this.#others.see(state.rooms);
    const sections = roomSections(state).map(({ kind, rooms }) => ({
      kind,
      rooms: rooms.map((id) => this.#described(state, id, id === current)),
    }));
    // Redrawn only if it changes, to preserve the scroll position and the focus.
    const drawn = JSON.stringify([sections, current]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const focused = document.activeElement?.closest('[data-room]')?.getAttribute('data-room');
    const hasFavourites = sections[0]?.kind === 'favourites';
    const items = sections.flatMap(({ kind, rooms }) => {
      // Without favourites, the first rooms need no heading.
      const title = kind === 'rooms' && !hasFavourites ? [] : [make('li', { class: 'section' }, sectionTitles[kind])];
      return [...title, ...rooms.map((room) => this.#item(room, room.id === current))];
    });
    this.#rooms.replaceChildren(...items);
    if (focused) this.#rooms.querySelector<HTMLElement>(`[data-room="${CSS.escape(focused)}"] button`)?.focus();
  }

  #described(state: ChatState, id: RoomId, isShown: boolean): Item {
    const room = this.#parts.roomNames.roomOf(state, id);
    const { unread: messages, mentions } = attentionOf(state, id);
    const marks = [
      ...(notifyLevelOf(state, id) === 'none' ? ['muted'] : []),
      ...(room.archived ? ['archived'] : []),
      ...(!isShown && state.userState.draft.has(id) ? ['draft'] : []),
    ];
    const online = onlineOther(state, room) !== undefined;
    return { id, label: labelAmong(state, room), online, marks, unread: { messages, mentions } };
  }

  #item({ id, label, online, marks, unread }: Item, current: boolean): HTMLElement {
    const open = make('button', { type: 'button', ...(current ? { 'aria-current': 'true' } : {}) }, label);
    if (marks.length > 0) open.append(make('span', { class: 'marks' }, ` ${marks.join(', ')}`));
    if (online) open.append(make('span', { class: 'online' }, make('span', { class: 'hidden' }, ' online')));
    if (unread.messages > 0) {
      const mark = unread.mentions > 0 ? 'unread mention' : 'unread';
      open.append(make('span', { class: mark }, badgeOf(unread), make('span', { class: 'hidden' }, ' unread')));
    }
    open.addEventListener('click', () => this.#parts.show(id));
    return make('li', { 'data-room': id }, open);
  }

  /** Joins a room, or opens the direct room with `@bob`. */
  #joinNamed(name: string): ReturnType<ChatClient['joinRoom']> {
    const { client } = this.#parts;
    return name.trim().startsWith('@') ? client.openDirect(name) : client.joinRoom(name);
  }

  async #enterNamed(how: (name: string) => ReturnType<ChatClient['joinRoom']>): Promise<void> {
    const input = byId('room-name', HTMLInputElement);
    if (input.value.trim() === '') return;
    if (!(await this.#enter(how(input.value)))) return;
    input.value = '';
    byId('private', HTMLInputElement).checked = false;
  }

  /** Shows the room once the user is a member; false if that was refused. */
  async #enter(entering: ReturnType<ChatClient['joinRoom']>): Promise<boolean> {
    const entered = await this.#parts.ask(entering);
    if (entered) {
      this.#parts.show(entered.id);
      const sameName = sameNameText(this.#parts.client.getSnapshot(), entered);
      if (sameName !== undefined) this.#parts.showError(sameName);
    }
    return entered !== undefined;
  }
}
