import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadPepper } from './pepper.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'securechat-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('is created once, readable by the owner only, and kept', async () => {
  const data = join(folder, 'new', 'data');
  const first = await loadPepper(data, true);
  expect(first).toMatchObject({ ok: true });
  if (!first.ok) return;
  expect(first.value.length).toBe(32);
  expect((await stat(join(data, 'pepper'))).mode & 0o777).toBe(0o600);
  expect((await stat(data)).mode & 0o777).toBe(0o700);
  expect(await loadPepper(data, true)).toEqual(first);
});

test('a damaged or readable file, and a folder that cannot be created, are refused with advice', async () => {
  const path = join(folder, 'pepper');
  await writeFile(path, 'short', { mode: 0o600 });
  expect(await loadPepper(folder, true)).toEqual({
    ok: false,
    error: expect.stringContaining('restore it from a backup'),
  });
  await chmod(path, 0o644);
  expect(await loadPepper(folder, true)).toEqual({ ok: false, error: expect.stringContaining(`chmod 600 ${path}`) });
  const impossible = await loadPepper(join(path, 'data'), true);
  expect(impossible).toEqual({ ok: false, error: expect.stringContaining('ENOTDIR') });
});

test('none is created where accounts exist, whose hashes need the old one; an existing one is used', async () => {
  expect(await loadPepper(folder, false)).toEqual({ ok: false, error: expect.stringContaining('restore it from') });
  expect(await readdir(folder)).toEqual([]);
  const made = await loadPepper(folder, true);
  expect(await loadPepper(folder, false)).toEqual(made);
});
