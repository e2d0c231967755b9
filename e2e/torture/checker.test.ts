import { expect, test } from 'vitest';
import { check } from './checker.ts';
import type { Op, Row } from './history.ts';

type OpOf<T extends Op['t']> = Extract<Op, { t: T }>;

const row = (seq: number): Row => ({ seq, id: `m${seq}`, user: `u${seq % 3}`, type: 'message', body: `b${seq}` });

/** Twenty messages in one room, seen by two devices. */
function cleanHistory(): Op[] {
  const ops: Op[] = [];
  for (const client of ['A', 'B']) {
    ops.push({ t: 'client', client, user: `of-${client}` });
    ops.push({ t: 'member', room: 'r', user: `of-${client}`, fromSeq: 1, visibleFrom: 1 });
    ops.push({ t: 'jump', client, room: 'r', jump: 'new', after: 0, head: 0, recent: 50 });
  }
  for (let seq = 1; seq <= 20; seq++) {
    const { id, user, body = '' } = row(seq);
    ops.push(
      { t: 'send', client: user, id, room: 'r', user, body },
      { t: 'queued', id },
      { t: 'ack', id, room: 'r', seq },
    );
    for (const client of ['A', 'B']) ops.push({ t: 'recv', client, room: 'r', ...row(seq) });
  }
  ops.push({ t: 'read', room: 'r', from: 1, rows: Array.from({ length: 20 }, (_, i) => row(i + 1)) });
  for (const client of ['A', 'B']) {
    ops.push({ t: 'final', client, room: 'r', upTo: 20 });
    ops.push({ t: 'screen', client, room: 'r', rows: [row(18), row(19), row(20)] });
  }
  return ops;
}

/** Replaces the operations that match. */
function replace<T extends Op['t']>(ops: Op[], t: T, fits: (op: OpOf<T>) => boolean, by: (op: OpOf<T>) => Op[]): Op[] {
  const isIt = (op: Op): op is OpOf<T> => op.t === t;
  return ops.flatMap((op) => (isIt(op) && fits(op) ? by(op) : [op]));
}

const rows = (ops: Op[], change: (rows: readonly Row[]) => readonly Row[]) =>
  replace(
    ops,
    'read',
    () => true,
    (op) => [{ ...op, rows: change(op.rows) }],
  );
const seen = (ops: Op[], client: string, seq: number, by: (op: OpOf<'recv'>) => Op[]) =>
  replace(ops, 'recv', (op) => op.client === client && op.seq === seq, by);

const planted: Readonly<Record<string, (ops: Op[]) => Op[]>> = {
  'acked-lost': (ops) => rows(ops, (all) => all.slice(0, -1)),
  'duplicate-stored': (ops) => rows(ops, (all) => [...all, { ...row(4), seq: 21 }]),
  'seq-gap-or-disorder': (ops) => rows(ops, (all) => all.filter(({ seq }) => seq !== 10)),
  invented: (ops) => rows(ops, (all) => [...all, { ...row(21), id: 'x' }]),
  corrupt: (ops) => rows(ops, (all) => all.map((r) => (r.seq === 4 ? { ...r, body: 'zz' } : r))),
  'id-reused': (ops) => [...ops, { t: 'send', client: 'u1', id: 'm1', room: 'r', user: 'u1', body: 'other' }],
  'ack-unstable': (ops) => [...ops, { t: 'ack', id: 'm3', room: 'r', seq: 9 }],
  'ack-wrong-seq': (ops) =>
    replace(
      ops,
      'ack',
      ({ id }) => id === 'm5',
      (op) => [{ ...op, seq: 6 }],
    ),
  'nacked-but-stored': (ops) => [...ops, { t: 'nack', id: 'm2', code: 'not_a_member' }],
  'never-answered': (ops) =>
    replace(
      ops,
      'ack',
      ({ id }) => id === 'm7',
      () => [],
    ),
  'said-out-of-order': (ops) => {
    const first = replace(
      ops,
      'send',
      ({ id }) => id === 'm1',
      () => [],
    );
    return [...first, { t: 'send', client: 'u1', id: 'm1', room: 'r', user: 'u1', body: 'b1' }];
  },
  'duplicate-delivery': (ops) => seen(ops, 'A', 7, (op) => [op, op]),
  'out-of-order-delivery': (ops) =>
    seen(
      seen(ops, 'A', 7, () => []),
      'A',
      8,
      (op) => [op, { ...op, ...row(7) }],
    ),
  'skipped-delivery': (ops) => seen(ops, 'B', 11, () => []),
  'never-delivered': (ops) => seen(ops, 'B', 20, () => []),
  'delivered-not-durable': (ops) => [...ops, { t: 'recv', client: 'A', room: 'r', ...row(21), id: 'ghost' }],
  divergent: (ops) => seen(ops, 'B', 4, (op) => [{ ...op, body: '!' }]),
  'leak-to-non-member': (ops) =>
    replace(
      ops,
      'member',
      ({ user }) => user === 'of-B',
      (op) => [{ ...op, toSeq: 10 }],
    ),
  'unjustified-jump': (ops) =>
    seen(ops, 'A', 9, (op) => [{ t: 'jump', client: 'A', room: 'r', jump: 'new', after: 8, head: 20, recent: 12 }, op]),
  'restored-without-restore': (ops) =>
    seen(ops, 'A', 9, (op) => [
      { t: 'jump', client: 'A', room: 'r', jump: 'restored', after: 8, head: 8, recent: 50 },
      op,
    ]),
  'screen-differs': (ops) =>
    replace(
      ops,
      'screen',
      () => true,
      (op) => [{ ...op, rows: [...op.rows, row(20)] }],
    ),
  'gap-told': (ops) => [...ops, { t: 'synced', client: 'A', gaps: 1 }],
  'server-failed': (ops) => [...ops, { t: 'trouble', name: 'server-failed', message: 'it did not start' }],
};

test('a clean history has no anomaly', () => {
  expect(check(cleanHistory())).toEqual([]);
});

test.each(Object.keys(planted))('a planted %s is caught by its name', (name) => {
  const names = new Set(check(planted[name]?.(cleanHistory()) ?? []).map((anomaly) => anomaly.name));
  expect([...names]).toContain(name);
});

test('an answer that only the outbox has recorded counts as an ack', () => {
  const settled = replace(
    cleanHistory(),
    'ack',
    ({ id }) => id === 'm20',
    ({ id }) => [{ t: 'settled', id }],
  );
  expect(check(settled)).toEqual([]);
  const lost = check(rows(settled, (all) => all.slice(0, -1)));
  expect(lost).toContainEqual({ name: 'acked-lost', id: 'm20' });
});

test('events seen again after a rejoin are no anomaly, events from in between are a leak', () => {
  const twice = replace(
    cleanHistory(),
    'member',
    ({ user }) => user === 'of-B',
    (op) => [
      { ...op, toSeq: 8 },
      { ...op, fromSeq: 15, visibleFrom: 15 },
    ],
  );
  const hidden = (seq: number) => seq > 8 && seq < 15;
  const cut = replace(
    twice,
    'recv',
    (op) => op.client === 'B' && hidden(op.seq),
    () => [],
  );
  const jumped = seen(cut, 'B', 15, (op) => [
    { t: 'jump', client: 'B', room: 'r', jump: 'rejoined', after: 14, head: 20, recent: 50 },
    op,
  ]);
  expect(check(jumped)).toEqual([]);
  expect(check(cut).map(({ name }) => name)).toEqual(['skipped-delivery']);
  expect(new Set(check(twice).map(({ name }) => name))).toEqual(new Set(['leak-to-non-member']));
});

test('a new reader may begin with the newest events, but not with fewer', () => {
  const begin = (after: number) => {
    const late = replace(
      cleanHistory(),
      'recv',
      (op) => op.client === 'B' && op.seq <= after,
      () => [],
    );
    return replace(
      late,
      'jump',
      ({ client }) => client === 'B',
      (op) => [{ ...op, after, head: 15, recent: 5 }],
    );
  };
  expect(check(begin(10))).toEqual([]);
  expect(check(begin(11)).map(({ name }) => name)).toEqual(['skipped-delivery']);
});

test('what a room shares with those who join is no leak, and is sent without gaps from where it begins', () => {
  const late = (visibleFrom: number) =>
    replace(
      cleanHistory(),
      'member',
      ({ user }) => user === 'of-B',
      (op) => [{ ...op, fromSeq: 12, visibleFrom }],
    );
  expect(check(late(1))).toEqual([]);
  // Its stream also begins where nothing was visible.
  const leaks = new Set(['leak-to-non-member', 'skipped-delivery']);
  expect(new Set(check(late(12)).map(({ name }) => name))).toEqual(leaks);
  // Its reader had the event before: a jump to its join skips some.
  const jumps = replace(
    late(1),
    'recv',
    ({ client, seq }) => client === 'B' && seq >= 5 && seq <= 12,
    (op) =>
      op.seq < 12 ? [] : [{ t: 'jump', client: 'B', room: 'r', jump: 'rejoined', after: 11, head: 20, recent: 50 }, op],
  );
  expect(check(jumps).map(({ name }) => name)).toEqual(['skipped-delivery']);
});
