import type { ChatClient, Clock, Failure, OutboxStore, Session, UserStateStore } from '@securechat/client';
import { carriedRoomsTexts, failureText } from '@securechat/client/present';
import type { Result, RoomId } from '@securechat/protocol';
import { closeCodes } from '@securechat/protocol/close-codes';
import { Account } from './account.ts';
import type { Storages } from './browser-storage.ts';
import { keepSession, type StoredSession, storedSession } from './session.ts';
import { signOutOnLeave } from './sign-out.ts';
import { ChatView } from './view/chat-view.ts';
import { confirmed } from './view/confirm.ts';
import { byId } from './view/elements.ts';
import { SignInForm } from './view/sign-in-form.ts';
import { showLink } from './view/status.ts';

export type PageParts = {
  /** Creates a client of this server: a guest, or one that resumes a session with its unsent messages. */
  readonly connect: (session?: {
    readonly token: string;
    readonly outboxStore: OutboxStore;
    readonly userStateStore: UserStateStore;
  }) => ChatClient;
  readonly storages: Storages;
  readonly clock: Clock;
};

/** The codes in the address of the page: of an invite to the server, and of a link to a room. Empty for none. */
export type AddressCodes = { readonly invite: string; readonly roomCode: string };

const nothingStored = 'This browser does not store data for this page: unsent messages are lost when you close it.';

/**
 * The page: the sign-in form and the chat, each with its own client. The guest's client only logs in; the chat's is created once the
 * account is known, since a client loads unsent messages when it is created.
 */
export class Page {
  readonly #parts: PageParts;
  readonly #form: SignInForm;
  #client: ChatClient | undefined;
  /** Why the sign-in form is shown again, and why it cannot be used. */
  #notices = { why: '', trouble: '' };
  /** The code of a link to a room that is joined after the log-in; empty for none. */
  #roomCode = '';
  #inside: { readonly account: Account; readonly view: ChatView } | undefined;

  constructor(parts: PageParts) {
    this.#parts = parts;
    this.#form = new SignInForm({
      enter: (ask) => void this.#enter((client) => client.logIn(ask)),
      signUp: (ask) => void this.#enter((client) => client.signUp(ask)),
      showError,
    });
    byId('logout', HTMLButtonElement).addEventListener('click', () => void this.#logOut());
  }

  /** Starts with the stored session, or with the sign-in form. */
  async start(codes: AddressCodes): Promise<void> {
    this.#offerInvite(codes.invite);
    this.#offerRoom(codes.roomCode);
    const session = storedSession(this.#parts.storages);
    if (!session) {
      await this.#wait('');
      return;
    }
    const client = this.#begin(session);
    const resumed = await client.resumed();
    if (!resumed.ok && client === this.#client) showError(failureText(resumed.error));
    if (resumed.ok && client === this.#client) await this.#askToJoin();
  }

  /** A link was opened while the page was open. */
  opened(codes: AddressCodes): void {
    this.#offerInvite(codes.invite);
    this.#offerRoom(codes.roomCode);
    void this.#askToJoin();
  }

  #offerRoom(code: string): void {
    if (code !== '') this.#roomCode = code;
    byId('join-note', HTMLParagraphElement).hidden = this.#roomCode === '';
  }

  /** Somebody who is logged in already may have opened the link by mistake. */
  async #askToJoin(): Promise<void> {
    const inside = this.#inside;
    if (this.#roomCode === '' || !inside) return;
    const question = 'Join the room of this link? Its members will see that you joined.';
    const joins = await confirmed(question, 'Join');
    // Who was logging out when the link was opened has not answered, and joins after the next log-in.
    if (this.#inside !== inside) return;
    if (joins) await this.#joinRoom();
    else this.#forgetRoom();
  }

  async #joinRoom(): Promise<void> {
    const code = this.#roomCode;
    this.#forgetRoom();
    if (code !== '') await this.#inside?.view.join(code);
  }

  #forgetRoom(): void {
    this.#roomCode = '';
    this.#offerRoom('');
  }

  #offerInvite(invite: string): void {
    if (invite === '') return;
    this.#form.offerInvite(invite);
    const user = this.#inside?.account.session.user ?? storedSession(this.#parts.storages)?.user;
    if (user !== undefined) showError(`You are already logged in as ${user}. To use the invite, log out first.`);
  }

  #open(client: ChatClient): ChatClient {
    void this.#client?.close();
    this.#client = client;
    client.subscribe(() => client === this.#client && showLink(client.getSnapshot().link, this.#parts.clock.nowMs()));
    void client.connect();
    return client;
  }

  /** Shows the sign-in form, and connects as a guest to learn who may sign up. `message` is why it is shown again. */
  async #wait(message: string): Promise<void> {
    const client = this.#open(this.#parts.connect());
    this.#tell({ why: message, trouble: '' });
    for (;;) {
      const welcome = await client.connect();
      if (client !== this.#client) return;
      this.#tell({ trouble: welcome.ok ? '' : failureText(welcome.error) });
      if (welcome.ok) {
        this.#form.welcome(welcome.value);
        return;
      }
      // A failed answer may be final: ask again only after the link has changed, unless it was refused.
      if (client.getSnapshot().link.status === 'refused') return;
      await changed(client);
    }
  }

  #tell(news: { readonly why?: string; readonly trouble?: string }): void {
    this.#notices = { ...this.#notices, ...news };
    const { why, trouble } = this.#notices;
    if (!this.#inside) showError([why, trouble].filter((part) => part !== '').join(' '));
  }

  async #enter(how: (client: ChatClient) => Promise<Result<Session, Failure>>): Promise<void> {
    const given = this.#client?.getSnapshot().link.status === 'refused';
    const client = this.#client && !given ? this.#client : this.#open(this.#parts.connect());
    this.#form.busy(true);
    const entered = await how(client);
    this.#form.busy(false);
    if (client !== this.#client) return;
    if (!entered.ok || entered.value.token === undefined) {
      showError(entered.ok ? 'The server did not start a session. Try again.' : failureText(entered.error));
      return;
    }
    const session = { token: entered.value.token, user: entered.value.user, stay: this.#form.stay };
    keepSession(this.#parts.storages, session);
    showError(carriedRoomsTexts(entered.value).missed.join(' '));
    this.#form.forget();
    this.#begin(session, entered.value.rooms?.[0]?.id);
    this.#inside?.view.focus();
    await this.#joinRoom();
  }

  /** Opens the chat, in this room if one is given. */
  #begin(session: StoredSession, room?: RoomId): ChatClient {
    const { storages, clock } = this.#parts;
    const account = new Account(storages, session);
    const { unsent: outboxStore, userState: userStateStore } = account;
    const client = this.#parts.connect({ token: session.token, outboxStore, userStateStore });
    client.listen((notice) => {
      if (notice.kind === 'persist-failed' && client === this.#client) showError(nothingStored);
      if (notice.kind === 'session-ended' && client === this.#client) void this.#expired(account, notice.message);
    });
    this.#open(client);
    show('chat');
    showUser(session.user);
    const { drafts, edits, roomNames } = account;
    const deleted = () => void this.#deleted(account);
    const parts = { client, clock, drafts, edits, roomNames, showError, deleted, room };
    this.#inside = { account, view: new ChatView(parts) };
    return client;
  }

  /** The session has ended, by the server or in another tab. */
  async #expired(account: Account, message: string): Promise<void> {
    // Nobody can log in to a deleted account, so nothing of it is kept.
    if (message === closeCodes.account_deleted.message) account.forget();
    else account.expire();
    const kept = account.unsent.load().length;
    this.#outside();
    await this.#wait(kept === 0 ? message : `${message} Your unsent messages stay here until you log in again.`);
  }

  /** The user has deleted the account. */
  async #deleted(account: Account): Promise<void> {
    account.forget();
    this.#outside();
    await this.#wait('Your account was deleted.');
  }

  async #logOut(): Promise<void> {
    const client = this.#client;
    const inside = this.#inside;
    if (!client || !inside) return;
    const shown = client.getSnapshot().pending.map(({ id, changes }) => [id, changes !== undefined] as const);
    const stored = inside.account.unsent.load().map(({ id, change }) => [id, change.type !== 'message.send'] as const);
    const unsent = [...new Map([...shown, ...stored]).values()];
    if (unsent.length > 0 && !(await confirmed(sayUnsent(unsent), 'Log out'))) return;
    if (inside !== this.#inside) return;
    // The page logs out at once; a separate client ends the session on the server in the background.
    inside.account.forget();
    this.#client = undefined;
    this.#outside();
    const told = signOutOnLeave(client, this.#parts.clock);
    await Promise.all([this.#wait(''), told.then((why) => this.#tell({ why }))]);
  }

  /** Returns to the sign-in form. */
  #outside(): void {
    this.#inside?.view.stop();
    this.#inside = undefined;
    show('entry');
    showUser('');
    this.#form.focus();
  }
}

/** What would be lost; each is a message, or with true a change of one. */
function sayUnsent(areChanges: readonly boolean[]): string {
  const count = areChanges.length;
  const isOne = count === 1;
  const lost = isOne ? 'It will be lost if you log out.' : 'They will be lost if you log out.';
  if (!areChanges.every(Boolean)) return `${count} ${isOne ? 'message has' : 'messages have'} not been sent. ${lost}`;
  return `${count} ${isOne ? 'change of a message has' : 'changes of messages have'} not been saved. ${lost}`;
}

function show(place: 'entry' | 'chat'): void {
  for (const id of ['entry', 'chat']) byId(id, HTMLElement).hidden = id !== place;
  byId('logout', HTMLButtonElement).hidden = place === 'entry';
}

/** Shows who is logged in; empty for nobody. */
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
