import type { Member, Target } from '../load/plan.ts';

/** A server that runs, ready for the members it was started for. */
export type Peer = {
  readonly target: Target;
  readonly members: readonly Member[];
  /** Its processes; their children count as well. */
  readonly pids: readonly number[];
} & AsyncDisposable;

/** How a kind of server is had. */
export type PeerKind = {
  readonly name: string;
  /** Why it is not to be had here, and how to get it; undefined when it is. */
  missing?(): Promise<string | undefined>;
  /** It processes its whole queue before it writes any of it, so that a short phase sees one burst or none. */
  readonly bursts?: boolean;
  /** Starts it in a folder of its own, with these members and rooms. */
  start(members: readonly Member[], how: { readonly pinned: boolean }): Promise<Peer>;
};

/** So many rooms of so many members each; nobody is in two. */
export function membersOf(rooms: number, each: number): readonly Member[] {
  return Array.from({ length: rooms * each }, (_, i) => ({
    name: `u${i}`,
    room: `r${Math.floor(i / each)}`,
  }));
}
