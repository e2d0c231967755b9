import { type RoomId, readStateEntry, type ServerFrameOf, type WireStateEntry } from '@securechat/protocol';
import { laterMark } from '../user-state/user-state.ts';

/** The entry that stands: of two read marks that of the higher epoch, and within an epoch the higher one. */
function merged(before: WireStateEntry | undefined, entry: WireStateEntry): WireStateEntry {
  const [old, mark] = [before && readStateEntry(before), readStateEntry(entry)];
  if (old?.kind !== 'read' || mark?.kind !== 'read' || !old.value || !mark.value) return entry;
  return laterMark(old.value, mark.value) === mark.value ? entry : { ...entry, value: old.value };
}

/** What one user keeps, as a server stores it. */
export class FakeState {
  readonly #entries = new Map<string, WireStateEntry & { readonly ver: number }>();
  ver = 0;

  /** The entries that have not been removed: their kind, key and value. */
  get entries(): readonly (readonly [kind: string, key: string, value: unknown])[] {
    const all = [...this.#entries.values()].filter(({ value }) => value !== null);
    return all.map(({ kind, key, value }) => [kind, key, value] as const);
  }

  set(entries: readonly WireStateEntry[]): void {
    this.ver++;
    for (const entry of entries) {
      const name = `${entry.kind} ${entry.key}`;
      this.#entries.set(name, { ...merged(this.#entries.get(name), entry), ver: this.ver });
    }
  }

  /** The frame that tells of it; undefined if there is no draft. */
  removeDraft(room: RoomId): ServerFrameOf<'state'> | undefined {
    const draft = this.#entries.get(`draft ${room}`);
    if (!draft || draft.value === null) return undefined;
    const entries = [{ kind: 'draft', key: room, value: null }];
    this.set(entries);
    return { type: 'state', ver: this.ver, entries };
  }

  /** What a catch-up brings to a client that knows everything up to `ver`; nothing to one that does not ask. */
  above(ver: number | undefined): ServerFrameOf<'state'>[] {
    if (ver === undefined || ver === this.ver) return [];
    const reset = ver > this.ver ? ({ reset: true } as const) : {};
    const after = ver > this.ver ? 0 : ver;
    const found = [...this.#entries.values()].filter((entry) => entry.ver > after);
    const entries = found.map(({ ver: _, ...entry }) => entry);
    return [{ type: 'state', ver: this.ver, ...reset, entries }];
  }
}
