import type { Dialer } from '@securechat/client';
import {
  decodeClientFrame,
  generalRoom,
  readStateEntry,
  type StateEntry,
  type WireStateEntry,
} from '@securechat/protocol';
import { isBelow, type Mark, type Recorder } from './history.ts';
import { watchedDialer } from './watched-dialer.ts';

const roomIds = /"r[a-z2-7]{20}"/g;

/** Records what the server tells one client in frames of any type, whatever the client makes of it. */
export class WireWatch {
  /** The read marks that the server has told or confirmed, by room. */
  readonly marks = new Map<string, Mark>();
  readonly #client: string;
  readonly #recorder: Recorder;
  readonly #named = new Set<string>();
  /** Unanswered changes of what the user keeps, by the id of their request. */
  #changes = new Map<string, readonly StateEntry[]>();

  constructor(client: string, recorder: Recorder) {
    this.#client = client;
    this.#recorder = recorder;
  }

  watching(dialer: Dialer): Dialer {
    return watchedDialer(dialer, {
      dialled: () => {
        this.#changes = new Map();
      },
      sent: (text) => this.#sent(text),
      received: (text) => this.#received(text),
    });
  }

  #sent(text: string): void {
    if (!text.includes('"state.set"')) return;
    const frame = decodeClientFrame(text);
    if (frame.ok && frame.value.type === 'state.set') this.#changes.set(frame.value.id, frame.value.entries);
  }

  #received(text: string): void {
    for (const [quoted] of text.matchAll(roomIds)) this.#nameRoom(quoted.slice(1, -1));
    const frame: {
      readonly type?: unknown;
      readonly re?: unknown;
      readonly ver?: unknown;
      readonly entries?: unknown;
    } = JSON.parse(text);
    const events = new Map<string, number[]>();
    collectEvents(frame, events);
    for (const [room, seqs] of events) this.#recorder.add({ t: 'told', client: this.#client, room, seqs });
    const ver = typeof frame.ver === 'number' ? frame.ver : undefined;
    if (frame.type === 'state' && Array.isArray(frame.entries)) this.#marks('told', ver, frame.entries);
    if (frame.type !== 'state-saved') return;
    this.#marks('saved', ver, this.#changes.get(String(frame.re)) ?? []);
    this.#changes.delete(String(frame.re));
  }

  #nameRoom(room: string): void {
    if (this.#named.has(room)) return;
    this.#named.add(room);
    this.#recorder.add({ t: 'named', client: this.#client, room });
  }

  #marks(how: 'told' | 'saved', ver: number | undefined, entries: readonly WireStateEntry[]): void {
    for (const entry of entries) {
      const read = readStateEntry(entry);
      if (read?.kind !== 'read' || read.value === null) continue;
      const { seq, epoch } = read.value;
      const known = this.marks.get(read.key);
      const mark = { seq, epoch };
      if (!known || isBelow(known, mark)) this.marks.set(read.key, mark);
      this.#recorder.add({ t: 'read-mark', client: this.#client, room: read.key, how, ver, mark });
    }
  }
}

/** Collects the events anywhere in a frame by room; not those of #general, which everybody may see from its first one. */
function collectEvents(value: unknown, found: Map<string, number[]>): void {
  if (typeof value !== 'object' || value === null) return;
  const { room, seq, author } = value as { readonly [field: string]: unknown };
  if (typeof room === 'string' && typeof seq === 'number' && author !== undefined && room !== generalRoom) {
    found.set(room, [...(found.get(room) ?? []), seq]);
  }
  for (const each of Object.values(value)) collectEvents(each, found);
}
