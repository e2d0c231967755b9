import type { ChatState, RoomState } from '@securechat/client';
import { labelAmong, roomTraits } from '@securechat/client/present';
import { Bans } from './bans.ts';
import { byId } from './elements.ts';
import { InviteDialog, type InviteParts } from './invite-dialog.ts';
import { Members, type MembersParts } from './members.ts';
import { type Removal, RemovalDialog } from './removal-dialog.ts';
import { RoomForm, type RoomFormParts } from './room-form.ts';
import { RoomMenu } from './room-menu.ts';

/** What is above the messages: the room's name and topic, its members, and what can be done with it. */
export class RoomHead {
  readonly #title = byId('room-title', HTMLHeadingElement);
  readonly #topic = byId('topic', HTMLParagraphElement);
  readonly #menu: RoomMenu;
  readonly #members: Members;
  readonly #invite: InviteDialog;
  readonly #bans: Bans;
  readonly #removal: RemovalDialog;
  readonly #form: RoomForm;

  constructor(parts: Omit<MembersParts, 'remove'> & InviteParts & RoomFormParts, signal: AbortSignal) {
    const { client } = parts;
    this.#menu = new RoomMenu(parts, signal);
    this.#removal = new RemovalDialog(client, signal);
    const remove = (removal: Removal) => this.#removal.open(removal);
    this.#members = new Members({ ...parts, remove }, signal);
    this.#invite = new InviteDialog(parts, signal);
    this.#bans = new Bans({ client, remove }, signal);
    this.#form = new RoomForm(parts, signal);
  }

  /** Shows a room; `isMember`: not only something unsent is for it. Without a room all is empty. */
  draw(state: ChatState, room: RoomState | undefined, isMember: boolean): void {
    this.#title.textContent = room ? labelAmong(state, room) : 'No room yet';
    this.#topic.textContent = room ? roomTraits(room).join(' · ') : '';
    const own = isMember ? room : undefined;
    this.#menu.draw(state, own);
    this.#members.see(own);
    this.#invite.see(own);
    this.#bans.see(own);
    this.#removal.see(own);
    this.#form.see(own);
  }
}
