import type { RoomId, UserId } from '@securechat/protocol/ids';
import type { ReadMark, StateKind } from '@securechat/protocol/user-state';
import { decideState, kindsOfRooms, type SetState, type StateTotals, stateName } from '../../domain/decide-state.ts';
import { accept } from '../../domain/decision.ts';
import type { StateRemoval, StoredStateEntry, UserStateStore } from '../../ports/user-state-store.ts';

type State = { ver: number; floor: number; totals: StateTotals; readonly entries: Map<string, StoredStateEntry> };

/** What users keep, in memory. */
export class MemoryUserState {
  readonly #users = new Map<UserId, State>();

  #of(user: UserId): State {
    const known = this.#users.get(user);
    if (known) return known;
    const fresh = { ver: 0, floor: 0, totals: { entries: 0, bytes: 0, removed: 0 }, entries: new Map() };
    this.#users.set(user, fresh);
    return fresh;
  }

  #set(command: SetState, sessionOpen: boolean): Awaited<ReturnType<UserStateStore['setState']>> {
    const state = this.#of(command.user);
    const stored = new Map([...state.entries].map(([name, { value }]) => [name, value]));
    const counts = new Map<StateKind, number>();
    for (const { kind, value } of state.entries.values()) {
      if (value !== null) counts.set(kind as StateKind, (counts.get(kind as StateKind) ?? 0) + 1);
    }
    const decided = decideState({ sessionOpen, stored, counts, totals: state.totals }, command);
    if (!decided.ok) return decided;
    const { writes, totals, forgetRemoved } = decided.value;
    if (writes.length === 0) return accept({ ver: state.ver, entries: [] });
    if (forgetRemoved) {
      for (const [name, { value }] of state.entries) if (value === null) state.entries.delete(name);
      state.floor = state.ver;
    }
    state.ver++;
    for (const write of writes) state.entries.set(stateName(write.kind, write.key), { ...write, ver: state.ver });
    state.totals = totals;
    return accept({ ver: state.ver, entries: writes });
  }

  /** Removes what a user keeps of a room; undefined if there was nothing. */
  remove(user: UserId, room: RoomId, kinds: readonly StateKind[] = kindsOfRooms): StateRemoval | undefined {
    const state = this.#of(user);
    const found = kinds.flatMap((kind) => {
      const value = state.entries.get(stateName(kind, room))?.value;
      return typeof value === 'string' ? [{ kind, size: room.length + Buffer.byteLength(value) }] : [];
    });
    if (found.length === 0) return undefined;
    state.ver++;
    const gone = found.map(({ kind }) => ({ kind, key: room, value: null }));
    for (const entry of gone) state.entries.set(stateName(entry.kind, room), { ...entry, ver: state.ver });
    const { entries, bytes, removed } = state.totals;
    const size = found.reduce((sum, each) => sum + each.size, 0);
    state.totals = { entries: entries - gone.length, bytes: bytes - size, removed: removed + gone.length };
    return { user, ver: state.ver, entries: gone };
  }

  /** Whether the user has blocked another one. */
  blocks(user: UserId, other: UserId): boolean {
    return typeof this.#of(user).entries.get(stateName('block', other))?.value === 'string';
  }

  /** The keys of what the user keeps of this kind. */
  keysOf(user: UserId, kind: StateKind): string[] {
    const all = [...this.#of(user).entries.values()];
    return all.filter((entry) => entry.kind === kind && entry.value !== null).map(({ key }) => key);
  }

  /** Up to where the user has read a room. */
  readUpTo(user: UserId, room: RoomId): number {
    const value = this.#of(user).entries.get(stateName('read', room))?.value;
    return typeof value === 'string' ? (JSON.parse(value) as ReadMark).seq : 0;
  }

  /** Forgets everything that a user kept. */
  clear(user: UserId): void {
    this.#users.delete(user);
  }

  toStore(isOpen: (command: SetState) => boolean): UserStateStore {
    return {
      setState: async (command) => this.#set(command, isOpen(command)),
      stateAfter: async (user, after) => {
        const { ver, floor, entries } = this.#of(user);
        const reset = after > ver || after < floor;
        const from = reset ? 0 : after;
        const found = [...entries.values()].filter((entry) => entry.ver > from && (from > 0 || entry.value !== null));
        return { ver, reset, entries: found.sort((a, b) => a.ver - b.ver) };
      },
      stateVers: async (users) =>
        new Map(users.map((user) => [user, this.#of(user).ver] as const).filter(([, ver]) => ver > 0)),
    };
  }
}
