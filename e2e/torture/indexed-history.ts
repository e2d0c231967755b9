import type { Mark, Op, Row } from './history.ts';

/** A broken promise, by name. */
export type Anomaly = { readonly name: string; readonly [detail: string]: unknown };

/** The operations of a kind. */
export type OpOf<T extends Op['t']> = Extract<Op, { t: T }>;
/** `start`: the first event that its member gets without asking for history: what is visible, after the end of an earlier membership. */
export type Membership = OpOf<'member'> & { readonly start: number };
/** What one device saw of one room. */
export type Stream = (OpOf<'recv'> | OpOf<'jump'>)[];
/** Receives an anomaly. */
export type Report = (name: string, detail: Readonly<Record<string, unknown>>) => void;

/** The parts of a history, indexed. */
export class IndexedHistory {
  readonly sends = new Map<string, OpOf<'send'>>();
  readonly acks = new Map<string, OpOf<'ack'>>();
  readonly mustBeAnswered = new Set<string>();
  readonly settled = new Set<string>();
  readonly nacks = new Set<string>();
  readonly failed = new Set<string>();
  readonly reads = new Map<string, OpOf<'read'>>();
  readonly stored = new Map<string, Row & { readonly room: string }>();
  /** By client, then room. */
  readonly streams = new Map<string, Map<string, Stream>>();
  readonly users = new Map<string, string>();
  readonly finals: OpOf<'final'>[] = [];
  readonly screens: OpOf<'screen'>[] = [];
  readonly told: OpOf<'told'>[] = [];
  readonly named: OpOf<'named'>[] = [];
  readonly invited: OpOf<'invited'>[] = [];
  readonly finalMarks: OpOf<'final-mark'>[] = [];
  /** In the order in which the devices recorded them; `client` begins a new life of a device. */
  readonly marks: (OpOf<'read-mark'> | OpOf<'client'>)[] = [];
  /** By user and room. */
  readonly storedMarks = new Map<string, Mark>();
  readonly #memberships = new Map<string, OpOf<'member'>[]>();

  constructor(ops: Iterable<Op>, report: Report) {
    for (const op of ops) this.#take(op, report);
    for (const list of this.#memberships.values()) list.sort((a, b) => a.fromSeq - b.fromSeq);
  }

  memberships(user: string | undefined, room: string): readonly Membership[] {
    const ofUser = this.#memberships.get(`${user}/${room}`) ?? [];
    return ofUser.map((op, i) => ({ ...op, start: Math.max(op.visibleFrom, (ofUser[i - 1]?.toSeq ?? 0) + 1) }));
  }

  *everyStream(): Generator<{ client: string; user: string | undefined; room: string; stream: Stream }> {
    for (const [client, rooms] of this.streams) {
      for (const [room, stream] of rooms) yield { client, user: this.users.get(client), room, stream };
    }
  }

  #take(op: Op, report: Report): void {
    switch (op.t) {
      case 'client':
        this.users.set(op.client, op.user);
        this.marks.push(op);
        return;
      case 'send': {
        const first = this.sends.get(op.id);
        if (first && (first.body !== op.body || first.room !== op.room)) report('id-reused', { id: op.id });
        if (!first) this.sends.set(op.id, op);
        return;
      }
      case 'ack': {
        const first = this.acks.get(op.id);
        if (first && (first.seq !== op.seq || first.room !== op.room)) {
          report('ack-unstable', { id: op.id, before: first.seq, seq: op.seq });
        }
        this.acks.set(op.id, op);
        return;
      }
      case 'queued':
        this.mustBeAnswered.add(op.id);
        return;
      case 'settled':
        this.settled.add(op.id);
        return;
      case 'nack':
        this.nacks.add(op.id);
        return;
      case 'fail':
        this.failed.add(op.id);
        return;
      case 'read':
        this.reads.set(op.room, op);
        return;
      case 'final':
        this.finals.push(op);
        return;
      case 'screen':
        this.screens.push(op);
        return;
      case 'told':
        this.told.push(op);
        return;
      case 'named':
        this.named.push(op);
        return;
      case 'invited':
        this.invited.push(op);
        return;
      case 'read-mark':
        this.marks.push(op);
        return;
      case 'stored-mark':
        this.storedMarks.set(`${op.user}/${op.room}`, op.mark);
        return;
      case 'final-mark':
        this.finalMarks.push(op);
        return;
      case 'mark':
        return;
      case 'synced':
        if (op.gaps > 0) report('gap-told', { client: op.client, gaps: op.gaps });
        return;
      case 'trouble':
        report(op.name, { message: op.message });
        return;
      case 'member':
        add(this.#memberships, `${op.user}/${op.room}`, op);
        return;
      default: {
        const rooms = this.streams.get(op.client) ?? new Map<string, Stream>();
        this.streams.set(op.client, rooms);
        add(rooms, op.room, op);
      }
    }
  }
}

/** Appends to the list under a key. */
export function add<V>(lists: Map<string, V[]>, key: string, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

/** The membership during which an event happened. */
export const within = (memberships: readonly Membership[], seq: number): Membership | undefined =>
  memberships.find((span) => seq >= span.fromSeq && seq <= (span.toSeq ?? Number.POSITIVE_INFINITY));

/** Whether a member may read it (G5). */
export const isVisible = (memberships: readonly Membership[], seq: number): boolean =>
  memberships.some((span) => seq >= span.visibleFrom && seq <= (span.toSeq ?? Number.POSITIVE_INFINITY));
