import type { ChatClient, ChatState } from '@securechat/client';
import { invitationSentence, roomLabel } from '@securechat/client/present';
import type { Invitation } from '@securechat/protocol';
import { button, byId, make } from './elements.ts';
import type { OrShowError } from './failure.ts';

type Parts = {
  readonly client: ChatClient;
  readonly ask: OrShowError;
  /** Accepts an invitation and shows its room. */
  readonly accept: (invitation: Invitation) => void;
};

/** The rooms that the user is invited to, each with buttons that accept and decline. */
export class Invitations {
  readonly #parts: Parts;
  readonly #list = byId('invitations', HTMLUListElement);
  #drawn: ChatState['invitations'] = [];

  constructor(parts: Parts, signal: AbortSignal) {
    this.#parts = parts;
    signal.addEventListener('abort', () => this.#list.replaceChildren());
  }

  draw({ invitations }: ChatState): void {
    if (invitations === this.#drawn) return;
    this.#drawn = invitations;
    this.#list.replaceChildren(...invitations.map((each) => this.#item(each)));
  }

  #item(invitation: Invitation): HTMLElement {
    const { client, ask, accept } = this.#parts;
    const { room } = invitation;
    const label = roomLabel(invitation);
    return make(
      'li',
      { 'data-invitation': room },
      make('p', {}, invitationSentence(invitation)),
      button('Accept', () => accept(invitation), `Accept the invitation to ${label}`),
      button('Decline', () => void ask(client.declineInvitation(room)), `Decline the invitation to ${label}`),
    );
  }
}
