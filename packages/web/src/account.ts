import { BrowserStorage, type Storages } from './browser-storage.ts';
import { Drafts } from './drafts.ts';
import { EditDrafts } from './edit-drafts.ts';
import { OutboxStorage } from './outbox-storage.ts';
import { RoomNames } from './room-names.ts';
import { forgetSession, type StoredSession } from './session.ts';
import { UserStateStorage } from './user-state-storage.ts';

/** A logged-in account and everything that this browser stores of it. */
export class Account {
  readonly session: StoredSession;
  readonly unsent: OutboxStorage;
  readonly drafts: Drafts;
  readonly edits: EditDrafts;
  readonly roomNames: RoomNames;
  readonly userState: UserStateStorage;
  readonly #storages: Storages;

  constructor(storages: Storages, session: StoredSession) {
    const { user, stay } = session;
    this.session = session;
    this.#storages = storages;
    // User names contain no dots, so no account's prefix is a prefix of another's.
    this.unsent = new OutboxStorage(new BrowserStorage(storages, stay, `securechat.unsent.${user}.`));
    this.drafts = new Drafts(new BrowserStorage(storages, stay, `securechat.draft.${user}.`));
    this.edits = new EditDrafts(new BrowserStorage(storages, stay, `securechat.edit.${user}.`));
    this.roomNames = new RoomNames(new BrowserStorage(storages, stay, `securechat.room.${user}.`));
    this.userState = new UserStateStorage(new BrowserStorage(storages, stay, `securechat.state.${user}.`));
  }

  /** The session has ended, but not by logging out here: typed text stays for the next log-in. */
  expire(): void {
    forgetSession(this.#storages, this.session);
  }

  /** The user has logged out: deletes everything. */
  forget(): void {
    this.expire();
    this.unsent.end();
    this.drafts.clear();
    this.edits.clear();
    this.roomNames.clear();
    this.userState.end();
  }
}
