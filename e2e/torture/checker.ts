import type { Op } from './history.ts';
import {
  type Anomaly,
  IndexedHistory,
  isVisible,
  type Membership,
  type OpOf,
  type Report,
  type Stream,
  within,
} from './indexed-history.ts';
import { checkPeople } from './people-checks.ts';

/** The store: one gapless order per room (G3), each message once (G2), unchanged (G6), and only messages that were sent. */
function checkStored(history: IndexedHistory, report: Report): void {
  for (const { room, from, rows } of history.reads.values()) {
    let before = from - 1;
    for (const row of rows) {
      if (row.seq !== before + 1) report('seq-gap-or-disorder', { room, before, seq: row.seq });
      before = row.seq;
      if (history.stored.has(row.id)) report('duplicate-stored', { room, id: row.id, seq: row.seq });
      history.stored.set(row.id, { ...row, room });
      if (row.type !== 'message') continue;
      const send = history.sends.get(row.id);
      if (!send) report('invented', { room, id: row.id });
      else if (send.body !== row.body || send.user !== row.user || send.room !== room)
        report('corrupt', { id: row.id });
      if (history.nacks.has(row.id)) report('nacked-but-stored', { id: row.id });
    }
  }
}

/** The promises: an acknowledged message is stored at the seq of its ack (G1); every message has an answer in the end. */
function checkAcks(history: IndexedHistory, report: Report): void {
  for (const [id, ack] of history.acks) {
    const row = history.stored.get(id);
    if (!row) report('acked-lost', { id, room: ack.room, seq: ack.seq });
    else if (row.seq !== ack.seq || row.room !== ack.room)
      report('ack-wrong-seq', { id, ack: ack.seq, stored: row.seq });
  }
  for (const id of history.settled) {
    if (!history.stored.has(id) && !history.nacks.has(id)) report('acked-lost', { id });
  }
  const answered = [history.acks, history.nacks, history.failed, history.settled];
  for (const [id, { client }] of history.sends) {
    if (!history.mustBeAnswered.has(id)) continue;
    if (!answered.some((ids) => ids.has(id))) {
      report('never-answered', { id, client, stored: history.stored.has(id) });
    }
  }
}

/** Messages of one device in one room are in the order in which they were sent. */
function checkOrderOfSpeech(history: IndexedHistory, report: Report): void {
  const last = new Map<string, number>();
  for (const { id, client, room } of history.sends.values()) {
    const seq = history.stored.get(id)?.seq;
    if (seq === undefined) continue;
    const key = `${client}/${room}`;
    const before = last.get(key) ?? 0;
    if (seq < before) report('said-out-of-order', { client, room, before, seq });
    last.set(key, Math.max(before, seq));
  }
}

/** A jump may only skip what the reader may not see, or what a new reader starts without. Returns the anomaly. */
function jumpAnomaly(
  jump: OpOf<'jump'>,
  at: number | undefined,
  memberships: readonly Membership[],
): string | undefined {
  if (jump.jump === 'restored') return 'restored-without-restore';
  if (jump.jump === 'rejoined') {
    const hidden = memberships.some(
      (s) => (s.fromSeq <= jump.after || s.start <= (at ?? 0)) && (s.toSeq ?? Number.POSITIVE_INFINITY) > (at ?? 0),
    );
    return hidden ? 'skipped-delivery' : undefined;
  }
  const left = at === undefined ? undefined : within(memberships, at);
  if (left && (left.toSeq === undefined || left.toSeq > jump.after)) return 'unjustified-jump';
  const atStart = memberships.some(({ fromSeq, start }) => [fromSeq, start].includes(jump.after + 1));
  // Events between the look at the room and the batch come on top of the newest `recent`.
  return atStart || jump.after <= jump.head - jump.recent ? undefined : 'skipped-delivery';
}

/** What one device saw of one room: once, in order, without gaps (G4), nothing that its memberships do not let it see (G5), equal to the store (G6). */
function checkStream(
  history: IndexedHistory,
  name: string,
  stream: Stream,
  memberships: readonly Membership[],
  report: Report,
): void {
  let at: number | undefined;
  for (const op of stream) {
    if (op.t === 'jump') {
      const wrong = jumpAnomaly(op, at, memberships);
      if (wrong) report(wrong, { stream: name, at, after: op.after, head: op.head, jump: op.jump });
      at = op.after;
      continue;
    }
    const { seq } = op;
    if (seq === at) report('duplicate-delivery', { stream: name, seq });
    else if (at !== undefined && seq < at) report('out-of-order-delivery', { stream: name, at, seq });
    else if (seq !== (at ?? 0) + 1) report('skipped-delivery', { stream: name, at, seq });
    at = Math.max(at ?? 0, seq);
    const row = history.stored.get(op.id);
    if (!row) report('delivered-not-durable', { stream: name, id: op.id, seq });
    else if (row.seq !== seq || row.body !== op.body || row.user !== op.user || row.type !== op.type) {
      report('divergent', { stream: name, id: op.id, seq, stored: row.seq });
    }
    if (!isVisible(memberships, seq)) report('leak-to-non-member', { stream: name, seq });
  }
}

/** A device has seen everything that it had the time to see. Before its last beginning a stream may lack what it left behind. */
function checkFinal(history: IndexedHistory, { client, room, upTo }: OpOf<'final'>, report: Report): void {
  const stream = history.streams.get(client)?.get(room) ?? [];
  const memberships = history.memberships(history.users.get(client), room);
  const got = new Set<number>();
  let startSeq = 0;
  for (const op of stream) {
    if (op.t === 'recv') got.add(op.seq);
    else if (op.jump !== 'rejoined') startSeq = op.after;
  }
  for (const { seq } of history.reads.get(room)?.rows ?? []) {
    if (seq > startSeq && seq <= upTo && within(memberships, seq) && !got.has(seq))
      report('never-delivered', { client, room, seq });
  }
}

/** The events on a screen are stored, once and in order; possibly only some of them. */
function checkScreen(history: IndexedHistory, { client, room, rows }: OpOf<'screen'>, report: Report): void {
  let before = 0;
  for (const { seq, id, body } of rows) {
    const row = history.stored.get(id);
    const same = row?.seq === seq && row.room === room && row.body === body;
    if (!same || seq <= before) report('screen-differs', { client, room, seq, id, before, stored: row?.seq });
    before = seq;
  }
}

/** All broken promises (G1 to G7) of a history; none if it is good. */
export function check(ops: Iterable<Op>): Anomaly[] {
  const found: Anomaly[] = [];
  const report: Report = (name, detail) => void found.push({ ...detail, name });
  const history = new IndexedHistory(ops, report);
  checkStored(history, report);
  checkAcks(history, report);
  checkOrderOfSpeech(history, report);
  for (const { client, user, room, stream } of history.everyStream()) {
    checkStream(history, `${client}/${room}`, stream, history.memberships(user, room), report);
  }
  for (const final of history.finals) checkFinal(history, final, report);
  checkPeople(history, report);
  for (const screen of history.screens) checkScreen(history, screen, report);
  return found;
}
