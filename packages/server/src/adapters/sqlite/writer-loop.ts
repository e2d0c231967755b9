// Runs in the writer thread: node builtins, relative files and types only.
import { parentPort, workerData } from 'node:worker_threads';
import { codeOf, runBatch, type WriterContext } from './batch.ts';
import { SqliteConnection } from './database.ts';
import { DeletionLedger } from './deletion-ledger.ts';
import type { WriterRequest, WriterResponse, WriterSetting } from './jobs.ts';
import { migrate } from './migrations.ts';
import { WriteCache } from './write-cache.ts';
import type { createWrites } from './writes.ts';

type Opened = WriterContext & { readonly generation: string; readonly ledger: DeletionLedger | undefined };

function open({ file, ledger: ledgerFile }: WriterSetting, create: typeof createWrites): Opened {
  const db = new SqliteConnection(file, 'write');
  try {
    migrate(db);
    db.setDurable();
    const generation = db.get<{ generation: string }>('SELECT generation FROM meta')?.generation;
    if (generation === undefined) throw Object.assign(new Error('no generation'), { code: 'SQLITE_CORRUPT' });
    const cache = new WriteCache(db);
    const ledger = ledgerFile === undefined ? undefined : new DeletionLedger(ledgerFile, db);
    return { db, cache, writes: create(db, cache), generation, ledger };
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

/** The steps that delete texts, which are in the write-ahead log, too. */
const deletingSteps: ReadonlySet<string> = new Set(['deleteRoom', 'deleteAbandonedRooms']);

/** Takes what was deleted out of the log, and writes it to the ledger. False if the next batch must try again: a reader or the disk was in the way. */
function finishDeletion(db: SqliteConnection, ledger: DeletionLedger | undefined): boolean {
  try {
    ledger?.append();
    return db.emptyLog();
  } catch {
    return false;
  }
}

/** Serves requests of the main thread with these steps until `close`. */
export function serveWriter(create: typeof createWrites): void {
  const tell = (report: WriterResponse): void => parentPort?.postMessage(report);
  let opened: Opened;
  try {
    opened = open(workerData as WriterSetting, create);
  } catch (thrown) {
    tell({ kind: 'unopened', code: codeOf(thrown) });
    return;
  }
  const { db, generation, ledger } = opened;
  let durable = false;
  let hasDeleted = false;
  parentPort?.on('message', (order: WriterRequest) => {
    if (order.kind === 'close') {
      db.close();
      parentPort?.close();
      return;
    }
    tell(runBatch(opened, order));
    if (!durable) db.setDurable();
    durable = true;
    hasDeleted ||=
      order.drafts.includes('message-deleted') ||
      order.steps.some((step) => typeof step !== 'number' && deletingSteps.has(step.name));
    if (hasDeleted) hasDeleted = !finishDeletion(db, ledger);
  });
  tell({ kind: 'ready', generation, deletedAgain: ledger?.deletedAgain ?? 0 });
}
