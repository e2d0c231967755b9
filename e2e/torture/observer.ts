import type { Dialer } from '@securechat/client';
import { decodeServerFrame, endsMembershipOf, type RoomEvent } from '@securechat/protocol';
import type { ClientDisk } from './client-disk.ts';
import type { Op, Recorder } from './history.ts';
import { toRow } from './row.ts';
import { watchedDialer } from './watched-dialer.ts';

type Jump = Extract<Op, { t: 'jump' }>;

/** Records what one client sees. For a client with a disk, only what its disk contains at the end counts. */
export class Observer {
  readonly #client: string;
  readonly #user: string;
  readonly #recorder: Recorder;
  readonly #disk: ClientDisk | undefined;
  readonly #recent: number;
  /** A jump counts together with the first event after it: until then its client has applied nothing. */
  readonly #jumps = new Map<string, Jump[]>();

  constructor(parts: {
    client: string;
    user: string;
    recorder: Recorder;
    disk: ClientDisk | undefined;
    recent: number;
  }) {
    this.#client = parts.client;
    this.#user = parts.user;
    this.#recorder = parts.recorder;
    this.#disk = parts.disk;
    this.#recent = parts.recent;
  }

  /** A dialer that reads the frames on their way, because notices do not report jumps. */
  watching(dialer: Dialer): Dialer {
    return watchedDialer(dialer, { received: (text) => this.#frame(text) });
  }

  /** The client has applied an event. */
  event(event: RoomEvent): void {
    const { room } = event;
    const recv: Op = { t: 'recv', client: this.#client, room, ...toRow(event) };
    const ops = [...(this.#jumps.get(room) ?? []), recv];
    this.#jumps.delete(room);
    if (!this.#disk) for (const op of ops) this.#recorder.add(op);
    else {
      this.#disk.apply(ops, event);
      if (endsMembershipOf(event) === this.#user) this.#disk.forget(room);
    }
  }

  /** Records a moment between what was seen before and after it. */
  mark(name: 'backup' | 'restore'): void {
    this.#recorder.add({ t: 'mark', name });
    this.#disk?.see({ t: 'mark', name });
  }

  /** Records the content of the disk. */
  recordStored(): void {
    if (this.#disk) this.#recorder.add({ t: 'mark', name: 'begin' });
    for (const op of this.#disk?.seen() ?? []) this.#recorder.add(op);
  }

  #frame(text: string): void {
    if (!text.includes('"jump"')) return;
    const frame = decodeServerFrame(text);
    if (!frame.ok || frame.value.type !== 'events' || frame.value.jump === undefined) return;
    const { room, jump, after, head } = frame.value;
    const op: Jump = { t: 'jump', client: this.#client, room, jump, after, head, recent: this.#recent };
    this.#jumps.set(room, [...(this.#jumps.get(room) ?? []), op]);
  }
}
