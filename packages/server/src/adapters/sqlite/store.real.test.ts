import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeServerFrame, encodeFrame, toWire } from '@securechat/protocol';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { anywhere, atMost, findAll, headOf, makeRoom } from '../../contracts/store/steps.ts';
import { draft, good, newSession, room, signUp, storeContract, user } from '../../contracts/store.contract.ts';
import type { Store } from '../../ports/store.ts';
import { openSqliteStore } from './store.ts';

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'securechat-'));
  file = join(folder, 'data', 'securechat.db');
});
afterEach(() => rm(folder, { recursive: true }));

async function open(): Promise<Store> {
  return good(await openSqliteStore({ dataDir: join(folder, 'data') }));
}

storeContract('sqlite', open);

describe('the file', () => {
  test('is readable by its owner only, with all that belongs to it', async () => {
    const store = await open();
    await signUp(store, 'ada');
    expect((await stat(join(folder, 'data'))).mode & 0o777).toBe(0o700);
    for (const path of [file, `${file}-wal`, `${file}-shm`, join(folder, 'data', 'securechat.lock')]) {
      expect((await stat(path)).mode & 0o777, path).toBe(0o600);
    }
    await store.close();
  });

  test('keeps everything over a restart', async () => {
    const before = await open();
    await signUp(before, 'ada');
    const { event } = good(await before.append(draft('ada', 'one', 'hello world')));
    await before.close();
    const after = await open();
    expect(after.generation).toBe(before.generation);
    expect(after.generation).toMatch(/^[0-9a-f]{32}$/);
    expect((await after.eventsAfter(room('general'), 2, 10, atMost(10)))[0]).toEqual(event);
    expect(await findAll(after, anywhere(room('general'), 'world'))).toEqual([event]);
    expect(await after.sessionByToken(newSession('session-ada').tokenHash)).toMatchObject({ user: 'ada' });
    expect(good(await after.append(draft('ada', 'one', 'hello world')))).toEqual({ event, duplicate: true });
    expect(good(await after.append(draft('ada', 'two', 'again'))).event.seq).toBe(4);
    await after.close();
  });

  test('passes on unchanged what a later version stored', async () => {
    const before = await open();
    await signUp(before, 'ada');
    await before.append(draft('ada', 'one', 'hello'));
    await before.close();
    const row = { room: 'general', author: 'ada', at: 9 };
    const newer = [
      { ...row, seq: 4, n: 2, id: 'two', type: 'message', body: { kind: 'poll', options: ['a', 'b'] } },
      { ...row, seq: 5, id: 'three', type: 'pin', target: 3, on: true },
      { ...row, seq: 6, id: 'four', type: 'archived' },
    ];
    const db = new Database(file);
    const insert = db.prepare(
      "INSERT INTO events (room, author, at, seq, id, type, body, n) VALUES ('general', 'ada', 9, ?, ?, ?, ?, ?)",
    );
    insert.run(4, 'two', 'message', JSON.stringify({ kind: 'poll', options: ['a', 'b'] }), 2);
    insert.run(5, 'three', 'pin', JSON.stringify({ target: 3, on: true }), null);
    insert.run(6, 'four', 'archived', null, null);
    db.close();
    const after = await open();
    const events = [...(await after.eventsAfter(room('general'), 3, 10, atMost(10)))];
    expect(events.map(toWire)).toEqual(newer);
    expect(
      decodeServerFrame(encodeFrame({ type: 'log-page', re: '1', room: room('general'), events, more: false })),
    ).toMatchObject({
      value: {
        events: [{ body: { kind: 'unknown', of: 'poll' } }, { type: 'unknown', of: 'pin' }, { of: 'archived' }],
      },
    });
    await after.close();
  });

  test('closing completes pending writes; later ones are refused', async () => {
    const store = await open();
    await signUp(store, 'ada');
    const last = store.append(draft('ada', 'one', 'hello'));
    await store.close();
    expect(good(await last).event.seq).toBe(3);
    await expect(store.append(draft('ada', 'two', 'late'))).rejects.toMatchObject({ code: 'storage_failed' });
    await expect(headOf(store, 'general')).rejects.toThrow();
    await store.close();
  });

  test('holds no token and no code in plain text', async () => {
    const store = await open();
    await signUp(store, 'ada');
    await store.close();
    expect((await readFile(file)).includes('token of session-ada')).toBe(false);
  });
});

describe('opening', () => {
  const problem = async (dataDir = join(folder, 'data')) => {
    const opened = await openSqliteStore({ dataDir });
    if (opened.ok) await opened.value.close();
    return opened.ok ? undefined : opened.error;
  };

  test('one server per folder, and operator commands beside it', async () => {
    const store = await open();
    await signUp(store, 'ada');
    await signUp(store, 'bob');
    expect(await problem()).toMatchObject({ code: 'in-use', message: expect.stringContaining(folder) });
    const beside = good(await openSqliteStore({ dataDir: join(folder, 'data'), shared: true }));
    expect(beside.generation).toBe(store.generation);
    const says = (id: string) => store.append(draft('ada', id, 'hello', 'dev'));
    await makeRoom(store, 'dev', 'ada');
    expect((await says('one')).ok).toBe(true);
    const disable = { kind: 'set-disabled', user: user('ada'), disabled: true, atMs: 3000 } as const;
    expect(good(await beside.changeAccount(disable))).toEqual(['session-ada']);
    expect((await store.account(user('ada')))?.disabled).toBe(true);
    expect(await says('two')).toEqual({ ok: false, error: 'session_expired' });
    const both = await Promise.all([
      store.append(draft('bob', 'one', 'from the server')),
      beside.append(draft('bob', 'two', 'from beside it')),
    ]);
    expect(both.map((result) => good(result).event.seq).sort()).toEqual([4, 5]);
    await beside.close();
    expect(good(await store.append(draft('bob', 'three', 'still here'))).event.seq).toBe(6);
    expect((await problem())?.code).toBe('in-use');
    await store.close();
    expect(await problem()).toBeUndefined();
  });

  test('a newer file is refused and left as it is', async () => {
    await (await open()).close();
    const db = new Database(file);
    db.pragma('user_version = 999');
    db.close();
    const before = await readFile(file);
    expect(await problem()).toMatchObject({ code: 'newer', message: expect.stringContaining(file) });
    expect((await readFile(file)).equals(before)).toBe(true);
  });

  test('a file that is no database is refused and left as it is, and the folder is unlocked', async () => {
    await (await open()).close();
    await writeFile(file, 'not a database '.repeat(1000));
    expect(await problem()).toMatchObject({ code: 'damaged', message: expect.stringContaining(file) });
    expect(await readFile(file, 'utf8')).toBe('not a database '.repeat(1000));
    await rm(file);
    expect(await problem()).toBeUndefined();
  });

  test("another program's database is refused", async () => {
    await (await open()).close();
    await rm(file);
    const db = new Database(file);
    db.exec('CREATE TABLE events (x)');
    db.close();
    expect((await problem())?.code).toBe('damaged');
  });

  test('a folder that cannot be created is refused', async () => {
    await writeFile(join(folder, 'file'), '');
    const impossible = join(folder, 'file', 'data');
    expect(await problem(impossible)).toMatchObject({
      code: 'unwritable',
      message: expect.stringContaining(impossible),
    });
  });
});
