import {
  ok,
  type Result,
  type RoomId,
  readStateEntry,
  type ServerFrameOf,
  type StateEntry,
  type WireStateEntry,
} from '@securechat/protocol';
import type { Failure } from '../api.ts';
import type { ChatStore } from '../chat/store.ts';
import type { LocalPersistence } from '../local-persistence.ts';
import type { Clock, StoredStateEntry } from '../ports.ts';
import type { Requests } from '../requests.ts';
import { Drafts } from './drafts.ts';
import { showChange } from './hidden-rooms.ts';
import { MarkPace } from './mark-pace.ts';
import { MuteEnd } from './mute-end.ts';
import { OwnChanges } from './own-changes.ts';
import { ReadMarks } from './read-marks.ts';
import { laterMark } from './user-state.ts';

type Parts = {
  readonly clock: Pick<Clock, 'nowMs' | 'monotonicMs' | 'after'>;
  readonly requests: Pick<Requests, 'ask'>;
  readonly store: ChatStore;
  readonly persistence: Pick<LocalPersistence, 'userState' | 'saveUserState'>;
  /** Whether changes are sent to the server. Otherwise they are known to this client only. */
  readonly isSynced: boolean;
  /** A composer must get this text, which is the draft of another device. */
  readonly putDraft: (room: RoomId, text: string) => void;
  /** Whether rooms without a read mark get one. Otherwise they count as read by this client only. */
  readonly setsMarks: boolean;
  /** The server refused changes, which this device keeps for itself. */
  readonly refused: (reason: string) => void;
};

/** How long a flush waits for the server. */
const flushLimitMs = 500;

const nameOf = ({ kind, key }: Pick<WireStateEntry, 'kind' | 'key'>): string => `${kind} ${key}`;

/**
 * What the user keeps, synced with the user's other devices. A change is shown and stored at once and sent when there is a connection; the
 * server merges marks, and of other changes the last one stands. A change that a catch-up finds replaced is not repeated: see ADR 0029.
 */
export class StateSync {
  readonly #parts: Parts;
  readonly #own: OwnChanges;
  readonly #pace: MarkPace;
  readonly #muteEnd: MuteEnd;
  /** How far rooms are read. */
  readonly marks: ReadMarks;
  /** The drafts of this device's composers. */
  readonly drafts: Drafts;
  /** Everything of the server up to here is known. */
  #ver = 0;
  #owner: string | undefined;
  #isOnline = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#own = new OwnChanges(parts.requests, {
      isHeld: (entry) => this.#isHeld(entry),
      saved: (entries) => this.#save(entries, false),
      overtaken: (entries) => this.#overtaken(entries),
      numbered: (ver) => this.#numbered(ver),
      refused: parts.refused,
    });
    this.#pace = new MarkPace(parts.clock, () => this.#own.send('all'));
    this.#muteEnd = new MuteEnd(parts.clock, parts.store);
    const set = (entries: readonly StateEntry[]) => this.set(entries);
    const show = (entries: readonly StateEntry[]) => this.#dispatch(entries, false);
    this.marks = new ReadMarks(parts.store, set, parts.setsMarks ? set : show);
    this.drafts = new Drafts({ clock: parts.clock, store: parts.store, set, put: parts.putDraft });
    this.#restore();
  }

  #restore(): void {
    const { ver, owner, entries } = this.#parts.persistence.userState();
    this.#ver = ver;
    this.#owner = owner;
    const read: StateEntry[] = [];
    for (const entry of entries) {
      const { unsent, ...wire } = entry;
      this.marks.restore(wire);
      const known = readStateEntry(wire);
      if (!known) continue;
      read.push(known);
      if (unsent) this.#own.add(known);
    }
    this.#dispatch(read, false);
  }

  /** The `ver` to ask for in a catch-up; undefined if nothing is synced. */
  get ver(): number | undefined {
    return this.#parts.isSynced ? this.#ver : undefined;
  }

  /** A connection of this user to this history of a server begins. What belongs to another one is forgotten. */
  begin(user: string, generation: string): void {
    const owner = `${user} ${generation}`;
    if (this.#owner !== undefined && this.#owner !== owner) this.forget();
    this.#owner = owner;
    this.#isOnline = false;
  }

  /** Forgets everything: the server's history is another one. */
  forget(): void {
    this.#ver = 0;
    this.#own.clear();
    this.marks.forget();
    this.drafts.forgotten();
    this.#dispatch([], true);
    this.drafts.follow();
    this.#parts.persistence.saveUserState({ owner: this.#owner, ver: 0, reset: true, entries: [] });
  }

  /** A catch-up is complete: unsent changes that it did not replace are sent. */
  caughtUp(): void {
    this.#isOnline = true;
    this.#own.open(this.#parts.isSynced);
    this.#own.send('all');
  }

  /** The connection has ended. */
  lost(): void {
    this.#isOnline = false;
    this.#own.lost();
  }

  /** Handles changes of other devices. */
  take({ ver, reset, entries }: ServerFrameOf<'state'>): void {
    const mine = new Map(this.#own.unsent().map((entry) => [nameOf(entry), entry]));
    if (reset) {
      this.drafts.forgotten();
      this.#dispatch([...mine.values()], true);
    }
    const changed: StateEntry[] = [];
    for (const entry of entries) {
      const known = readStateEntry(entry);
      if (known && !this.#stands(known, mine.get(nameOf(entry)), ver)) changed.push(known);
    }
    this.#ver = ver;
    this.#numbered(undefined);
    this.#dispatch(changed, false);
    this.drafts.follow();
    const stored = entries.map((entry): StoredStateEntry => ({ ...entry, unsent: false }));
    const kept = this.#own.unsent().map((entry): StoredStateEntry => ({ ...entry, unsent: true }));
    this.#store([...stored, ...kept], reset === true);
  }

  /** Whether an unsent change of this device stands against the server's entry. */
  #stands(entry: StateEntry, mine: StateEntry | undefined, ver: number): boolean {
    if (entry.kind === 'read' && entry.value !== null) {
      const here = this.#parts.store.state.userState.read.get(entry.key);
      const stands = here !== undefined && laterMark(here, entry.value) === here;
      // The server's is later: one of this device that waits would be stored over it, and shown after a restart.
      if (!stands && mine) this.#own.drop(mine);
      return stands;
    }
    // The message that it has become is on its way.
    if (entry.kind === 'draft' && this.#isHeld(entry) && this.#isSent(entry)) return true;
    if (!mine) return false;
    if (this.#isOnline) return this.#own.meets(entry, ver);
    this.#own.drop(mine);
    this.#replaced(entry);
    return false;
  }

  /** Whether this draft of the server is what a message that waits was, or there is none. */
  #isSent({ key, value }: Extract<StateEntry, { kind: 'draft' }>): boolean {
    if (value === null || this.drafts.hasSaved(key, value.text)) return true;
    return this.#parts.store.state.pending.some(({ room, text }) => room === key && text === value.text);
  }

  /** Changes entries on the server; they come back to clients that sync them. */
  async save(entries: readonly StateEntry[]): Promise<Result<void, Failure>> {
    const answer = await this.#parts.requests.ask('state.set', { entries: [...entries] });
    return answer.ok ? ok(undefined) : answer;
  }

  /** Another device's changes were later than unconfirmed ones of this device. */
  #overtaken(entries: readonly StateEntry[]): void {
    for (const entry of entries) this.#replaced(entry);
    this.#show(entries, false);
    this.drafts.follow();
  }

  #replaced({ kind, key }: StateEntry): void {
    if (kind === 'draft') this.drafts.replaced(key);
  }

  /** Changes entries, here and on the other devices. */
  set(entries: readonly StateEntry[]): void {
    if (entries.length === 0) return;
    this.#show(entries, this.#parts.isSynced);
    if (!this.#parts.isSynced) return;
    for (const entry of entries) this.#own.add(entry);
    if (entries.every(({ kind }) => kind === 'read')) this.#pace.ask();
    else this.#own.send('others');
  }

  /** Sends what has waited; resolves when it is saved, or soon if it cannot be. */
  async flush(): Promise<void> {
    this.drafts.save();
    this.#pace.now();
    await new Promise<void>((resolve) => {
      const cancel = this.#parts.clock.after(flushLimitMs, resolve);
      void this.#own.idle().then(() => {
        cancel();
        resolve();
      });
    });
  }

  /** The draft of a room becomes a message, which removes it on the server. False if there is none, or only one of another device. */
  draftSent(room: RoomId): boolean {
    if (!this.#parts.store.state.userState.draft.has(room) || !this.drafts.isOurs(room)) return false;
    const removed = { kind: 'draft', key: room, value: null } as const;
    this.#own.drop(removed);
    this.#show([removed], false);
    this.drafts.follow();
    return this.#parts.isSynced;
  }

  /** Cancels the timers. */
  close(): void {
    this.drafts.close();
    this.#muteEnd.close();
  }

  /** Something that held changes back may have ended. */
  released(): void {
    this.#own.send('others');
  }

  /** The user opens a room: it is no longer hidden. */
  shows(room: RoomId): void {
    if (this.#parts.store.state.userState.hidden.has(room)) this.set([showChange(room)]);
  }

  #show(entries: readonly StateEntry[], unsent: boolean): void {
    this.#dispatch(entries, false);
    this.#save(entries, unsent);
  }

  #dispatch(entries: readonly StateEntry[], reset: boolean): void {
    if (entries.length === 0 && !reset) return;
    this.#parts.store.dispatch({ kind: 'user-state', entries, reset });
    if (reset || entries.some(({ kind }) => kind === 'notify')) this.#muteEnd.check();
  }

  #save(entries: readonly StateEntry[], unsent: boolean): void {
    this.#store(
      entries.map((entry) => ({ ...entry, unsent })),
      false,
    );
  }

  #store(entries: readonly StoredStateEntry[], reset: boolean): void {
    this.#parts.persistence.saveUserState({ owner: this.#owner, ver: this.#ver, reset, entries });
  }

  /** Own changes that continue what is known need not be sent back by the next catch-up. */
  #numbered(ver: number | undefined): void {
    this.#ver = this.#own.contiguous(this.#ver, ver);
  }

  /** A draft waits for the room's messages, of which one may be the earlier draft: it would remove this one. */
  #isHeld({ kind, key }: StateEntry): boolean {
    return kind === 'draft' && this.#parts.store.state.pending.some(({ room, refused }) => room === key && !refused);
  }
}
