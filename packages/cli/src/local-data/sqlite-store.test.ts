import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheContract, describedAs, outboxStoreContract, userStateStoreContract } from '@securechat/client/testing';
import type { Change, EventId, RoomEvent, RoomId, UserId } from '@securechat/protocol';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LocalStore, openLocalStore } from './sqlite-store.ts';
import { localStoreMigrations } from './store-schema.ts';

let folder = '';
const open: LocalStore[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'securechat-'));
});
afterEach(() => {
  for (const kept of open.splice(0)) kept.close();
  rmSync(folder, { recursive: true });
});

const textChange = (text: string): Change => ({ type: 'message.send', body: { kind: 'text', text } });

const file = () => join(folder, 'deep', 'ada.db');
function good(maxEvents = 1000): LocalStore {
  const opened = openLocalStore(file(), { maxEvents });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  open.push(opened.value);
  return opened.value;
}

const again = <T>(pick: (local: LocalStore) => T) => {
  const first = good();
  const reopen = () => {
    for (const local of open.splice(0)) local.close();
    return pick(good());
  };
  return { store: pick(first), reopen };
};
outboxStoreContract('in SQLite', () => again((local) => local.outbox));
cacheContract('in SQLite', () => again((local) => local.cache));
userStateStoreContract('in SQLite', () => again((local) => local.userState));

test('only its owner can read the file', () => {
  const { outbox } = good();
  outbox.put({ id: 'a' as EventId, room: 'general' as RoomId, change: textChange('t'), atMs: 1 });
  for (const path of [file(), `${file()}-wal`]) expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'deep')).mode & 0o777).toBe(0o700);
});

test('only one process at a time can open the file', () => {
  good();
  expect(openLocalStore(file(), { maxEvents: 10 })).toEqual({ ok: false, error: 'in-use' });
});

test('a file of a later version, and one that is not a database, are left unchanged', () => {
  good().close();
  const db = new Database(file());
  db.pragma('user_version = 99');
  db.close();
  expect(openLocalStore(file(), { maxEvents: 10 })).toEqual({ ok: false, error: 'newer' });
  const other = join(folder, 'other.db');
  writeFileSync(other, 'something else entirely, and long enough to be looked at'.repeat(20));
  expect(openLocalStore(other, { maxEvents: 10 })).toEqual({ ok: false, error: 'damaged' });
});

test('only the newest events of a room are stored', () => {
  const { cache } = good(3);
  const event = (seq: number) =>
    ({ type: 'member-joined', room: 'general', seq, id: `e${seq}`, author: 'ada', at: 1 }) as RoomEvent;
  cache.begin('ada' as UserId, 'g');
  const room = 'general' as RoomId;
  cache.apply({
    room,
    begins: true,
    description: describedAs('general'),
    events: [1, 2, 3, 4, 5].map(event),
    cursor: 5,
    atStart: true,
  });
  expect(cache.load(10).rooms.map((r) => [r.events.map((e) => e.seq), r.atStart])).toEqual([[[3, 4, 5], false]]);
});

test('drafts and sent texts are stored, up to the length of the input history', () => {
  const { drafts } = good();
  drafts.keep([
    { room: 'general', text: 'half a' },
    { room: 'cats', text: 'meow' },
  ]);
  drafts.keep([{ room: 'general', text: 'half a sentence' }]);
  for (let i = 0; i < 120; i++) drafts.sent({ room: 'dogs', text: `woof ${i}` });
  drafts.sent({ room: 'cats', text: 'meow!' });
  for (const kept of open.splice(0)) kept.close();
  const again = good().drafts;
  const { drafts: found, sent } = again.load();
  expect(found).toEqual([{ room: 'general', text: 'half a sentence' }]);
  expect(sent).toHaveLength(101);
  expect([sent[0]?.text, sent.at(-1)]).toEqual(['woof 20', { room: 'cats', text: 'meow!' }]);
  again.keep([{ room: 'general', text: '' }]);
  again.forgetSent();
  expect(again.load()).toEqual({ drafts: [], sent: [] });
});

test('a file of the first version keeps its content', () => {
  const path = join(folder, 'first.db');
  const db = new Database(path);
  db.exec(localStoreMigrations[0] ?? '');
  db.pragma('user_version = 1');
  db.prepare("INSERT INTO outbox (id, room, text, at_ms) VALUES ('m', 'general', 'old', 1)").run();
  db.close();
  const opened = openLocalStore(path, { maxEvents: 10 });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  open.push(opened.value);
  expect(opened.value.outbox.load().map(({ change }) => change)).toEqual([textChange('old')]);
  expect(opened.value.drafts.load().drafts).toEqual([]);
});

test('messages of maximum length fill the disk only up to the limit, and the newest are kept', () => {
  const [roomBytes, allBytes] = [1_000_000, 2_000_000];
  const opened = openLocalStore(file(), { maxEvents: 100_000, roomBytes, allBytes });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  open.push(opened.value);
  const { cache } = opened.value;
  cache.begin('ada' as UserId, 'g1');
  const message = (room: string, seq: number) =>
    ({
      ...{ type: 'message', room, seq, id: `e${seq}`, author: 'bob', at: 1 },
      body: { kind: 'text', text: '漢'.repeat(16_000) },
    }) as RoomEvent;
  const sizes: number[] = [];
  for (let cursor = 20; cursor <= 200; cursor += 20) {
    for (let i = 0; i < 6; i++) {
      const room = `room${i}` as RoomId;
      const events = Array.from({ length: 20 }, (_, k) => message(room, cursor - 19 + k));
      cache.apply({ room, begins: cursor === 20, description: describedAs(room), events, cursor, atStart: true });
    }
    sizes.push(
      ['', '-wal'].reduce((sum, part) => sum + (statSync(`${file()}${part}`, { throwIfNoEntry: false })?.size ?? 0), 0),
    );
  }
  // Text, its index, partly filled pages, and a journal.
  expect(Math.max(...sizes)).toBeLessThan(2 * allBytes + 8 * 1024 * 1024);
  const { rooms } = cache.load(500);
  expect(rooms).toHaveLength(6);
  for (const { cursor, events, atStart, id } of rooms) {
    expect([cursor, atStart]).toEqual([200, false]);
    const kept = cache.before(id, 201, 1000);
    expect(kept.map(({ seq }) => seq)).toEqual(kept.map((_, k) => 201 - kept.length + k));
    expect(events.at(-1)?.seq ?? 200).toBe(200);
  }
});

/** A file with this many migrations applied. */
function olderFile(version: number): Database.Database {
  const db = new Database(join(folder, 'older.db'));
  for (const sql of localStoreMigrations.slice(0, version)) db.exec(sql);
  db.pragma(`user_version = ${version}`);
  return db;
}
function openOlder(db: Database.Database): LocalStore {
  db.close();
  const opened = openLocalStore(db.name, { maxEvents: 1000 });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  open.push(opened.value);
  return opened.value;
}

test('messages that an earlier version did not send keep their ids, order and refusals', () => {
  const db = olderFile(5);
  const insert = db.prepare('INSERT INTO outbox (id, room, text, at_ms, refused) VALUES (?, ?, ?, ?, ?)');
  const texts = ['two\nlines ✓', '{"json": "\\u0041 \' quoted"}', '漢字 👩‍👩‍👧'];
  for (const [i, text] of texts.entries()) insert.run(`m${i}`, 'general', text, i, i === 1 ? 'too long' : null);
  db.prepare("DELETE FROM outbox WHERE id = 'm0'").run();
  insert.run('m0', 'general', texts[0], 0, null);
  const { outbox } = openOlder(db);
  const message = (i: number) => ({
    id: `m${i}` as EventId,
    room: 'general' as RoomId,
    change: textChange(texts[i] ?? ''),
    atMs: i,
  });
  const wanted = [{ ...message(1), refused: 'too long' }, message(2), message(0)];
  expect(outbox.load()).toEqual(wanted);
  const next = { ...message(1), id: 'next' as EventId };
  outbox.put(next);
  expect(outbox.load()).toEqual([...wanted, next]);
});

test('a file from before cursors had the id of their event finds it among the events', () => {
  const db = olderFile(11);
  db.exec(`INSERT INTO rooms (id, cursor, at_start) VALUES ('general', 4, 1), ('dev', 2, 1)`);
  db.exec(
    `INSERT INTO events VALUES ('general', 4, '{"type":"message","id":"e4","body":{"kind":"text","text":"hi"}}')`,
  );
  const { cache } = openOlder(db);
  expect(cache.load(10).rooms).toMatchObject([
    { id: 'dev', cursor: 2 },
    { id: 'general', cursor: 4, cursorId: 'e4' },
  ]);
});

test('a file from before messages had numbers keeps what cannot be fetched again, and how far rooms were read', () => {
  const db = olderFile(10);
  db.exec(`INSERT INTO rooms (id, cursor, read_up_to, at_start) VALUES ('general', 4, 3, 1), ('dev', 2, 0, 1)`);
  db.exec(`INSERT INTO events VALUES ('general', 4, '{"type":"message"}')`);
  db.exec(`INSERT INTO drafts VALUES ('dev', 'half')`);
  const { cache, userState, drafts } = openOlder(db);
  expect(cache.load(10).rooms).toEqual([]);
  expect(userState.load()).toEqual({
    owner: undefined,
    ver: 0,
    entries: [{ kind: 'former-mark', key: 'general', value: 3, unsent: false }],
  });
  expect(drafts.load().drafts).toEqual([{ room: 'dev', text: 'half' }]);
});
