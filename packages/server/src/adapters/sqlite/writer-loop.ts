// Runs in the writer thread: node builtins, relative files and types only.
import { parentPort, workerData } from 'node:worker_threads';
import { Connection } from './connection.ts';
import type { Job, Order, Outcome, Report, WriterSetting } from './jobs.ts';
import { migrate } from './migrations.ts';
import type { Writes } from './writes.ts';

type CreateWrites = (db: Connection, roomsPerUser: number) => Writes;

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';

/** The disk or the file is at fault, not the job: nothing more can be trusted to this transaction. */
const isStorageFault = (thrown: unknown): boolean =>
  /^SQLITE_(FULL|IOERR|NOMEM|CORRUPT|NOTADB|READONLY|CANTOPEN|BUSY|LOCKED|PROTOCOL|ABORT|INTERRUPT)/.test(
    codeOf(thrown),
  );

const isRefusal = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'ok' in value && value.ok === false;

function runJob(db: Connection, writes: Writes, job: Job): Outcome {
  db.exec('SAVEPOINT job');
  let outcome: Outcome;
  try {
    // Job's type ties the name to what it is asked; the compiler cannot follow that through an index.
    outcome = { value: (writes[job.name] as (ask: unknown) => unknown)(job.ask) };
  } catch (thrown) {
    if (isStorageFault(thrown)) throw thrown;
    outcome = { thrown: thrown instanceof Error ? thrown.message : String(thrown) };
  }
  if ('thrown' in outcome || isRefusal(outcome.value)) db.exec('ROLLBACK TO job');
  db.exec('RELEASE job');
  return outcome;
}

/**
 * A transaction whose fsync failed is refused, yet lies whole in the write-ahead log, and would come back if the process
 * died now. The next transaction is written over it: so there is one at once. It need not succeed to do that.
 */
function eraseFailed(db: Connection): void {
  try {
    db.exec('UPDATE meta SET faults = faults + 1');
  } catch {
    if (db.inTransaction) db.exec('ROLLBACK');
  }
}

/** All jobs in one transaction and one wait for the disk. */
function runBatch(db: Connection, writes: Writes, jobs: readonly Job[]): Report {
  try {
    db.exec('BEGIN IMMEDIATE');
    const outcomes = jobs.map((job) => runJob(db, writes, job));
    db.exec('COMMIT');
    return { kind: 'committed', outcomes };
  } catch (thrown) {
    if (db.inTransaction) db.exec('ROLLBACK');
    eraseFailed(db);
    return { kind: 'failed', code: codeOf(thrown) };
  }
}

function open(
  { file, roomsPerUser }: WriterSetting,
  createWrites: CreateWrites,
): { db: Connection; writes: Writes; generation: string } {
  const db = new Connection(file, 'write');
  try {
    migrate(db);
    db.setDurable();
    const generation = db.get<{ generation: string }>('SELECT generation FROM meta')?.generation;
    if (generation === undefined) throw Object.assign(new Error('no generation'), { code: 'SQLITE_CORRUPT' });
    return { db, writes: createWrites(db, roomsPerUser), generation };
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

/** Serves the main thread's orders with these steps until it says to close. */
export function serveWriter(createWrites: CreateWrites): void {
  const tell = (report: Report): void => parentPort?.postMessage(report);
  let opened: ReturnType<typeof open>;
  try {
    opened = open(workerData as WriterSetting, createWrites);
  } catch (thrown) {
    tell({ kind: 'unopened', code: codeOf(thrown) });
    return;
  }
  const { db, writes, generation } = opened;
  let durable = false;
  parentPort?.on('message', (order: Order) => {
    if (order.kind === 'close') {
      db.close();
      parentPort?.close();
      return;
    }
    tell(runBatch(db, writes, order.jobs));
    if (!durable) db.setDurable();
    durable = true;
  });
  tell({ kind: 'ready', generation });
}
