import type { ChatClient, Clock, Failure, OutboxStore, Session } from '@securechat/client';
import { failureText } from '@securechat/client/present';
import type { Result } from '@securechat/protocol';
import { Account } from './account.ts';
import type { Storages } from './browser-storage.ts';
import { type KeptSession, keepSession, keptSession } from './session.ts';
import { signOutOnLeave } from './sign-out.ts';
import { ChatView, showLink } from './view/chat-view.ts';
import { confirmed } from './view/confirm.ts';
import { byId } from './view/elements.ts';
import { SignInForm } from './view/sign-in-form.ts';

export type PageParts = {
  /** Makes a client of this server: a guest, or one that takes up a session and what its account left unsent. */
  readonly connect: (session?: { readonly token: string; readonly outboxStore: OutboxStore }) => ChatClient;
  readonly storages: Storages;
  readonly clock: Clock;
};

const notKept = 'This browser does not store data for this page: unsent messages are lost when you close it.';

/**
 * The page: the door, and the chat. Each has a client of its own. The guest's only signs in; the chat's is made once the account
 * is known, since a client takes up what is unsent when it is made.
 */
export class Page {
  readonly #parts: PageParts;
  readonly #door: SignInForm;
  #client: ChatClient | undefined;
  /** Why one is at the door again, and why it does not open. */
  #atDoor = { why: '', trouble: '' };
  #inside: { readonly account: Account; readonly view: ChatView } | undefined;

  constructor(parts: PageParts) {
    this.#parts = parts;
    this.#door = new SignInForm({
      enter: (ask) => void this.#enter((client) => client.logIn(ask)),
      signUp: (ask) => void this.#enter((client) => client.signUp(ask)),
      showError,
    });
    byId('logout', HTMLButtonElement).addEventListener('click', () => void this.#logOut());
  }

  /** Begins: with the kept session, or at the door. `invite` is a code that came with the address; empty without one. */
  async start(invite: string): Promise<void> {
    this.invited(invite);
    const session = keptSession(this.#parts.storages);
    if (!session) {
      await this.#wait('');
      return;
    }
    const client = this.#begin(session);
    const resumed = await client.resumed();
    if (!resumed.ok && client === this.#client) showError(failureText(resumed.error));
  }

  /** An invite came with the address, at the start or later; empty for none. */
  invited(invite: string): void {
    if (invite === '') return;
    this.#door.offerInvite(invite);
    const user = this.#inside?.account.session.user ?? keptSession(this.#parts.storages)?.user;
    if (user !== undefined) showError(`You are already logged in as ${user}. To use the invite, log out first.`);
  }

  #open(client: ChatClient): ChatClient {
    void this.#client?.close();
    this.#client = client;
    client.subscribe(() => client === this.#client && showLink(client.getSnapshot().link, this.#parts.clock.nowMs()));
    void client.connect();
    return client;
  }

  /** Waits at the door as a guest, and shows who may sign up. `say` is why one is here again. */
  async #wait(message: string): Promise<void> {
    const client = this.#open(this.#parts.connect());
    this.#tell({ why: message, trouble: '' });
    for (;;) {
      const welcome = await client.connect();
      if (client !== this.#client) return;
      this.#tell({ trouble: welcome.ok ? '' : failureText(welcome.error) });
      if (welcome.ok) {
        this.#door.welcome(welcome.value);
        return;
      }
      // The answer may be there at once and stay what it is: asking again makes sense when the link has changed, if it still can.
      if (client.getSnapshot().link.status === 'refused') return;
      await changed(client);
    }
  }

  #tell(news: { readonly why?: string; readonly trouble?: string }): void {
    this.#atDoor = { ...this.#atDoor, ...news };
    const { why, trouble } = this.#atDoor;
    if (!this.#inside) showError([why, trouble].filter((part) => part !== '').join(' '));
  }

  async #enter(how: (client: ChatClient) => Promise<Result<Session, Failure>>): Promise<void> {
    const given = this.#client?.getSnapshot().link.status === 'refused';
    const client = this.#client && !given ? this.#client : this.#open(this.#parts.connect());
    this.#door.busy(true);
    const entered = await how(client);
    this.#door.busy(false);
    if (client !== this.#client) return;
    if (!entered.ok || entered.value.token === undefined) {
      showError(entered.ok ? 'The server did not start a session. Try again.' : failureText(entered.error));
      return;
    }
    const session = { token: entered.value.token, user: entered.value.user, stay: this.#door.stay };
    keepSession(this.#parts.storages, session);
    showError('');
    this.#door.forget();
    this.#begin(session);
    this.#inside?.view.focus();
  }

  /** Into the chat. */
  #begin(session: KeptSession): ChatClient {
    const { storages, clock } = this.#parts;
    const account = new Account(storages, session);
    const client = this.#parts.connect({ token: session.token, outboxStore: account.unsent });
    client.listen((notice) => {
      if (notice.kind === 'persist-failed' && client === this.#client) showError(notKept);
      if (notice.kind === 'session-ended' && client === this.#client) void this.#expired(account, notice.message);
    });
    this.#open(client);
    show('chat');
    showUser(session.user);
    this.#inside = { account, view: new ChatView({ client, clock, drafts: account.drafts, showError }) };
    return client;
  }

  /** The session is over by the server's word, or by another tab's. */
  async #expired(account: Account, message: string): Promise<void> {
    account.expire();
    const kept = account.unsent.load().length;
    this.#outside();
    await this.#wait(kept === 0 ? message : `${message} Your unsent messages stay here until you log in again.`);
  }

  async #logOut(): Promise<void> {
    const client = this.#client;
    const inside = this.#inside;
    if (!client || !inside) return;
    const unsent = new Set([...client.getSnapshot().pending, ...inside.account.unsent.load()].map(({ id }) => id)).size;
    if (unsent > 0 && !(await confirmed(sayUnsent(unsent), 'Log out'))) return;
    if (inside !== this.#inside) return;
    // Here it is over at once; the server is told meanwhile, by a client that is nobody's any more.
    inside.account.forget();
    this.#client = undefined;
    this.#outside();
    const told = signOutOnLeave(client, this.#parts.clock);
    await Promise.all([this.#wait(''), told.then((why) => this.#tell({ why }))]);
  }

  /** Back before the door. */
  #outside(): void {
    this.#inside?.view.stop();
    this.#inside = undefined;
    show('entry');
    showUser('');
    this.#door.focus();
  }
}

function sayUnsent(count: number): string {
  return count === 1
    ? '1 message has not been sent. If you log out, it is lost.'
    : `${count} messages have not been sent. If you log out, they are lost.`;
}

function show(place: 'entry' | 'chat'): void {
  for (const id of ['entry', 'chat']) byId(id, HTMLElement).hidden = id !== place;
  byId('logout', HTMLButtonElement).hidden = place === 'entry';
}

/** Who is logged in; empty for nobody. */
function showUser(user: string): void {
  const element = byId('me', HTMLParagraphElement);
  element.textContent = user;
  element.hidden = user === '';
}

function showError(message: string): void {
  const element = byId('error', HTMLParagraphElement);
  element.textContent = message;
  element.hidden = message === '';
}

function changed(client: ChatClient): Promise<void> {
  const { link } = client.getSnapshot();
  return new Promise((resume) => {
    const end = client.subscribe(() => {
      if (client.getSnapshot().link === link) return;
      end();
      resume();
    });
  });
}
