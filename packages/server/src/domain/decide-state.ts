// Runs in the writer thread: relative files and types only.
import type { SessionId, UserId } from '@securechat/protocol/ids';
import type { Result } from '@securechat/protocol/result';
import type { ReadMark, StateEntry, StateKind } from '@securechat/protocol/user-state';
import { accept, refuse } from './decision.ts';

/** How much an account can keep: entries of each kind, entries and bytes of all kinds, and removed entries that are remembered. */
export type StateLimits = {
  readonly ofKind: Readonly<Record<StateKind, number>>;
  readonly entries: number;
  readonly bytes: number;
  readonly removed: number;
};
export type SetState = {
  readonly user: UserId;
  readonly session: SessionId;
  readonly entries: readonly StateEntry[];
  readonly limits: StateLimits;
};

/** An entry to store. `value` is JSON, or null once the entry is removed. */
type StateWrite = { readonly kind: StateKind; readonly key: string; readonly value: string | null };
/** How much an account keeps: entries, their bytes, and removed entries that are remembered for devices that were away. */
export type StateTotals = { readonly entries: number; readonly bytes: number; readonly removed: number };

export type StateFacts = {
  readonly sessionOpen: boolean;
  /** What is stored under the keys of the command, by `stateName`: JSON, or null for one that was removed. */
  readonly stored: ReadonlyMap<string, string | null>;
  /** How many entries of each kind there are; kinds without a new entry in the command may be missing. */
  readonly counts: ReadonlyMap<StateKind, number>;
  readonly totals: StateTotals;
};

/** What changes. Without writes, nothing does. `forgetRemoved`: the removed entries before this change are no longer remembered. */
export type StateDecision = {
  readonly writes: readonly StateWrite[];
  readonly totals: StateTotals;
  readonly forgetRemoved: boolean;
};

/** The kinds whose keys are rooms. */
export const kindsOfRooms = ['read', 'draft', 'star', 'notify', 'hidden'] as const satisfies readonly StateKind[];

/** The name of an entry among those of its user. */
export const stateName = (kind: StateKind, key: string): string => `${kind} ${key}`;

/** The bytes that an entry counts. */
const sizeOf = (key: string, value: string): number => key.length + Buffer.byteLength(value);

/** A mark never falls within an epoch, so that a device that was away takes nothing back. */
function mergedMark(stored: string | null | undefined, mark: ReadMark): ReadMark {
  if (!stored) return mark;
  const before = JSON.parse(stored) as ReadMark;
  if (before.epoch !== mark.epoch) return before.epoch > mark.epoch ? before : mark;
  return before.seq >= mark.seq ? before : mark;
}

function valueAfter(stored: string | null | undefined, entry: StateEntry): string | null {
  // A mark that was removed could be set to a lower one.
  if (entry.value === null) return entry.kind === 'read' ? (stored ?? null) : null;
  return JSON.stringify(entry.kind === 'read' ? mergedMark(stored, entry.value) : entry.value);
}

/** What a change of a user's entries stores: all of it or nothing. Removing is possible whatever the limits are. */
export function decideState(
  { sessionOpen, stored, counts, totals: before }: StateFacts,
  { entries, limits }: SetState,
): Result<StateDecision, 'session_expired' | 'state_full'> {
  if (!sessionOpen) return refuse('session_expired');
  const values = new Map(stored);
  const countsAfter = new Map(counts);
  const writes = new Map<string, StateWrite>();
  const totals = { ...before };
  for (const entry of entries) {
    const { kind, key } = entry;
    const name = stateName(kind, key);
    const old = values.get(name);
    const value = valueAfter(old, entry);
    if (value === old || (value === null && old === undefined)) continue;
    const grows = Number(value !== null) - Number(typeof old === 'string');
    totals.entries += grows;
    totals.bytes += (value === null ? 0 : sizeOf(key, value)) - (typeof old === 'string' ? sizeOf(key, old) : 0);
    totals.removed += Number(value === null) - Number(old === null);
    countsAfter.set(kind, (countsAfter.get(kind) ?? 0) + grows);
    values.set(name, value);
    writes.set(name, { kind, key, value });
  }
  const grew = totals.entries > before.entries || totals.bytes > before.bytes;
  if (grew && (totals.entries > limits.entries || totals.bytes > limits.bytes)) return refuse('state_full');
  const isOver = ([kind, count]: [StateKind, number]) => count > limits.ofKind[kind] && count > (counts.get(kind) ?? 0);
  if ([...countsAfter].some(isOver)) return refuse('state_full');
  const forgetRemoved = totals.removed > limits.removed;
  const changes = [...writes.values()];
  if (forgetRemoved) totals.removed = changes.filter(({ value }) => value === null).length;
  return accept({ writes: changes, totals, forgetRemoved });
}
