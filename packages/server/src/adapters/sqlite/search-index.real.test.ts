import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { searchIndexContract } from '../../contracts/search-index.contract.ts';
import { SqliteConnection } from './database.ts';
import { SqliteSearchIndex } from './search-index.ts';

let folder = '';
let made = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'securechat-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

searchIndexContract('sqlite', () => {
  const file = join(folder, `${made++}.search`);
  return { open: () => new SqliteSearchIndex(new SqliteConnection(file, 'derived')) };
});
