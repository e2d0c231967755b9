import { blockChange, type ChatClient, isBlocked, type People, type RoomState } from '@securechat/client';
import { cleanLine, failureText, membersInWords, ownershipWarning, roomLabel } from '@securechat/client/present';
import type { MemberRole, MemberSummary, UserId } from '@securechat/protocol';
import { confirmed } from './confirm.ts';
import { byId, make } from './elements.ts';
import type { OrShowError } from './failure.ts';
import { type MemberDeed, memberItem } from './member-item.ts';
import { redraw } from './redraw.ts';
import type { Removal } from './removal-dialog.ts';

export type MembersParts = {
  readonly client: ChatClient;
  readonly ask: OrShowError;
  /** Shows the direct room with this user. */
  readonly message: (user: UserId) => void;
  /** Asks how to remove or ban somebody, and does it. */
  readonly remove: (removal: Removal) => void;
};

/** The members of the shown room and who is online: a list that opens from their number. Escape closes it. */
export class Members {
  readonly #parts: MembersParts;
  readonly #opener = byId('members-open', HTMLButtonElement);
  readonly #dialog = byId('members', HTMLDialogElement);
  readonly #list = byId('member-list', HTMLUListElement);
  readonly #error = byId('members-error', HTMLParagraphElement);
  #room: RoomState | undefined;
  /** The room for which the list was loaded; another one means that it must be loaded again. */
  #asked: RoomState | undefined;
  #asking = false;
  /** The list as it was loaded, and the profiles with which it was drawn. */
  #listed: { readonly members: readonly MemberSummary[]; readonly more: boolean } | undefined;
  #people: People | undefined;
  /** The member whose buttons are shown. */
  #opened: UserId | undefined;

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
    const hasNewRole = room?.role !== this.#room?.role;
    this.#room = room;
    this.#opener.hidden = room === undefined;
    const message = room ? membersInWords(room.members) : '';
    if (this.#opener.textContent !== message) this.#opener.textContent = message;
    if (moved) this.#forget();
    else if (this.#dialog.open) {
      if (hasNewRole || this.#people !== this.#parts.client.getSnapshot().people) this.#draw();
      void this.#load();
    }
  }

  #forget(): void {
    this.#dialog.close();
    this.#asked = undefined;
    this.#listed = undefined;
    this.#opened = undefined;
    this.#list.replaceChildren();
  }

  #open(): void {
    if (!this.#room) return;
    byId('members-title', HTMLHeadingElement).textContent = `Members of ${roomLabel(this.#room)}`;
    this.#error.textContent = '';
    this.#asked = undefined;
    this.#opened = undefined;
    this.#dialog.showModal();
    void this.#load();
  }

  /** Loads the members, one request at a time, and again if presence or roles changed during the request. */
  async #load(): Promise<void> {
    const room = this.#room;
    if (!room || this.#asking || sameCrowd(room, this.#asked)) return;
    this.#asked = room;
    this.#asking = true;
    const members = await this.#parts.ask(this.#parts.client.members(room.id));
    this.#asking = false;
    if (!this.#dialog.open) return;
    if (this.#room?.id === room.id) {
      this.#listed = members && { members: members.items, more: members.more };
      if (this.#listed) this.#draw();
      else this.#list.replaceChildren(make('li', {}, 'Could not load the members. Try again when you are online.'));
    }
    await this.#load();
  }

  #draw(): void {
    if (!this.#listed || !this.#room) return;
    const { members, more } = this.#listed;
    const state = this.#parts.client.getSnapshot();
    const room = this.#room;
    this.#people = state.people;
    const items = [...members].sort(onlineFirst).map((member) =>
      memberItem({
        state,
        room,
        member,
        open: member.user === this.#opened,
        toggle: () => this.#toggle(member.user),
        run: (deed) => void this.#run(member, deed),
      }),
    );
    if (more) items.push(make('li', {}, `Showing the first ${members.length} members.`));
    redraw(this.#list, items);
  }

  #toggle(user: UserId): void {
    this.#opened = user === this.#opened ? undefined : user;
    this.#draw();
  }

  async #run(member: MemberSummary, deed: MemberDeed): Promise<void> {
    const room = this.#room;
    if (!room) return;
    const { user } = member;
    this.#error.textContent = '';
    if (deed.does === 'message' && isBlocked(this.#parts.client.getSnapshot(), user)) {
      this.#error.textContent = `You have blocked ${cleanLine(user)}. To write to them, unblock them.`;
    } else if (deed.does === 'message') {
      this.#dialog.close();
      this.#parts.message(user);
    } else if (deed.does === 'make') await this.#make(room, member, deed.role);
    else if (deed.does === 'block' || deed.does === 'unblock') {
      this.#parts.client.setUserState([blockChange(user, deed.does === 'block')]);
      this.#draw();
    } else this.#parts.remove({ room, user, does: deed.does });
  }

  async #make(room: RoomState, member: MemberSummary, role: MemberRole): Promise<void> {
    const { client } = this.#parts;
    const question = questionBefore(member, role, client.getSnapshot().me);
    if (question && !(await confirmed(question, `Make ${role}`))) return;
    const made = await client.setRole(room.id, member.user, role);
    if (!made.ok) this.#error.textContent = failureText(made.error);
  }
}

/** What is asked before a role is given that the user may not be able to take back. */
function questionBefore({ user, role: current }: MemberSummary, role: MemberRole, me: UserId | undefined): string {
  if (user === me) return current === 'owner' ? ownershipWarning : '';
  if (role !== 'owner') return '';
  return `Make ${cleanLine(user)} an owner? Owners can do everything in this room, and take your own role away.`;
}

function sameCrowd(room: RoomState, asked: RoomState | undefined): boolean {
  if (room.id !== asked?.id || room.members !== asked.members || room.online !== asked.online) return false;
  return lastChange(room) === lastChange(asked);
}

/** The last line that may be about a member: `online` need not change with who is there while it is unknown who is, and never with a role. */
function lastChange({ timeline }: RoomState): unknown {
  for (let i = timeline.length - 1; i >= 0; i--) if (timeline.at(i)?.kind !== 'message') return timeline.at(i);
  return undefined;
}

function onlineFirst(a: MemberSummary, b: MemberSummary): number {
  return Number(b.online) - Number(a.online) || (a.user < b.user ? -1 : 1);
}
