import type { Member, Target } from '../load/plan.ts';

/** A running server, prepared for its members. */
export type Peer = {
  readonly target: Target;
  readonly members: readonly Member[];
  /** Its processes; their children count as well. */
  readonly pids: readonly number[];
} & AsyncDisposable;

/** A kind of server. */
export type PeerKind = {
  readonly name: string;
  /** Why it is not available here, and how to install it; undefined if it is. */
  missing?(): Promise<string | undefined>;
  /** It processes its whole queue before it writes any of it, so that a short phase sees one burst or none. */
  readonly bursts?: boolean;
  /** Starts it in a folder of its own, with these members and rooms. */
  start(members: readonly Member[], how: { readonly pinned: boolean }): Promise<Peer>;
};

/** `rooms` rooms of `each` members; nobody is in two. */
export function membersOf(rooms: number, each: number): readonly Member[] {
  return Array.from({ length: rooms * each }, (_, i) => ({
    name: `u${i}`,
    room: `r${Math.floor(i / each)}`,
  }));
}
