import { setTimeout as sleep } from 'node:timers/promises';
import { backoffMs } from '../../packages/client/src/link/backoff.ts';
import type { Counters } from './counters.ts';
import { dialects } from './dialects/index.ts';
import type { Listener, LoadClient } from './load-client.ts';
import type { ClientSlot, Target } from './plan.ts';
import { type Author, Room } from './room.ts';
import { nowUs, stampIn } from './timestamped-text.ts';

/** All clients that are connected from this thread. */
export class ClientPool {
  readonly rooms = new Map<string, Room>();
  readonly #counters: Counters;
  readonly #target: Target;
  readonly #reconnect: boolean;
  readonly #lines = new Map<string, LoadClient>();
  readonly #slots: readonly ClientSlot[];
  #leaving = false;
  /** When the last one was back, and how many are disconnected. */
  #lastBackMs = 0;
  #away = 0;
  #lost = 0;

  constructor(parts: { counters: Counters; target: Target; slots: readonly ClientSlot[]; reconnect: boolean }) {
    this.#counters = parts.counters;
    this.#target = parts.target;
    this.#slots = parts.slots;
    this.#reconnect = parts.reconnect;
    for (const { room } of parts.slots) if (!this.rooms.has(room)) this.rooms.set(room, new Room(parts.counters));
  }

  /** Connects all clients, `atOnce` at a time. */
  async enter(atOnce: number): Promise<void> {
    const queue = [...this.#slots];
    const one = async () => {
      for (let slot = queue.shift(); slot; slot = queue.shift()) await this.#connect(slot);
    };
    await Promise.all(Array.from({ length: atOnce }, one));
  }

  /** Resolves when every client that lost its connection is back, with the time that the last one took. */
  async back(withinMs: number): Promise<{ tookMs: number; back: number; lost: number }> {
    const startedMs = performance.now();
    // First they have to notice the loss.
    while (this.#away === 0 && performance.now() - startedMs < withinMs) await sleep(5);
    while (this.#away > 0 && performance.now() - startedMs < withinMs) await sleep(5);
    return { tookMs: this.#lastBackMs - startedMs, back: this.#lines.size, lost: this.#away + this.#lost };
  }

  leave(): void {
    this.#leaving = true;
    for (const line of this.#lines.values()) line.close();
  }

  async #connect(slot: ClientSlot): Promise<void> {
    const room = this.rooms.get(slot.room);
    const open = dialects[this.#target.dialect];
    if (!room) throw new Error(`${slot.name} has no room`);
    const author: Author = { line: notYet, waiting: new Map(), next: 0 };
    const line = await open(this.#target, slot, this.#listener(slot, room, author));
    author.line = line;
    if (slot.role === 'author') room.authors.push(author);
    this.#lines.set(slot.name, line);
  }

  #listener(slot: ClientSlot, room: Room, author: Author): Listener {
    const counters = this.#counters;
    const isObserver = slot.role === 'observer';
    const messages = (count: number) => {
      counters.deliveries += count;
      if (isObserver) room.observed(count);
    };
    return {
      messages,
      message: (buffer, from, to) => {
        if (slot.sampled) {
          const atUs = stampIn(buffer, from, to);
          if (atUs !== undefined) counters.arrived(nowUs() - atUs);
        }
        messages(1);
      },
      acked: (number) => room.acked(author, number),
      refused: (message, number) => {
        counters.refused++;
        counters.refusal ??= message;
        if (number !== undefined) room.refused(author, number);
      },
      closed: () => this.#closed(slot),
    };
  }

  #closed(slot: ClientSlot): void {
    // Those that are still connecting notice it themselves.
    if (this.#leaving || !this.#lines.delete(slot.name)) return;
    if (this.#reconnect) void this.#comeBack(slot);
    else {
      this.#counters.refused++;
      this.#counters.refusal ??= 'a connection was cut';
    }
  }

  async #comeBack(slot: ClientSlot): Promise<void> {
    this.#away++;
    for (let attempt = 1; !this.#leaving; attempt++) {
      await sleep(backoffMs(attempt, Math.random()));
      try {
        await this.#connect({ ...slot, role: 'reader' });
        this.#lastBackMs = performance.now();
        this.#away--;
        return;
      } catch (thrown) {
        // The server is not up yet; a refused session would be lost for good.
        if (String(thrown).includes('error instead of')) this.#lost++;
      }
    }
  }
}

const notYet: LoadClient = { acks: false, say: () => {}, close: () => {} };
