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

test('is made once, for the owner alone, and stays', async () => {
  const data = join(folder, 'new', 'data');
  const first = await loadPepper(data, true);
  expect(first).toMatchObject({ ok: true });
  if (!first.ok) return;
  expect(first.value.length).toBe(32);
  expect((await stat(join(data, 'pepper'))).mode & 0o777).toBe(0o600);
  expect((await stat(data)).mode & 0o777).toBe(0o700);
  expect(await loadPepper(data, true)).toEqual(first);
});

test('a damaged one, an open one, and a folder that cannot be made are refused with what to do', async () => {
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

test('none is made where there are accounts, whose passwords it would not fit; one that is there is used', async () => {
  expect(await loadPepper(folder, false)).toEqual({ ok: false, error: expect.stringContaining('restore it from') });
  expect(await readdir(folder)).toEqual([]);
  const made = await loadPepper(folder, true);
  expect(await loadPepper(folder, false)).toEqual(made);
});
