import { blockChange, blockedUsers, type ChatClient, type ChatState } from '@securechat/client';
import { cleanLine } from '@securechat/client/present';
import type { UserId } from '@securechat/protocol';
import { button, byId, make } from './elements.ts';
import { redraw } from './redraw.ts';

/** Whom the user has blocked, each with a button that ends it; hidden while that is nobody. */
export class BlockedList {
  readonly #client: ChatClient;
  readonly #details = byId('blocked', HTMLDetailsElement);
  readonly #list = byId('blocked-list', HTMLUListElement);
  #drawn: ChatState['userState']['block'] | undefined;

  constructor(client: ChatClient, signal: AbortSignal) {
    this.#client = client;
    // The next user who logs in must not see it.
    signal.addEventListener('abort', () => this.#show([]));
  }

  draw(state: ChatState): void {
    if (state.userState.block === this.#drawn) return;
    this.#drawn = state.userState.block;
    this.#show(blockedUsers(state));
  }

  #show(users: readonly UserId[]): void {
    redraw(
      this.#list,
      users.map((user) => this.#item(user)),
    );
    this.#details.hidden = users.length === 0;
    if (users.length === 0) this.#details.open = false;
  }

  #item(user: UserId): HTMLElement {
    const name = cleanLine(user);
    const unblock = () => this.#client.setUserState([blockChange(user, false)]);
    return make('li', { 'data-user': user }, name, button('Unblock', unblock, `Unblock ${name}`));
  }
}
