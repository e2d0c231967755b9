import type { ReadMark, StateEntry, StateKind } from '@securechat/protocol';

/** The value of a kind of entry. */
type ValueOf<K extends StateKind> = NonNullable<Extract<StateEntry, { readonly kind: K }>['value']>;

/** What the user keeps on all devices: the values of each kind by their key. Immutable. */
export type UserState = { readonly [K in StateKind]: ReadonlyMap<string, ValueOf<K>> };

/** Nothing. */
export const emptyUserState: UserState = {
  read: new Map(),
  draft: new Map(),
  star: new Map(),
  notify: new Map(),
  block: new Map(),
  hidden: new Map(),
  highlight: new Map(),
};

/** The mark that stands of two: the one of the higher epoch, and within an epoch the higher one. The server decides in the same way. */
export function laterMark(a: ReadMark | undefined, b: ReadMark): ReadMark {
  if (!a || a.epoch < b.epoch) return b;
  return a.epoch === b.epoch && a.seq < b.seq ? b : a;
}

/** The state after these changes; kinds without a change keep their identity. */
export function withEntries(before: UserState, entries: readonly StateEntry[]): UserState {
  const after: { [K in StateKind]: ReadonlyMap<string, unknown> } = { ...before };
  for (const kind of new Set(entries.map((entry) => entry.kind))) {
    const values = new Map<string, unknown>(before[kind]);
    for (const { kind: of, key, value } of entries) {
      if (of !== kind) continue;
      if (value === null) values.delete(key);
      else values.set(key, value);
    }
    after[kind] = values;
  }
  // Each value stands under the kind of its entry.
  return after as UserState;
}
