import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { searchChangesContract } from '../../contracts/store/search-changes.ts';
import { anywhere, findAll, headOf, texts } from '../../contracts/store/steps.ts';
import { draft, good, room, signUp } from '../../contracts/store.contract.ts';
import type { Store } from '../../ports/store.ts';
import { SqliteConnection } from './database.ts';
import { migrations } from './migrations.ts';
import { openSqliteStore } from './store.ts';
import { openInOneThread } from './testing/one-thread-store.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'securechat-'));
  file = join(folder, 'securechat.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = async (): Promise<Store> => good(await openSqliteStore({ dataDir: folder }));
const find = async (store: Store, words: string) => texts(await findAll(store, anywhere(room('general'), words)));
/** Opens the store for the duration of these steps. */
async function during<T>(steps: (store: Store) => Promise<T>): Promise<T> {
  const store = await open();
  try {
    return await steps(store);
  } finally {
    await store.close();
  }
}
const say = (store: Store, ...lines: string[]) =>
  Promise.all(lines.map((line) => store.append(draft('ada', line.replaceAll(' ', '-'), line))));

describe('the search index', () => {
  test('is readable by its owner only, and continues where it was', async () => {
    await during(async (store) => {
      await signUp(store, 'ada');
      await say(store, 'first word', 'second word');
      expect(await find(store, 'word')).toEqual(['second word', 'first word']);
    });
    await during(async (store) => {
      await say(store, 'third word');
      expect(await find(store, 'word')).toEqual(['third word', 'second word', 'first word']);
    });
    expect((await stat(join(folder, 'search.db'))).mode & 0o777).toBe(0o600);
  });

  test('is rebuilt when it is missing, damaged, or newer than a restored backup', async () => {
    const backup = join(folder, 'backup');
    await during(async (store) => {
      await signUp(store, 'ada');
      await say(store, 'first word');
    });
    copyFileSync(file, backup);
    await during(async (store) => {
      await say(store, 'lost word');
      expect(await find(store, 'word')).toEqual(['lost word', 'first word']);
    });
    copyFileSync(backup, file);
    await during(async (store) => {
      await say(store, 'another word');
      expect(await find(store, 'word')).toEqual(['another word', 'first word']);
      expect(await find(store, 'lost')).toEqual([]);
    });
    writeFileSync(join(folder, 'search.db'), 'not a database '.repeat(1000));
    await during(async (store) => expect(await find(store, 'word')).toEqual(['another word', 'first word']));
    rmSync(join(folder, 'search.db'));
    await during(async (store) => expect(await find(store, 'word')).toEqual(['another word', 'first word']));
  });

  test('is rebuilt when an earlier version built it, which had no words of scripts without spaces', async () => {
    await during(async (store) => {
      await signUp(store, 'ada');
      await say(store, '我们明天开会');
      expect(await find(store, '开会')).toEqual(['我们明天开会']);
    });
    const index = new SqliteConnection(join(folder, 'search.db'), 'derived');
    index.exec("DROP TABLE words; CREATE VIRTUAL TABLE words USING fts5(text, content='', columnsize=0, detail=none)");
    index.exec("INSERT INTO words (rowid, text) VALUES (1 << 32 | 3, '我们明天开会'); PRAGMA user_version = 1;");
    index.close();
    await during(async (store) => expect(await find(store, '开会')).toEqual(['我们明天开会']));
  });

  test('indexes more than one slice, and keeps rooms apart', async () => {
    await during(async (store) => {
      await signUp(store, 'ada');
      await say(store, ...Array.from({ length: 2500 }, (_, i) => `${i % 2 === 0 ? 'even' : 'odd'} number ${i}`));
      expect(await find(store, 'even number 2498')).toEqual(['even number 2498']);
      expect((await find(store, 'odd number')).slice(0, 2)).toEqual(['odd number 2499', 'odd number 2497']);
      expect(await find(store, 'odd even')).toEqual([]);
    });
  });
});

test('a database of the first version is migrated, and everything in it is found', async () => {
  const old = new SqliteConnection(file, 'write');
  old.exec(`${migrations[0]} PRAGMA user_version = 1;`);
  old.exec(`
    INSERT INTO accounts (user, password_hash, created_ms) VALUES ('ada', 'h', 1);
    INSERT INTO sessions VALUES ('session-ada', 'ada', x'00', '', 1, 1);
    INSERT INTO rooms VALUES ('general', '', 3, 1);
    INSERT INTO memberships VALUES ('general', 'ada', 2, NULL);
    INSERT INTO events VALUES (1, 'general', 1, 'a', 'ada', 'made', '{"topic":""}', 1);
    INSERT INTO events VALUES (2, 'general', 2, 'b', 'ada', 'joined', NULL, 1);
    INSERT INTO events VALUES (3, 'general', 3, 'c', 'ada', 'message', '{"kind":"text","text":"an old word"}', 1);
    INSERT INTO texts (rowid, text) VALUES (3, 'an old word');
  `);
  old.close();
  await during(async (store) => {
    await say(store, 'a new word');
    expect(await find(store, 'word')).toEqual(['a new word', 'an old word']);
    expect(await headOf(store, 'general')).toBe(4);
  });
});

searchChangesContract('sqlite', (readText) => openInOneThread(file, join(folder, 'search.db'), readText).store);
