import { type EventId, err, ok, type Result, type RoomId, retryOf, type Seq, sayError } from '@securechat/protocol';
import type { Failure, SentMessage } from './api.ts';
import type { OpenConnection } from './link/connection.ts';
import { givenUp } from './link/connection-end.ts';
import type { Clock, StoredChange } from './ports.ts';
import type { Requests } from './requests.ts';

/** Maximum number of unanswered changes. */
const windowSize = 32;
const defaultWaitMs = 1000;
/** The shortest wait before another try, whatever the server asks for. */
const minWaitMs = 250;
/** Waits are longer by a random part, up to a quarter and at most this, so that clients refused together do not return together. */
const maxJitterMs = 1000;
/** The longest wait before another try, whatever the server asks for. */
const maxWaitMs = 5 * 60_000;

type Answer = Result<SentMessage, Failure>;

type Entry = Omit<StoredChange, 'refused'> & {
  /** Ascending in the order of sending. */
  readonly number: number;
  status: 'waiting' | 'sent' | 'refused' | 'done';
  /** Whether it is stored on the device, so that a later run of the program resends it. */
  readonly kept: boolean;
  readonly waiters: ((answer: Answer) => void)[];
};

export type OutboxParts = {
  readonly clock: Clock;
  readonly requests: Pick<Requests, 'ask'>;
  readonly waitOutSlowDown: boolean;
  /** Stores changes until they are answered. */
  readonly keep: {
    /** False if it could not be stored. */
    put(change: StoredChange): boolean;
    drop(id: EventId): void;
  };
  /** A change was stored by the server, or finally refused with a sentence. */
  readonly answered: (id: EventId, refused: string | undefined) => void;
  /** The server requested a pause: the room's changes wait for this long. */
  readonly slowed: (room: RoomId, waitMs: number) => void;
};

/**
 * Unanswered changes: messages, and later edits and the like. They are sent in order, and again under the same id after an interruption,
 * until each is answered (G2). A change that must wait holds back later ones of its room, so that the order never changes.
 */
export class Outbox {
  readonly #parts: OutboxParts;
  readonly #entries: Entry[] = [];
  /** The unanswered changes of each room: how many, and the number of the last one. */
  readonly #inFlight = new Map<RoomId, { readonly count: number; readonly last: number }>();
  #inFlightCount = 0;
  #numbers = 0;
  readonly #pauses = new Map<RoomId, { untilMs: number; cancel: () => void }>();
  /** The connection to send on. */
  #connection: OpenConnection | undefined;
  #closed: Failure | undefined;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
  }

  /** Adds the unconfirmed changes of an earlier run. Called before anything else is added. */
  restore(changes: readonly StoredChange[]): void {
    for (const { refused, ...change } of changes) {
      const status = refused === undefined ? 'waiting' : 'refused';
      this.#entries.push({ ...change, number: this.#numbers++, status, kept: true, waiters: [] });
    }
  }

  /**
   * The pending answer if the id is in the outbox already, otherwise undefined. As on the server, the same id with the same room and change
   * is the same change; anything else under it is refused.
   */
  known({ id, room, change }: StoredChange): Promise<Answer> | undefined {
    const entry = this.#entries.find((e) => e.id === id);
    if (!entry) return undefined;
    const same = entry.room === room && JSON.stringify(contentOf(entry.change)) === JSON.stringify(contentOf(change));
    if (!same) return Promise.resolve(err({ kind: 'refused', refusal: { code: 'id_reused' } }));
    return new Promise((settle) => void entry.waiters.push(settle));
  }

  /** Adds a change under a new id; resolves with its seq, or with the refusal. */
  add(change: StoredChange): Promise<Answer> {
    if (this.#closed) {
      this.#parts.answered(change.id, 'Not sent: the connection was closed.');
      return Promise.resolve(err(this.#closed));
    }
    // Stored before it is sent: from here on it is resent or answered, whatever happens.
    const kept = this.#parts.keep.put(change);
    return new Promise((settle) => {
      this.#entries.push({ ...change, number: this.#numbers++, status: 'waiting', kept, waiters: [settle] });
      this.#pump();
    });
  }

  /** A change of ours arrived as an event of its room, which confirms it even if the ack was lost. */
  seen({ id, room, seq, at }: { id: EventId; room: RoomId; seq: Seq; at: number }): void {
    const entry = this.#entries.find((e) => e.id === id && e.room === room);
    if (!entry) return;
    this.#finish(entry, ok({ room, seq, id, at }));
    this.#pump();
  }

  /** Resends a finally refused change unchanged under its id; false if there is none. */
  retry(id: EventId): boolean {
    const at = this.#entries.findIndex((e) => e.id === id && e.status === 'refused');
    const [entry] = at === -1 ? [] : this.#entries.splice(at, 1);
    if (!entry) return false;
    // It moves to the end, in the store as well.
    this.#parts.keep.drop(id);
    // The draft that it was has been replaced since, or will be.
    const again = { ...entry, change: contentOf(entry.change) };
    const kept = this.#parts.keep.put(storedOf(again));
    this.#entries.push({ ...again, number: this.#numbers++, status: 'waiting', kept });
    this.#pump();
    return true;
  }

  /** Discards a change that was refused; one that was sent cannot be recalled. */
  discard(id: EventId): boolean {
    const at = this.#entries.findIndex((e) => e.id === id && e.status === 'refused');
    if (at === -1) return false;
    this.#entries.splice(at, 1);
    this.#parts.keep.drop(id);
    return true;
  }

  /** Sends on this connection from now on. Changes that are unanswered when it ends are resent on the next one. */
  open(connection: OpenConnection): void {
    this.#connection = connection;
    connection.signal.addEventListener('abort', () => this.#lost());
    this.#pump();
  }

  /** Fails everything that is unanswered. Stored changes stay: a later run of the program resends them. */
  close(failure: Failure): void {
    this.#connection = undefined;
    this.#closed = failure;
    for (const { cancel } of this.#pauses.values()) cancel();
    for (const { id, status, kept, waiters } of this.#entries.splice(0)) {
      if (status !== 'refused' && !kept) this.#parts.answered(id, 'Not sent: the connection was closed.');
      for (const settle of waiters) settle(err(failure));
    }
  }

  #lost(): void {
    this.#connection = undefined;
    for (const entry of this.#entries) if (entry.status === 'sent') this.#setStatus(entry, 'waiting');
  }

  #pump(): void {
    if (!this.#connection) return;
    const blocked = new Set(this.#pauses.keys());
    for (const entry of this.#entries) {
      if (this.#inFlightCount >= windowSize) return;
      if (entry.status !== 'waiting' || blocked.has(entry.room)) continue;
      // A temporarily refused change precedes some unanswered ones: their replies come first.
      const inFlight = this.#inFlight.get(entry.room);
      if (inFlight && inFlight.count > 0 && inFlight.last > entry.number) blocked.add(entry.room);
      else {
        this.#markSent(entry);
        void this.#send(entry);
      }
    }
  }

  #markSent(entry: Entry): void {
    const { count, last } = this.#inFlight.get(entry.room) ?? { count: 0, last: 0 };
    this.#inFlight.set(entry.room, {
      count: count + 1,
      last: count > 0 ? Math.max(last, entry.number) : entry.number,
    });
    this.#inFlightCount++;
    entry.status = 'sent';
  }

  #setStatus(entry: Entry, status: Entry['status']): void {
    if (entry.status === 'sent') {
      const before = this.#inFlight.get(entry.room);
      if (before) this.#inFlight.set(entry.room, { ...before, count: before.count - 1 });
      this.#inFlightCount--;
    }
    entry.status = status;
  }

  async #send(entry: Entry): Promise<void> {
    const { id: clientId, room, change } = entry;
    const { type, ...fields } = change;
    const answering = this.#parts.requests.ask(type, { room, clientId, ...fields });
    this.#connection?.expect();
    const answer = await answering;
    if (entry.status !== 'sent' || this.#closed) return;
    if (answer.ok) {
      const { seq, at } = answer.value;
      this.#finish(entry, ok({ room, seq, id: clientId, at }));
    } else this.#retryLater(entry, answer.error);
    this.#pump();
  }

  #retryLater(entry: Entry, failure: Failure): void {
    if (failure.kind === 'offline') {
      this.#setStatus(entry, 'waiting');
      // Normally `lost` is called as well, and nothing is sent before the next connection. If not, the pause prevents a loop.
      this.#pause(entry.room, minWaitMs);
      return;
    }
    if (failure.kind === 'timed-out') {
      this.#setStatus(entry, 'waiting');
      this.#connection?.end(givenUp);
      return;
    }
    const { code, detail, retryAfterMs } = failure.refusal;
    if (retryOf(code) === 'after-sign-in') {
      // No other reply will come on this connection: a resend would be refused again.
      this.#setStatus(entry, 'waiting');
      this.#connection?.end({ kind: 'session-ended', message: detail ?? sayError(code) });
    } else if (retryOf(code) === 'later' && (this.#parts.waitOutSlowDown || code !== 'slow_down')) {
      this.#setStatus(entry, 'waiting');
      const waitMs = this.#pause(entry.room, retryAfterMs ?? defaultWaitMs);
      if (code === 'slow_down') this.#parts.slowed(entry.room, waitMs);
    } else {
      const refused = detail ?? sayError(code);
      this.#setStatus(entry, 'refused');
      this.#parts.keep.put({ ...storedOf(entry), refused });
      this.#parts.answered(entry.id, refused);
      for (const settle of entry.waiters.splice(0)) settle(err(failure));
    }
  }

  /** Delays the room's changes by at least this time; returns the actual delay. */
  #pause(room: RoomId, askedMs: number): number {
    const { clock } = this.#parts;
    const baseMs = Math.min(Math.max(askedMs, minWaitMs), maxWaitMs);
    const ms = Math.round(baseMs + clock.random() * Math.min(baseMs / 4, maxJitterMs));
    const before = this.#pauses.get(room);
    before?.cancel();
    const nowMs = clock.monotonicMs();
    // The clock may have been set back since the previous wait.
    const leftMs = Math.min((before?.untilMs ?? nowMs) - nowMs, maxWaitMs);
    const untilMs = nowMs + Math.max(leftMs, ms);
    const cancel = clock.after(untilMs - nowMs, () => {
      this.#pauses.delete(room);
      this.#pump();
    });
    this.#pauses.set(room, { untilMs, cancel });
    return untilMs - nowMs;
  }

  #finish(entry: Entry, answer: Answer): void {
    this.#entries.splice(this.#entries.indexOf(entry), 1);
    this.#setStatus(entry, 'done');
    this.#parts.keep.drop(entry.id);
    this.#parts.answered(entry.id, undefined);
    for (const settle of entry.waiters) settle(answer);
  }
}

/** The change without what happens to the draft that it was. */
function contentOf(change: StoredChange['change']): StoredChange['change'] {
  if (change.type !== 'message.send') return change;
  const { draft: _, ...content } = change;
  return content;
}

function storedOf({ id, room, change, atMs }: Entry): StoredChange {
  return { id, room, change, atMs };
}
