import type { Writes } from './writes.ts';

/** One step for the writer: which, and what it is asked. */
export type Job = {
  [Name in keyof Writes]: { readonly name: Name; readonly ask: Parameters<Writes[Name]>[0] };
}[keyof Writes];

/** What became of one job of a batch: what it returned, or the bug it threw (rolled back alone). */
export type Outcome = { readonly value: unknown } | { readonly thrown: string };

/** To the writer thread. */
export type Order = { readonly kind: 'batch'; readonly jobs: readonly Job[] } | { readonly kind: 'close' };

/** From the writer thread. */
export type Report =
  | { readonly kind: 'ready'; readonly generation: string }
  /** It could not open the database; `code` is SQLite's, or `newer`. */
  | { readonly kind: 'unopened'; readonly code: string }
  | { readonly kind: 'committed'; readonly outcomes: readonly Outcome[] }
  /** The transaction failed as a whole, and nothing of it is stored. */
  | { readonly kind: 'failed'; readonly code: string };

/** What the thread is started with. */
export type WriterSetting = { readonly file: string; readonly roomsPerUser: number };
