import {
  type EventId,
  err,
  ok,
  type Result,
  type RoomId,
  retryOf,
  type Seq,
  type ServerFrameOf,
  sayError,
} from '@securechat/protocol';
import type { Failure, SentMessage } from './api.ts';
import type { Clock, StoredMessage } from './ports.ts';

/** How many messages may be unanswered at once. */
const windowSize = 32;
const defaultWaitMs = 1000;
/** Whatever a server says: sooner it is not asked again. */
const minWaitMs = 250;
/** Waits are longer by up to a quarter, at most this, so that all who were refused at once do not come back at once. */
const maxJitterMs = 1000;
/** Whatever a server says: longer nobody is kept waiting without another try. */
const maxWaitMs = 5 * 60_000;

type Entry = {
  /** Counts up in the order in which they are to go out. */
  readonly number: number;
  readonly id: EventId;
  readonly room: RoomId;
  readonly text: string;
  readonly atMs: number;
  status: 'waiting' | 'sent' | 'refused' | 'done';
  /** The device has it, so that a later run of the program asks again. */
  readonly kept: boolean;
  settle: ((result: Result<SentMessage, Failure>) => void) | undefined;
};

export type OutboxParts = {
  readonly clock: Clock;
  /** Says one message; resolves with the server's answer. */
  readonly send: (entry: { id: EventId; room: RoomId; text: string }) => Promise<Result<ServerFrameOf<'ack'>, Failure>>;
  readonly waitOutSlowDown: boolean;
  /** Where messages are kept until they are answered, beside the memory. */
  readonly keep: {
    /** False where it could not be kept. */
    put(message: StoredMessage): boolean;
    drop(id: EventId): void;
  };
  /** A message got its place, or was finally refused with a sentence. */
  readonly answered: (id: EventId, refused: string | undefined) => void;
  /** The server asked for a pause: the room's messages are held for so long. */
  readonly slowed: (room: RoomId, waitMs: number) => void;
  /** No answer came in time: the connection is of no use. */
  readonly stuck: () => void;
  /** The server no longer takes messages of this session: it is over, with a sentence. */
  readonly sessionEnded: (say: string) => void;
};

/**
 * Messages without an answer. They go out in the order they were said, and again under the same id after an interruption, until
 * each is answered once (G2). A message that must wait keeps those of its room behind it, so that no wait changes the order.
 */
export class Outbox {
  readonly #parts: OutboxParts;
  readonly #entries: Entry[] = [];
  /** What is on its way in each room: how many, and the number of the last one. */
  readonly #inFlight = new Map<RoomId, { readonly count: number; readonly last: number }>();
  #inFlightCount = 0;
  #numbers = 0;
  readonly #pauses = new Map<RoomId, { untilMs: number; cancel: () => void }>();
  #open = false;
  #closed: Failure | undefined;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
  }

  /** Adds what an earlier run of the program left without an answer. Before anything else is added. */
  restore(messages: readonly StoredMessage[]): void {
    for (const { refused, ...message } of messages) {
      const at = refused === undefined ? 'waiting' : 'refused';
      this.#entries.push({ ...message, number: this.#numbers++, status: at, kept: true, settle: undefined });
    }
  }

  /** Adds a message; resolves with its place, or why there is none. The same id again is the same message. */
  add(message: StoredMessage): Promise<Result<SentMessage, Failure>> {
    if (this.#closed) {
      this.#parts.answered(message.id, 'Not sent: the connection was closed.');
      return Promise.resolve(err(this.#closed));
    }
    // On disk before it is on its way: whatever happens from here on, it is sent again or answered.
    const kept = this.#parts.keep.put(message);
    return new Promise((settle) => {
      this.#entries.push({ ...message, number: this.#numbers++, status: 'waiting', kept, settle });
      this.#pump();
    });
  }

  /** One of ours has come as an event of its room: that is an answer, too, should the other one have been lost. */
  seen({ id, room, seq, at }: { id: EventId; room: RoomId; seq: Seq; at: number }): void {
    const entry = this.#entries.find((e) => e.id === id && e.room === room);
    if (!entry) return;
    this.#finish(entry, ok({ room, seq, id, at }));
    this.#pump();
  }

  /** A finally refused message is said again under its id; false where there is none to say. */
  retry(id: EventId): boolean {
    const at = this.#entries.findIndex((e) => e.id === id && e.status === 'refused');
    const [entry] = at === -1 ? [] : this.#entries.splice(at, 1);
    if (!entry) return false;
    // It goes to the end, on disk as well.
    this.#parts.keep.drop(id);
    const kept = this.#parts.keep.put(messageOf(entry));
    this.#entries.push({ ...entry, number: this.#numbers++, status: 'waiting', kept });
    this.#pump();
    return true;
  }

  /** Forgets a message that was refused; one still on its way cannot be called back. */
  discard(id: EventId): boolean {
    const at = this.#entries.findIndex((e) => e.id === id && e.status === 'refused');
    if (at === -1) return false;
    this.#entries.splice(at, 1);
    this.#parts.keep.drop(id);
    return true;
  }

  /** The connection can take messages. */
  open(): void {
    this.#open = true;
    this.#pump();
  }

  /** The connection is gone: what has no answer goes out again on the next one. */
  lost(): void {
    this.#open = false;
    for (const entry of this.#entries) if (entry.status === 'sent') this.#setStatus(entry, 'waiting');
  }

  /** Everything without an answer fails. What is kept stays as it is: a later run of the program asks again. */
  close(failure: Failure): void {
    this.#open = false;
    this.#closed = failure;
    for (const { cancel } of this.#pauses.values()) cancel();
    for (const { id, status: at, kept, settle } of this.#entries.splice(0)) {
      if (at !== 'refused' && !kept) this.#parts.answered(id, 'Not sent: the connection was closed.');
      settle?.(err(failure));
    }
  }

  #pump(): void {
    if (!this.#open) return;
    const blocked = new Set(this.#pauses.keys());
    for (const entry of this.#entries) {
      if (this.#inFlightCount >= windowSize) return;
      if (entry.status !== 'waiting' || blocked.has(entry.room)) continue;
      // One that was refused for a while lies before some that are unanswered: their answers come first.
      const way = this.#inFlight.get(entry.room);
      if (way && way.count > 0 && way.last > entry.number) blocked.add(entry.room);
      else {
        this.#markSent(entry);
        void this.#send(entry);
      }
    }
  }

  #markSent(entry: Entry): void {
    const way = this.#inFlight.get(entry.room) ?? { count: 0, last: 0 };
    this.#inFlight.set(entry.room, {
      count: way.count + 1,
      last: way.count > 0 ? Math.max(way.last, entry.number) : entry.number,
    });
    this.#inFlightCount++;
    entry.status = 'sent';
  }

  #setStatus(entry: Entry, at: Entry['status']): void {
    if (entry.status === 'sent') {
      const way = this.#inFlight.get(entry.room);
      if (way) this.#inFlight.set(entry.room, { ...way, count: way.count - 1 });
      this.#inFlightCount--;
    }
    entry.status = at;
  }

  async #send(entry: Entry): Promise<void> {
    const answer = await this.#parts.send(entry);
    if (entry.status !== 'sent' || this.#closed) return;
    if (answer.ok) {
      const { room, seq, clientId, at } = answer.value;
      // An answer to something else answers nothing.
      if (clientId !== entry.id || room !== entry.room) {
        this.#retryLater(entry, { kind: 'timed_out' });
        return;
      }
      this.#finish(entry, ok({ room, seq, id: clientId, at }));
    } else this.#retryLater(entry, answer.error);
    this.#pump();
  }

  #retryLater(entry: Entry, failure: Failure): void {
    if (failure.kind === 'offline') {
      this.#setStatus(entry, 'waiting');
      // The loss of the connection is told apart from this, and nothing goes out before the next one. Should it not be, this is no loop.
      this.#pause(entry.room, minWaitMs);
      return;
    }
    if (failure.kind === 'timed_out') {
      this.#setStatus(entry, 'waiting');
      this.#parts.stuck();
      return;
    }
    const { code, detail, retryAfterMs } = failure.refusal;
    if (retryOf(code) === 'after_sign_in') {
      // No other answer will come on this connection: said again at once, it would be refused at once.
      this.#open = false;
      this.#setStatus(entry, 'waiting');
      this.#parts.sessionEnded(detail ?? sayError(code));
    } else if (retryOf(code) === 'later' && (this.#parts.waitOutSlowDown || code !== 'slow_down')) {
      this.#setStatus(entry, 'waiting');
      const waitMs = this.#pause(entry.room, retryAfterMs ?? defaultWaitMs);
      if (code === 'slow_down') this.#parts.slowed(entry.room, waitMs);
    } else {
      const refused = detail ?? sayError(code);
      this.#setStatus(entry, 'refused');
      this.#parts.keep.put({ ...messageOf(entry), refused });
      this.#parts.answered(entry.id, refused);
      entry.settle?.(err(failure));
      entry.settle = undefined;
    }
  }

  /** Holds the room's messages for this long and a little; returns how long it is. */
  #pause(room: RoomId, askedMs: number): number {
    const { clock } = this.#parts;
    const baseMs = Math.min(Math.max(askedMs, minWaitMs), maxWaitMs);
    const ms = Math.round(baseMs + clock.random() * Math.min(baseMs / 4, maxJitterMs));
    const before = this.#pauses.get(room);
    before?.cancel();
    const nowMs = clock.monotonicMs();
    // The clock may have been set back since the wait before.
    const leftMs = Math.min((before?.untilMs ?? nowMs) - nowMs, maxWaitMs);
    const untilMs = nowMs + Math.max(leftMs, ms);
    const cancel = clock.after(untilMs - nowMs, () => {
      this.#pauses.delete(room);
      this.#pump();
    });
    this.#pauses.set(room, { untilMs, cancel });
    return untilMs - nowMs;
  }

  #finish(entry: Entry, result: Result<SentMessage, Failure>): void {
    this.#entries.splice(this.#entries.indexOf(entry), 1);
    this.#setStatus(entry, 'done');
    this.#parts.keep.drop(entry.id);
    this.#parts.answered(entry.id, undefined);
    entry.settle?.(result);
  }
}

function messageOf({ id, room, text, atMs }: Entry): StoredMessage {
  return { id, room, text, atMs };
}
