import type { Seq } from '@securechat/protocol/ids';
import type { Writes } from './writes.ts';

/** A write step other than an append: its name and its argument. */
export type WriteJob = {
  [Name in keyof WriteMethods]: { readonly name: Name; readonly ask: Parameters<WriteMethods[Name]>[0] };
}[keyof WriteMethods];
/** The steps that are sent as jobs; an append is sent as a draft, see `WriterRequest`. */
export type WriteMethods = Omit<Writes, 'append'>;

/** The outcome of one step of a batch: its result, or the bug that it threw (rolled back alone). */
export type WriteOutcome = { readonly value: unknown } | { readonly thrown: string };
/** For an append that stored a new event only the seq is sent back, because the caller has the rest. */
export type WriteAnswer = WriteOutcome | Seq;

/**
 * To the writer thread. The steps of a batch are in order: each is a job, or the number of `drafts` that come next. Drafts are flat
 * (`packDraft`), because copying thousands of primitives in one array between threads takes a fifth of the time of as many objects.
 */
export type WriterRequest =
  | {
      readonly kind: 'batch';
      readonly steps: readonly (WriteJob | number)[];
      readonly drafts: readonly (string | number)[];
    }
  | { readonly kind: 'close' };

/** From the writer thread. */
export type WriterResponse =
  /** `deletedAgain`: messages that a restored backup had brought back. */
  | { readonly kind: 'ready'; readonly generation: string; readonly deletedAgain: number }
  /** The database could not be opened; `code` is SQLite's, or `newer`. */
  | { readonly kind: 'unopened'; readonly code: string }
  /** `numbers`: of each append that is answered by its seq, in order, the number among its room's messages. */
  | { readonly kind: 'committed'; readonly answers: readonly WriteAnswer[]; readonly numbers: readonly number[] }
  /** The transaction failed as a whole, and nothing of it is stored. */
  | { readonly kind: 'failed'; readonly code: string };

/** The thread's workerData: the database, and the file of its deletions, which only the server itself writes. */
export type WriterSetting = { readonly file: string; readonly ledger?: string | undefined };
