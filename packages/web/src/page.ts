import type { ChatClient, Failure, Session } from '@securechat/client';
import type { Result } from '@securechat/protocol';
import { forgetToken, keepToken, keptToken, type Storages } from './session.ts';
import { ChatView, sayFailure, showLink } from './view/chat-view.ts';
import { byId } from './view/elements.ts';

export type PageParts = {
  /** Makes a client of this server; with a token it takes that session up. */
  readonly connect: (token: string | undefined) => ChatClient;
  readonly storages: Storages;
};

/** The page: signing in, and the chat. */
export class Page {
  readonly #parts: PageParts;
  readonly #user = byId('user', HTMLInputElement);
  readonly #password = byId('password', HTMLInputElement);
  readonly #invite = byId('invite', HTMLInputElement);
  readonly #stay = byId('stay', HTMLInputElement);
  readonly #signup = byId('signup', HTMLButtonElement);
  #client: ChatClient | undefined;
  #view: ChatView | undefined;

  constructor(parts: PageParts) {
    this.#parts = parts;
    byId('sign-in', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#enter((client, ask) => client.logIn(ask));
    });
    this.#signup.addEventListener('click', () => {
      const invite = this.#invite.value.trim();
      void this.#enter((client, ask) => client.signUp(invite ? { ...ask, invite } : ask));
    });
    byId('logout', HTMLButtonElement).addEventListener('click', () => void this.#logOut());
  }

  /** Begins: with the kept session, or at the door. `invite` is a code that came with the address. */
  async start(invite: string | undefined): Promise<void> {
    if (invite) this.#offerInvite(invite);
    const token = keptToken(this.#parts.storages);
    if (token === undefined) {
      await this.#door();
      return;
    }
    const client = this.#open(token);
    this.#show(client);
    const resumed = await client.resumed();
    if (!resumed.ok && resumed.error.kind === 'refused') await this.#leave(sayFailure(resumed.error));
  }

  #offerInvite(code: string): void {
    this.#invite.value = code;
    byId('invite-row', HTMLLabelElement).hidden = false;
  }

  #complain(say: string): void {
    const element = byId('error', HTMLParagraphElement);
    element.textContent = say;
    element.hidden = say === '';
  }

  #open(token: string | undefined): ChatClient {
    void this.#client?.close();
    const client = this.#parts.connect(token);
    this.#client = client;
    client.subscribe(() => client === this.#client && showLink(client.getSnapshot().link));
    client.listen((notice) => {
      if (notice.kind === 'session_ended' && client === this.#client) void this.#leave(notice.say);
    });
    void client.connect();
    return client;
  }

  /** Connects as a guest and shows who may sign up. */
  async #door(): Promise<void> {
    const client = this.#open(undefined);
    for (;;) {
      const welcome = await client.connect();
      if (client !== this.#client || this.#view) return;
      this.#complain(welcome.ok ? '' : sayFailure(welcome.error));
      if (!welcome.ok) continue;
      this.#signup.hidden = welcome.value.signup === 'closed';
      if (welcome.value.signup === 'invite') byId('invite-row', HTMLLabelElement).hidden = false;
      return;
    }
  }

  async #enter(
    how: (client: ChatClient, ask: { user: string; password: string }) => Promise<Result<Session, Failure>>,
  ): Promise<void> {
    const user = this.#user.value.trim();
    const password = this.#password.value;
    if (user === '' || password === '') {
      this.#complain('Fill in a user name and a password.');
      return;
    }
    const client = this.#client ?? this.#open(undefined);
    this.#busy(true);
    const session = await how(client, { user, password });
    this.#busy(false);
    if (!session.ok) {
      this.#complain(sayFailure(session.error));
      return;
    }
    this.#complain('');
    this.#password.value = '';
    if (session.value.token !== undefined) keepToken(this.#parts.storages, session.value.token, this.#stay.checked);
    this.#show(client);
    byId('composer', HTMLTextAreaElement).focus();
  }

  #busy(busy: boolean): void {
    for (const element of [this.#signup, byId('login', HTMLButtonElement)]) element.disabled = busy;
  }

  #show(client: ChatClient): void {
    this.#view?.stop();
    byId('entry', HTMLElement).hidden = true;
    byId('chat', HTMLElement).hidden = false;
    byId('logout', HTMLButtonElement).hidden = false;
    this.#view = new ChatView(client, (say) => this.#complain(say));
  }

  async #logOut(): Promise<void> {
    const done = await this.#client?.logOut();
    await this.#leave(
      done && !done.ok && done.error.kind !== 'refused' ? `${sayFailure(done.error)} The session may live on.` : '',
    );
  }

  /** Back to the door. */
  async #leave(say: string): Promise<void> {
    forgetToken(this.#parts.storages);
    this.#view?.stop();
    this.#view = undefined;
    byId('entry', HTMLElement).hidden = false;
    byId('chat', HTMLElement).hidden = true;
    byId('logout', HTMLButtonElement).hidden = true;
    await this.#door();
    if (say !== '') this.#complain(say);
    this.#user.focus();
  }
}
