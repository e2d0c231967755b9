import { existsSync, rmSync, truncateSync } from 'node:fs';
import { chmod, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { SessionId, UserId } from '@securechat/protocol/ids';
import { err, ok, type Result } from '@securechat/protocol/result';
import Database from 'better-sqlite3';
import type { Store } from '../../ports/store.ts';
import { makeFolder } from '../make-folder.ts';
import { codeOf } from '../private-file.ts';
import { SqliteConnection } from './database.ts';
import { inspectStore } from './inspect.ts';
import { absent, type OpenProblem, openProblem } from './open-problem.ts';
import { createReads } from './reads.ts';
import { Searcher } from './searcher.ts';
import { startWriter, type Writer, type WriterOptions } from './writer.ts';

export type { OpenProblem } from './open-problem.ts';

/** The search index, which is rebuilt if it is lost. */
const indexOf = (dataDir: string): string => join(dataDir, 'search.db');
const fileOf = (dataDir: string): string => join(dataDir, 'securechat.db');
const ledgerOf = (dataDir: string): string => join(dataDir, 'deletions.jsonl');

/** Whether a server has stored data in this folder. */
function hasStore(dataDir: string): boolean {
  return existsSync(fileOf(dataDir));
}

/** Creates the file readable by its owner only. Only ever creates: opening and closing a live database would drop SQLite's locks. */
async function makePrivate(path: string): Promise<void> {
  try {
    await (await open(path, 'wx', 0o600)).close();
  } catch (thrown) {
    if (codeOf(thrown) !== 'EEXIST') throw thrown;
    await chmod(path, 0o600);
  }
}

/** Empties the index, which is truncated, not removed, so that it stays readable by its owner only. */
function emptyIndex(indexFile: string): void {
  for (const end of ['-wal', '-shm']) rmSync(`${indexFile}${end}`, { force: true });
  truncateSync(indexFile);
}

/** Locks the folder for this process until released; the system releases the lock when the process dies, however it dies. */
function lockFolder(path: string): { release(): void } {
  const lock = new Database(path, { timeout: 0 });
  try {
    lock.pragma('locking_mode = EXCLUSIVE');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (thrown) {
    lock.close();
    throw thrown;
  }
  return { release: () => void lock.close() };
}

type Parts = {
  readonly writer: Writer;
  readonly reads: SqliteConnection;
  readonly searcher: Searcher;
  readonly release: () => void;
};

function joinParts({ writer, reads, searcher, release }: Parts): Store {
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await writer.drain();
    await searcher.close();
    // Closed first, so that the writer's connection is the last: it checkpoints the write-ahead log into the database.
    reads.close();
    await writer.close();
    release();
  };
  return {
    generation: writer.generation,
    ...createReads(reads),
    createAccount: (ask) => writer.write('createAccount', ask),
    changeAccount: (command) => writer.write('changeAccount', command),
    deleteAccount: (ask) => writer.write('deleteAccount', ask),
    recordSeen: (user: UserId, atMs: number) => writer.write('recordSeen', { user, atMs }),
    setAdministrator: (command) => writer.write('setAdministrator', command),
    createInvite: (ask) => writer.write('createInvite', ask),
    revokeInvite: (id) => writer.write('revokeInvite', { id }),
    recordAction: (action) => writer.write('recordAction', action),
    openSession: (ask) => writer.write('openSession', ask),
    touchSession: (id: SessionId, atMs: number, address?: string) =>
      writer.write('touchSession', { id, atMs, address }),
    endSession: (user: UserId, id: SessionId) => writer.write('endSession', { user, id }),
    changeRoom: (command) => writer.write('changeRoom', command),
    async deleteRoom(command) {
      const deleted = await writer.write('deleteRoom', command);
      if (deleted.ok) searcher.deleted();
      return deleted;
    },
    async deleteAbandonedRooms(ask) {
      const deleted = await writer.write('deleteAbandonedRooms', ask);
      if (deleted.length > 0) searcher.deleted();
      return deleted;
    },
    changeInvitation: (command) => writer.write('changeInvitation', command),
    setState: (command) => writer.write('setState', command),
    append: (draft) => {
      searcher.grown();
      return writer.append(draft);
    },
    search: (ask) => searcher.search(ask),
    close() {
      closing ??= close();
      return closing;
    },
  };
}

async function openFile(
  dataDir: string,
  options: WriterOptions,
  release: () => void,
): Promise<Result<Store, OpenProblem>> {
  const [file, indexFile] = [fileOf(dataDir), indexOf(dataDir)];
  await makePrivate(file);
  await makePrivate(indexFile);
  const problem = inspectStore(file);
  if (problem) return err(problem);
  const writer = await startWriter(file, options);
  if (!writer.ok) return err(openProblem(writer.error, file));
  // The index may have the words of what was deleted again; it is rebuilt.
  if (writer.value.deletedAgain > 0) emptyIndex(indexFile);
  const searcher = new Searcher({ file, indexFile });
  return ok(joinParts({ writer: writer.value, reads: new SqliteConnection(file, 'read'), searcher, release }));
}

/**
 * Opens the store in a folder, created as needed. One server per folder; `shared` opens it beside a running one, for the operator's
 * commands, and creates nothing. `program` replaces the writer thread's; `died` is called when that thread ends unexpectedly and nothing
 * can be written any more.
 */
export async function openSqliteStore({
  dataDir,
  shared,
  ...writer
}: {
  dataDir: string;
  shared?: true;
} & WriterOptions): Promise<Result<Store, OpenProblem>> {
  let at = dataDir;
  let release = (): void => {};
  try {
    if (shared && !hasStore(dataDir)) return err(absent(dataDir));
    await makeFolder(dataDir);
    if (!shared) {
      const lock = join(dataDir, 'securechat.lock');
      await makePrivate(lock);
      release = lockFolder(lock).release;
    }
    at = fileOf(dataDir);
    const ledger = shared ? undefined : ledgerOf(dataDir);
    const opened = await openFile(dataDir, { ledger, ...writer }, release);
    if (!opened.ok) release();
    return opened;
  } catch (thrown) {
    release();
    return err(openProblem(codeOf(thrown), at));
  }
}
