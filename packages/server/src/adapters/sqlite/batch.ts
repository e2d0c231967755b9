// Runs in the writer thread: node builtins, relative files and types only.
import type { SqliteConnection } from './database.ts';
import type { WriteAnswer, WriteJob, WriteOutcome, WriterRequest, WriterResponse } from './jobs.ts';
import { unpackDraft } from './packed-draft.ts';
import type { WriteCache } from './write-cache.ts';
import type { Writes } from './writes.ts';

/** What the write steps share in the writer thread. */
export type WriterContext = { readonly db: SqliteConnection; readonly writes: Writes; readonly cache: WriteCache };
type Batch = Extract<WriterRequest, { kind: 'batch' }>;

/** SQLite's code of an exception, or `unknown`. */
export const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';

/** The disk or the file is at fault, not the job: the whole transaction has failed. */
const isStorageFault = (thrown: unknown): boolean =>
  /^SQLITE_(FULL|IOERR|NOMEM|CORRUPT|NOTADB|READONLY|CANTOPEN|BUSY|LOCKED|PROTOCOL|ABORT|INTERRUPT)/.test(
    codeOf(thrown),
  );

const isRefusal = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'ok' in value && value.ok === false;

/** The answer for a bug in a step; rethrows if the storage is at fault. */
function bug(thrown: unknown): WriteOutcome {
  if (isStorageFault(thrown)) throw thrown;
  return { thrown: thrown instanceof Error ? thrown.message : String(thrown) };
}

/** Steps that change nothing that an append depends on: the facts about appends stay known. */
const keepsFacts: ReadonlySet<WriteJob['name']> = new Set(['setState']);

function runJob({ db, writes, cache }: WriterContext, job: WriteJob): WriteOutcome {
  const isIndependent = keepsFacts.has(job.name);
  if (!isIndependent) cache.flushHeads();
  db.run('SAVEPOINT job');
  let outcome: WriteOutcome;
  try {
    // The type of `job` ties its name to its `ask`; the compiler cannot follow that through an index.
    outcome = { value: (writes[job.name] as (ask: unknown) => unknown)(job.ask) };
  } catch (thrown) {
    outcome = bug(thrown);
  }
  if ('thrown' in outcome || isRefusal(outcome.value)) db.run('ROLLBACK TO job');
  db.run('RELEASE job');
  if (!isIndependent) cache.invalidate();
  return outcome;
}

/** Needs no savepoint: the event is an append's first statement, and one that is stored without its answer is found by the retry. */
function runAppend({ writes }: WriterContext, drafts: Batch['drafts'], index: number): WriteAnswer {
  try {
    const done = writes.append(unpackDraft(drafts, index));
    return typeof done === 'number' ? done : { value: done };
  } catch (thrown) {
    return bug(thrown);
  }
}

type Outcome = { readonly answers: WriteAnswer[]; readonly numbers: number[] };

function runSteps(context: WriterContext, { steps, drafts }: Batch): Outcome {
  const answers: WriteAnswer[] = [];
  const numbers: number[] = [];
  let next = 0;
  for (const step of steps) {
    if (typeof step !== 'number') answers.push(runJob(context, step));
    else {
      for (const end = next + step; next < end; next++) {
        const answer = runAppend(context, drafts, next);
        if (typeof answer === 'number') numbers.push(context.cache.lastNumber);
        answers.push(answer);
      }
    }
  }
  return { answers, numbers };
}

/**
 * A transaction whose fsync failed is refused, but lies complete in the write-ahead log, and would come back if the process died now. The
 * next transaction overwrites it, so one is run immediately. It need not succeed.
 */
function eraseFailed(db: SqliteConnection): void {
  try {
    db.exec('UPDATE meta SET faults = faults + 1');
  } catch {
    if (db.inTransaction) db.exec('ROLLBACK');
  }
}

/** Runs all steps in one transaction with one fsync. */
export function runBatch(context: WriterContext, batch: Batch): WriterResponse {
  const { db, cache } = context;
  try {
    db.run('BEGIN IMMEDIATE');
    cache.begin();
    const outcome = runSteps(context, batch);
    cache.flushHeads();
    db.run('COMMIT');
    return { kind: 'committed', ...outcome };
  } catch (thrown) {
    if (db.inTransaction) db.exec('ROLLBACK');
    cache.invalidate();
    eraseFailed(db);
    return { kind: 'failed', code: codeOf(thrown) };
  }
}
