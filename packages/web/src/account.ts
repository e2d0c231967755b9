import { BrowserStorage, type Storages } from './browser-storage.ts';
import { Drafts } from './drafts.ts';
import { OutboxStorage } from './outbox-storage.ts';
import { forgetSession, type KeptSession } from './session.ts';

/** A signed-in account and all that this browser keeps of it. */
export class Account {
  readonly session: KeptSession;
  readonly unsent: OutboxStorage;
  readonly drafts: Drafts;
  readonly #storages: Storages;

  constructor(storages: Storages, session: KeptSession) {
    const { user, stay } = session;
    this.session = session;
    this.#storages = storages;
    // No user name holds a dot, so that no account's prefix begins another's.
    this.unsent = new OutboxStorage(new BrowserStorage(storages, stay, `securechat.unsent.${user}.`));
    this.drafts = new Drafts(new BrowserStorage(storages, stay, `securechat.draft.${user}.`));
  }

  /** The session is over, not by its user's wish here: what was typed waits for the next sign-in. */
  expire(): void {
    forgetSession(this.#storages, this.session);
  }

  /** The user has logged out: nothing is left. */
  forget(): void {
    this.expire();
    this.unsent.end();
    this.drafts.clear();
  }
}
