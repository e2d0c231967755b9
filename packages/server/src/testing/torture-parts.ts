import type { RoomId, Seq } from '@securechat/protocol/ids';
import type { ReadMark } from '@securechat/protocol/user-state';
import { createMemoryBus } from '../adapters/memory/bus.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { compareHeadsMs } from '../app/head-watch.ts';
import { toRoomEvent } from '../domain/new-event.ts';
import type { Bus } from '../ports/bus.ts';
import type { Clock } from '../ports/clock.ts';
import type { Draft, Store } from '../ports/store.ts';
import { createLossyBus, seededRandom, severeFaults } from './lossy-bus.ts';
import type { Torture } from './torture-options.ts';

/** How long a faulty store waits after its promise before it writes. */
const lazyMs = 40;
/** Long enough for a reply to be sent, which takes one tick. */
const answerLeavesMs = 20;

function countdown(times: number, dies: boolean): () => boolean {
  let passed = 0;
  return () => dies && ++passed >= times;
}

const die = (): never => {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('killed');
};

/** The system's time with an offset. If heads are not to be compared, the timer for that never fires. */
export function torturedClock({ clockOffsetMs, mutation }: Torture): Clock {
  const nowMs = () => systemClock.nowMs() + clockOffsetMs;
  if (mutation !== 'heads-not-compared') return { ...systemClock, nowMs };
  const after: Clock['after'] = (ms, run) => (ms === compareHeadsMs ? () => {} : systemClock.after(ms, run));
  return { ...systemClock, nowMs, after };
}

/** Predicts the seq of each draft if nothing goes wrong. */
function seqPredictor(store: Store): (room: RoomId) => Promise<Seq> {
  const last = new Map<RoomId, Seq>();
  return async (room) => {
    const head = (await store.heads([room])).get(room) ?? 0;
    const seq = Math.max(last.get(room) ?? 0, head) + 1;
    last.set(room, seq);
    return seq;
  };
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The entry; a read mark has half of its seq. */
function withHalfMark<E extends { readonly kind: string; readonly value: string | null }>(entry: E): E {
  if (entry.kind !== 'read' || entry.value === null) return entry;
  const mark: ReadMark = JSON.parse(entry.value);
  return { ...entry, value: JSON.stringify({ ...mark, seq: Math.floor(mark.seq / 2) }) };
}

/** Steps that break one promise to people each. */
function mutatedSteps(store: Store): Readonly<Record<string, Partial<Store>>> {
  return {
    'hidden-history-told': {
      async membershipRanges(room, user) {
        return (await store.membershipRanges(room, user)).map((range) => ({ ...range, visibleFrom: 1 }));
      },
    },
    'private-rooms-found': {
      // As one of its owners sees it, whoever asks.
      async room(room, asker) {
        const [owner] = await store.members(room);
        return (await store.room(room, asker)) ?? (await store.room(room, owner?.user ?? asker));
      },
    },
    'marks-fall': {
      // Devices are told less than was confirmed.
      async stateAfter(user, after) {
        const changes = await store.stateAfter(user, after);
        return { ...changes, entries: changes.entries.map(withHalfMark) };
      },
      async setState(command) {
        const set = await store.setState(command);
        return set.ok ? { ok: true, value: { ...set.value, entries: set.value.entries.map(withHalfMark) } } : set;
      },
    },
  };
}

/** A store that dies after a commit, acknowledges what it has not written, or breaks another promise. */
export function torturedStore(store: Store, bus: Bus, { hook, hookAfter, mutation }: Torture): Store {
  const dies = countdown(hookAfter, hook === 'after-commit');
  const predictSeq = seqPredictor(store);
  const appends = {
    async product(draft: Draft) {
      const appended = await store.append(draft);
      return dies() ? die() : appended;
    },
    async 'ack-before-commit'(draft: Draft) {
      const seq = await predictSeq(draft.room);
      void wait(lazyMs).then(() => store.append(draft));
      return {
        ok: true,
        value: { event: toRoomEvent({ ...draft, seq, n: seq, at: draft.atMs }), duplicate: false },
      } as const;
    },
    async 'fan-out-before-commit'(draft: Draft) {
      const seq = await predictSeq(draft.room);
      bus.publish({ kind: 'event', event: toRoomEvent({ ...draft, seq, n: seq, at: draft.atMs }) });
      await wait(lazyMs);
      return await store.append(draft);
    },
  };
  const broken = mutation === 'ack-before-commit' || mutation === 'fan-out-before-commit';
  return { ...store, ...mutatedSteps(store)[mutation], append: appends[broken ? mutation : 'product'] };
}

/** A bus that loses messages on demand, and may kill the server before it delivers an event: only the acknowledgement is sent. */
export function torturedBus({ hook, hookAfter, busSeed }: Torture): Bus {
  const dies = countdown(hookAfter, hook === 'before-fan-out');
  const lossless = createMemoryBus();
  const losses = { random: seededRandom(busSeed), clock: systemClock, faults: severeFaults };
  const bus = busSeed === 0 ? lossless : createLossyBus(lossless, losses);
  let dead = false;
  return {
    ...bus,
    publish(message) {
      if (dead) return;
      if (message.kind === 'event' && dies()) {
        dead = true;
        setTimeout(die, answerLeavesMs);
      } else bus.publish(message);
    },
  };
}
