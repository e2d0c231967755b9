import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from '@securechat/protocol/result';
import { eventually } from '@securechat/testkit';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkForDamage } from './damage-check.ts';

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'securechat-'));
  file = join(folder, 'securechat.db');
});
afterEach(() => rm(folder, { recursive: true }));

const checked = (): Promise<Result<readonly string[], string>> => new Promise((done) => checkForDamage(file, done));

test('a sound database has no problems, and a damaged one has some', async () => {
  const db = new Database(file);
  db.exec('CREATE TABLE texts (text TEXT) STRICT');
  const insert = db.prepare('INSERT INTO texts VALUES (?)');
  for (let i = 0; i < 100; i++) insert.run('some text '.repeat(50));
  db.close();
  expect(await checked()).toEqual({ ok: true, value: [] });
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0xa5, bytes.length >> 1, (bytes.length >> 1) + 8192));
  expect(await checked()).toMatchObject({
    ok: true,
    value: expect.arrayContaining([expect.stringMatching(/^Tree 2 page \d+/)]),
  });
});

test('a check that cannot run says so, instead of reporting damage', async () => {
  const { execPath } = process;
  process.execPath = join(folder, 'missing');
  try {
    expect(await checked()).toMatchObject({ ok: false, error: expect.stringContaining('ENOENT') });
  } finally {
    process.execPath = execPath;
  }
});

/** Whether the process of the check has loaded SQLite. */
const hasLoaded = () =>
  readdirSync('/proc').some((pid) => {
    try {
      const isIt = readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(file);
      return isIt && readFileSync(`/proc/${pid}/maps`, 'utf8').includes('better-sqlite3');
    } catch {
      return false;
    }
  });

test('a cancelled check ends and reports nothing, even where SQLite never returns', async () => {
  // Opening a FIFO waits until somebody writes to it, and nobody does.
  execFileSync('mkfifo', [file]);
  const reports: unknown[] = [];
  const cancel = checkForDamage(file, (result) => reports.push(result));
  await eventually(hasLoaded);
  await cancel();
  expect(reports).toEqual([]);
});
