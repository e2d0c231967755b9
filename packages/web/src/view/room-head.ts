import type { ChatClient, RoomState } from '@securechat/client';
import { cleanLine, roomLabel } from '@securechat/client/present';
import { byId } from './elements.ts';
import type { OrShowError } from './failure.ts';
import { Members } from './members.ts';
import { RoomForm } from './room-form.ts';

/** What is above the messages: the room's name and topic, its members, and what can be done with it. */
export class RoomHead {
  readonly #title = byId('room-title', HTMLHeadingElement);
  readonly #topic = byId('topic', HTMLParagraphElement);
  readonly #leave = byId('leave', HTMLButtonElement);
  readonly #members: Members;
  readonly #form: RoomForm;

  constructor({ client, ask }: { readonly client: ChatClient; readonly ask: OrShowError }, signal: AbortSignal) {
    this.#members = new Members({ client, ask }, signal);
    this.#form = new RoomForm(client, signal);
  }

  /** Shows a room; `isMember`: not only something unsent is for it. Without a room all is empty. */
  draw(room: RoomState | undefined, isMember: boolean): void {
    this.#title.textContent = room ? roomLabel(room) : 'No room yet';
    this.#topic.textContent = room ? cleanLine(room.topic) : '';
    this.#leave.hidden = !isMember;
    this.#members.see(isMember ? room : undefined);
    this.#form.see(isMember ? room : undefined);
  }
}
