import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { anywhere, digest, findAll, setTopic, signUpWithInvite, texts } from '../../contracts/store/steps.ts';
import { draft, good, newSession, room, sessionOf, user } from '../../contracts/store.contract.ts';
import { SqliteConnection } from './database.ts';
import { migrations } from './migrations.ts';
import { openSqliteStore } from './store.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'securechat-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

type Row = Readonly<Record<string, string | number | null | Uint8Array>>;

const session = (name: string): Row => {
  const { id, tokenHash, device } = newSession(sessionOf(name));
  return { id, user: name, token_hash: tokenHash, device, created_ms: 1000, last_seen_ms: 2000 };
};
const message = (text: string): string => JSON.stringify({ kind: 'text', text });
const events: readonly Row[] = [
  { room: 'general', seq: 1, id: 'e1', author: 'ada', type: 'room-created', body: '{"topic":""}', at: 1 },
  { room: 'general', seq: 2, id: 'e2', author: 'ada', type: 'member-joined', body: null, at: 2 },
  { room: 'general', seq: 3, id: 'e3', author: 'bob', type: 'member-joined', body: null, at: 3 },
  { room: 'general', seq: 4, id: 'e4', author: 'ada', type: 'message', body: message('an old word'), at: 4, n: 1 },
  {
    room: 'general',
    seq: 5,
    id: 'e5',
    author: 'bob',
    type: 'message',
    body: message('👩‍👩‍👧 中文 "quoted" \n'),
    at: 5,
    n: 2,
  },
  { room: 'team', seq: 1, id: 'e6', author: 'bob', type: 'room-created', body: '{"topic":"ours"}', at: 6 },
  { room: 'team', seq: 2, id: 'e7', author: 'bob', type: 'member-joined', body: null, at: 7 },
  { room: 'team', seq: 3, id: 'e8', author: 'ada', type: 'member-joined', body: null, at: 8 },
  { room: 'team', seq: 4, id: 'e9', author: 'ada', type: 'member-left', body: null, at: 9 },
];

/** How the types of events were called before version 7. */
const oldTypes: Readonly<Record<string, string>> = {
  'room-created': 'made',
  'member-joined': 'joined',
  'member-left': 'left',
  'member-removed': 'removed',
};

/** The rows that a server had stored, with the columns of all versions; each version takes the columns that it has. */
const stored: readonly (readonly [table: string, rows: readonly Row[]])[] = [
  [
    'accounts',
    [
      { user: 'ada', password_hash: 'hash of ada', created_ms: 1, disabled: 0 },
      { user: 'bob', password_hash: 'hash of bob', created_ms: 2, disabled: 0, invite: 'used' },
      { user: 'eve', password_hash: 'hash of eve', created_ms: 3, disabled: 1 },
    ],
  ],
  ['sessions', [session('ada'), session('bob'), { ...session('ada'), id: 'second', token_hash: digest('second') }]],
  [
    'invites',
    [
      { id: 'open', code_hash: digest('open'), created_ms: 1, expires_ms: 9000, uses: 1, used: 0, revoked: 0 },
      { id: 'used', code_hash: digest('used'), created_ms: 1, expires_ms: 9000, uses: 1, used: 1, used_by: 'bob' },
    ],
  ],
  [
    'rooms',
    [
      { id: 'general', kind: 'public', name: 'general', topic: '', shared_from: 1, head: 5, members: 2, messages: 2 },
      {
        id: 'team',
        kind: 'public',
        name: 'team',
        topic: 'ours',
        shared_from: 1,
        head: 4,
        members: 1,
        created_by: 'bob',
      },
    ],
  ],
  [
    'memberships',
    [
      { room: 'general', user: 'ada', from_seq: 2, visible_from: 2, to_seq: null },
      { room: 'general', user: 'bob', from_seq: 3, visible_from: 3, to_seq: null },
      { room: 'team', user: 'bob', from_seq: 2, visible_from: 2, to_seq: null, role: 'owner' },
      { room: 'team', user: 'ada', from_seq: 3, visible_from: 3, to_seq: 4 },
    ],
  ],
  ['events', events],
];

/** A database as a server of this schema version left it. */
function makeDatabase(file: string, version: number): string {
  const db = new SqliteConnection(file, 'write');
  for (const sql of migrations.slice(0, version)) db.exec(sql);
  db.exec(`PRAGMA user_version = ${version}`);
  for (const [table, rows] of stored) {
    const columns = db.all<{ name: string }>(`SELECT name FROM pragma_table_info('${table}')`).map(({ name }) => name);
    for (const values of rows) {
      const row =
        version < 7 && table === 'events'
          ? { ...values, type: oldTypes[String(values.type)] ?? values.type ?? null }
          : values;
      const there = Object.entries(row).filter(([name]) => columns.includes(name));
      const names = there.map(([name]) => name).join(', ');
      const places = there.map(() => '?').join(', ');
      db.run(`INSERT INTO ${table} (${names}) VALUES (${places})`, ...there.map(([, value]) => value));
    }
  }
  const generation = db.get<{ generation: string }>('SELECT generation FROM meta')?.generation ?? '';
  db.close();
  return generation;
}

const versions = migrations.map((_, i) => i + 1);

describe.each(versions)('a database of schema version %i', (version) => {
  const open = async () => good(await openSqliteStore({ dataDir: folder }));
  const make = () => makeDatabase(join(folder, 'securechat.db'), version);

  test('keeps every session, and each still works and can be ended', async () => {
    make();
    await using store = { ...(await open()), [Symbol.asyncDispose]: () => store.close() };
    for (const name of ['ada', 'bob']) {
      const { tokenHash, device } = newSession(sessionOf(name));
      const found = await store.sessionByToken(tokenHash);
      expect(found).toEqual({
        id: sessionOf(name),
        user: name,
        device,
        address: '',
        createdMs: 1000,
        lastSeenMs: 2000,
      });
    }
    expect(await store.sessionByToken(digest('second'))).toMatchObject({ id: 'second', user: 'ada' });
    expect((await store.sessions(user('ada'))).map(({ id }) => id)).toEqual(['second', 'session-ada']);
    expect(good(await store.append(draft('ada', 'new', 'a new word'))).event.seq).toBe(6);
    await store.touchSession(sessionOf('ada'), 5000, '192.0.2.9');
    expect((await store.sessions(user('ada'))).at(1)).toMatchObject({ lastSeenMs: 5000, address: '192.0.2.9' });
    const { upTo } = await store.endedSessions();
    expect(await store.endSession(user('ada'), sessionOf('ada'))).toBe(true);
    expect((await store.endedSessions(upTo)).sessions).toEqual(['session-ada']);
    expect(await store.append(draft('ada', 'late', 'no'))).toEqual({ ok: false, error: 'session_expired' });
  });

  test('keeps every event, and continues after them', async () => {
    const generation = make();
    await using store = { ...(await open()), [Symbol.asyncDispose]: () => store.close() };
    expect(store.generation).toBe(generation);
    for (const name of ['general', 'team']) {
      const found = await store.eventsAfter(room(name), 0, 99, { events: 99, bytes: 1_000_000 });
      const wanted = events.filter((event) => event.room === name);
      expect(found.map(({ seq, id, author, type, at }) => ({ seq, id, author, type, at }))).toEqual(
        wanted.map(({ seq, id, author, type, at }) => ({ seq, id, author, type, at })),
      );
    }
    const last = (await store.eventsAfter(room('general'), 4, 5, { events: 9, bytes: 1_000_000 }))[0];
    expect(last && texts([last])).toEqual(['👩‍👩‍👧 中文 "quoted" \n']);
    expect(texts(await findAll(store, anywhere(room('general'), 'word')))).toEqual(['an old word']);
    // G2: a retry from before the upgrade finds its event.
    expect(good(await store.append(draft('ada', 'e4', 'an old word')))).toMatchObject({
      duplicate: true,
      event: { seq: 4 },
    });
    expect(good(await store.append(draft('bob', 'next', 'more', 'team'))).event.seq).toBe(5);
  });

  test('keeps accounts, rooms, memberships and invites', async () => {
    make();
    await using store = { ...(await open()), [Symbol.asyncDispose]: () => store.close() };
    const accounts = (await store.accounts()).map(({ user: name, passwordHash, createdMs, disabled }) => {
      return [name, passwordHash, createdMs, disabled];
    });
    expect(accounts).toEqual([
      ['ada', 'hash of ada', 1, false],
      ['bob', 'hash of bob', 2, false],
      ['eve', 'hash of eve', 3, true],
    ]);
    expect(await store.rooms({ asker: user('ada'), limit: 9 })).toEqual([
      {
        id: 'general',
        kind: 'public',
        name: 'general',
        topic: '',
        history: 'shared',
        owners: [],
        role: 'member',
        head: 5,
        members: 2,
        messages: 2,
        joined: true,
      },
      {
        id: 'team',
        kind: 'public',
        name: 'team',
        topic: 'ours',
        history: 'shared',
        owners: ['bob'],
        head: 4,
        members: 1,
        messages: 0,
        joined: false,
      },
    ]);
    expect(await store.members(room('general'))).toEqual([
      { user: 'ada', role: 'member' },
      { user: 'bob', role: 'member' },
    ]);
    expect(await store.members(room('team'))).toEqual([{ user: 'bob', role: 'owner' }]);
    expect(await store.membershipRanges(room('team'), user('ada'))).toEqual([{ from: 3, visibleFrom: 3, to: 4 }]);
    const invites = (await store.invites()).map(({ uses, used, usedBy, revoked }) => ({ uses, used, usedBy, revoked }));
    expect(invites.sort((a, b) => a.used - b.used)).toMatchObject([
      { uses: 1, used: 0, usedBy: [], revoked: false },
      { uses: 1, used: 1, usedBy: ['bob'], revoked: false },
    ]);
    expect(await signUpWithInvite(store, 'cyd', 'used')).toEqual({ ok: false, error: 'bad_invite' });
    expect((await signUpWithInvite(store, 'cyd', 'open')).ok).toBe(true);
    expect(good(await setTopic(store, 'team', 'mine', 'bob'))).toMatchObject({ author: 'bob' });
  });
});
