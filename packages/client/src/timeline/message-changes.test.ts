import type { EventId, RoomEvent, RoomId, Seq, UserId } from '@securechat/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultMemory } from '../chat/memory.ts';
import { entryOf, type MessageEntry } from './entry.ts';
import { type CurrentEvent, changedEvent, isMessageChange, type MessageChangeEvent } from './message-changes.ts';
import { emptyTimeline, project, projectOlder, projectStored, type Timeline } from './project.ts';

const at = (seq: Seq) => 1000 + seq;
const stored = (seq: Seq) => ({
  ...{ room: 'dev' as RoomId, seq, id: `e${seq}` as EventId, author: 'ada' as UserId, at: at(seq) },
});
const body = (text: string) => ({ kind: 'text', text }) as const;
const message = (seq: Seq): RoomEvent => ({ ...stored(seq), type: 'message', n: seq, body: body(`text ${seq}`) });
const edit = (seq: Seq, target: Seq): RoomEvent => ({
  ...{ ...stored(seq), type: 'message-edited', target, body: body(`edit ${seq}`) },
});
const deletion = (seq: Seq, target: Seq): RoomEvent => ({ ...stored(seq), type: 'message-deleted', target });

/** A log as a server would have it: only messages are changed, and none after its deletion, which takes the texts out of the log. */
const logs = fc.array(fc.record({ act: fc.nat(9), on: fc.nat(30) }), { minLength: 1, maxLength: 60 }).map((steps) => {
  const log: RoomEvent[] = [];
  const deleted = new Set<Seq>();
  for (const { act, on } of steps) {
    const seq = log.length + 1;
    const messages = log.filter((event) => event.type === 'message' && !deleted.has(event.seq));
    const target = messages[on % Math.max(messages.length, 1)]?.seq;
    if (target === undefined || act < 4) log.push(message(seq));
    else if (act < 8) log.push(edit(seq, target));
    else {
      log.push(deletion(seq, target));
      deleted.add(target);
    }
  }
  return { log, deleted };
});

/** What a server sends of the log: the texts of deleted messages are gone. */
const sent = (log: readonly RoomEvent[], deleted: ReadonlySet<Seq>): RoomEvent[] =>
  log.map((event) => {
    const isGone = event.type === 'message' ? deleted.has(event.seq) : 'target' in event && deleted.has(event.target);
    return isGone && 'body' in event ? { ...event, body: { kind: 'deleted' } as const } : event;
  });

/** The messages of a log as they are when it is at `asOf`, in the simplest way. */
function viewOf(log: readonly RoomEvent[], asOf: Seq): CurrentEvent[] {
  const until = log.filter(({ seq }) => seq <= asOf);
  const changes = until.filter(isMessageChange);
  return until
    .filter((event) => !isMessageChange(event))
    .map((event) => changes.filter(({ target }) => target === event.seq).reduce(changedEvent, event as CurrentEvent));
}

const dev = { kind: 'public', topic: '' } as const;

/** Where a client begins, when it loads the page before that, as of which moment, and how many events come at once. */
const readings = fc.record({
  from: fc.nat(60),
  loadsAfter: fc.nat(20),
  ahead: fc.nat(60),
  sizes: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
});

test('applying the log in any batches, with a page of any moment in between, gives what a fresh reading gives', () => {
  fc.assert(
    fc.property(logs, readings, ({ log, deleted }, { from: begin, loadsAfter, ahead, sizes }) => {
      const events = sent(log, deleted);
      const from = begin % (log.length + 1);
      let timeline: Timeline = emptyTimeline;
      let cursor = from;
      // Nobody sees a message go back to what it was before.
      const revs = new Map<Seq, Seq>();
      const see = () => {
        for (const entry of timeline.timeline) {
          if (entry.kind !== 'message') continue;
          const { seq, rev = seq } = entry;
          expect(rev).toBeGreaterThanOrEqual(revs.get(seq) ?? 0);
          revs.set(seq, rev);
        }
      };
      const load = () => {
        // Answered after what was applied, and perhaps after more than that.
        const asOf = cursor + (ahead % (log.length - cursor + 1));
        const page = viewOf(events, asOf).filter(({ seq }) => seq <= from);
        const before = [...timeline.timeline].find(({ seq }) => seq !== undefined)?.seq ?? cursor + 1;
        const room = { ...timeline, kind: 'public', cursor } as const;
        timeline = projectOlder(room, { before, events: page }, defaultMemory) ?? expect.fail('no place');
        see();
      };
      const live = events.slice(from);
      for (let batch = 0, done = 0; batch <= loadsAfter || done < live.length; batch++) {
        if (batch === loadsAfter) load();
        const next = live.slice(done, done + (sizes[batch % sizes.length] ?? 1));
        timeline = project(timeline, { ...dev, events: next }, defaultMemory);
        done += next.length;
        cursor = from + done;
        see();
      }
      const fresh = projectStored('public', viewOf(events, log.length));
      expect([...timeline.timeline]).toEqual([...fresh.timeline]);
    }),
    { numRuns: 2000 },
  );
});

test('changes that come again, late or out of order end in the same state', () => {
  fc.assert(
    fc.property(logs, fc.array(fc.nat(1000)), ({ log }, shuffle) => {
      const changes = log.filter(isMessageChange);
      const orderOf = (i: number) => shuffle[i % Math.max(shuffle.length, 1)] ?? i;
      const mixed = [...changes, ...changes]
        .map((change, i) => ({ change, by: orderOf(i) }))
        .sort((a, b) => a.by - b.by);
      for (const event of log.filter(({ type }) => type === 'message')) {
        const own = (each: MessageChangeEvent) => each.target === event.seq;
        const last = changes.filter(own).at(-1);
        const inAnyOrder = mixed
          .map(({ change }) => change)
          .filter(own)
          .reduce(changedEvent, event as CurrentEvent);
        expect(inAnyOrder.changed?.rev).toBe(last?.seq);
        const entry = entryOf(inAnyOrder) as MessageEntry;
        if (last?.type === 'message-edited') expect(entry.text).toBe(`edit ${last.seq}`);
        if (last?.type === 'message-deleted') expect([entry.text, entry.deleted?.at]).toEqual([undefined, last.at]);
      }
    }),
    { numRuns: 500 },
  );
});

test('a message that was deleted shows that it was, also before the event that says by whom', () => {
  const gone: RoomEvent = { ...stored(1), type: 'message', n: 1, body: { kind: 'deleted' } };
  const first = project(emptyTimeline, { ...dev, events: [gone] }, defaultMemory);
  expect([...first.timeline]).toMatchObject([{ kind: 'message', text: undefined, deleted: {} }]);
  const then = project(first, { ...dev, events: [deletion(2, 1)] }, defaultMemory);
  expect([...then.timeline]).toMatchObject([{ deleted: { by: 'ada', at: 1002 }, rev: 2 }]);
  expect(then.timeline.length).toBe(1);
});
