import type { Seq } from '@securechat/protocol/ids';
import type { RoomQuotas, Writes } from './writes.ts';

/** One step for the writer other than an append: which, and what it is asked. */
export type Job = {
  [Name in keyof Steps]: { readonly name: Name; readonly ask: Parameters<Steps[Name]>[0] };
}[keyof Steps];
/** The steps that travel as jobs: an append is a line of its own, see `Order`. */
export type Steps = Omit<Writes, 'append'>;

/** What became of one step of a batch: what it returned, or the bug it threw (rolled back alone). */
export type Outcome = { readonly value: unknown } | { readonly thrown: string };
/** Of an append that stored a new event only the seq travels: the asker has the rest. */
export type Answer = Outcome | Seq;

/**
 * To the writer thread. The steps of a batch are in order: a job, or how many of `lines` come next. Those lie flat, because thousands of
 * primitives in one array are copied between threads in a fifth of the time that as many objects take.
 */
export type Order =
  | { readonly kind: 'batch'; readonly steps: readonly (Job | number)[]; readonly lines: readonly (string | number)[] }
  | { readonly kind: 'close' };

/** From the writer thread. */
export type Report =
  | { readonly kind: 'ready'; readonly generation: string }
  /** It could not open the database; `code` is SQLite's, or `newer`. */
  | { readonly kind: 'unopened'; readonly code: string }
  | { readonly kind: 'committed'; readonly answers: readonly Answer[] }
  /** The transaction failed as a whole, and nothing of it is stored. */
  | { readonly kind: 'failed'; readonly code: string };

/** What the thread is started with. */
export type WriterSetting = { readonly file: string; readonly quotas: RoomQuotas };
