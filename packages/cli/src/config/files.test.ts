import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { replaceFile, sayFileProblem } from './files.ts';

test.each([
  ['ENOSPC', 'the disk is full', 'Free some space'],
  ['SQLITE_FULL', 'the disk is full', 'Free some space'],
  ['EROFS', 'the file system is read-only', 'Make it writable'],
  ['EACCES', 'permission denied', 'Check its permissions'],
  ['ELOOP', 'ELOOP', 'Check its permissions'],
])('%s is explained in words, with advice', (code, why, advice) => {
  expect(sayFileProblem(code)).toEqual({ why, advice });
});

test('the error for a file that cannot be replaced names the file and the reason', () => {
  const folder = mkdtempSync(join(tmpdir(), 'securechat-files-'));
  const circle = join(folder, 'circle');
  symlinkSync(circle, circle);
  writeFileSync(join(folder, 'file'), '');
  for (const [path, why] of [
    [circle, 'ELOOP'],
    [join(folder, 'file', 'below'), 'ENOTDIR'],
  ] as const) {
    const replaced = replaceFile(path, 'text', 0o600);
    expect(replaced).toMatchObject({ ok: false, error: { message: expect.stringContaining(`${path} (${why})`) } });
  }
  rmSync(folder, { recursive: true });
});
