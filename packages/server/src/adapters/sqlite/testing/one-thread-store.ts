// The store's parts without its threads, so that a test sees every statement they prepare.
import { toRoomEvent } from '../../../domain/new-event.ts';
import type { ReadSearchText } from '../../../domain/search-text.ts';
import type { Draft, Store } from '../../../ports/store.ts';
import { queryOf } from '../../search-words.ts';
import { runBatch } from '../batch.ts';
import { SqliteConnection } from '../database.ts';
import type { WriteJob, WriteMethods } from '../jobs.ts';
import { migrate } from '../migrations.ts';
import { packDraft } from '../packed-draft.ts';
import { createReads } from '../reads.ts';
import { toEvent } from '../rows.ts';
import { SqliteSearchIndex } from '../search-index.ts';
import { TextSearch } from '../text-search.ts';
import { WriteCache } from '../write-cache.ts';
import { createWrites } from '../writes.ts';

/** A store on these two files; `connections` are those it uses. */
export function openInOneThread(file: string, indexFile: string, readText?: ReadSearchText) {
  const db = new SqliteConnection(file, 'write');
  migrate(db);
  db.setDurable();
  const cache = new WriteCache(db);
  const context = { db, cache, writes: createWrites(db, cache) };
  const [reads, events, words] = [
    new SqliteConnection(file, 'read'),
    new SqliteConnection(file, 'read'),
    new SqliteConnection(indexFile, 'derived'),
  ];
  const textSearch = new TextSearch(events, new SqliteSearchIndex(words), readText);
  const runAll = (steps: (WriteJob | number)[], drafts: (string | number)[] = []) => {
    const report = runBatch(context, { kind: 'batch', steps, drafts });
    if (report.kind !== 'committed') throw new Error('not committed');
    const [answer] = report.answers;
    if (typeof answer === 'object' && 'thrown' in answer) throw new Error(answer.thrown);
    return { answer: typeof answer === 'object' ? answer.value : answer, number: report.numbers[0] ?? 0 };
  };
  const write = <Name extends keyof WriteMethods>(name: Name, ask: Parameters<WriteMethods[Name]>[0]) =>
    Promise.resolve(runAll([{ name, ask } as WriteJob]).answer as ReturnType<WriteMethods[Name]>);
  const append = async (draft: Draft): ReturnType<Store['append']> => {
    const drafts: (string | number)[] = [];
    packDraft(drafts, draft);
    const { answer: done, number: n } = runAll([1], drafts);
    if (typeof done !== 'number') return done as Awaited<ReturnType<Store['append']>>;
    const { atMs: at, session: _, removesDraft: __, ...record } = draft;
    return { ok: true, value: { event: toRoomEvent({ ...record, seq: done, at, n }), duplicate: false } };
  };
  const store: Store = {
    generation: db.get<{ generation: string }>('SELECT generation FROM meta')?.generation ?? '',
    ...createReads(reads),
    createAccount: (ask) => write('createAccount', ask),
    changeAccount: (command) => write('changeAccount', command),
    deleteAccount: (ask) => write('deleteAccount', ask),
    setAdministrator: (command) => write('setAdministrator', command),
    recordSeen: (user, atMs) => write('recordSeen', { user, atMs }),
    createInvite: (ask) => write('createInvite', ask),
    revokeInvite: (id) => write('revokeInvite', { id }),
    recordAction: (action) => write('recordAction', action),
    openSession: (ask) => write('openSession', ask),
    touchSession: (id, atMs, address) => write('touchSession', { id, atMs, address }),
    endSession: (user, id) => write('endSession', { user, id }),
    changeInvitation: (command) => write('changeInvitation', command),
    async deleteRoom(command) {
      const deleted = await write('deleteRoom', command);
      await textSearch.forgetDeletedRooms();
      return deleted;
    },
    async deleteAbandonedRooms(ask) {
      const deleted = await write('deleteAbandonedRooms', ask);
      await textSearch.forgetDeletedRooms();
      return deleted;
    },
    changeRoom: (command) => write('changeRoom', command),
    setState: (command) => write('setState', command),
    append,
    async search({ words, ...where }) {
      while (await textSearch.grow());
      const { rows, next } = await textSearch.find({ ...where, ...queryOf(words) });
      return { events: rows.map(toEvent), next };
    },
    async close() {
      await textSearch.close();
      for (const each of [reads, db]) each.close();
    },
  };
  return { store, connections: [db, reads, events, words] };
}
