import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Spool, type Spooled, sayRefusedFiles } from './spool.ts';

const message = (id: string, atMs = 5) => ({ id, room: 'ops', text: `text of ${id}`, atMs }) as Spooled;
const inFolder = (use: (folder: string) => void) => {
  const folder = mkdtempSync(join(tmpdir(), 'securechat-spool-'));
  try {
    use(join(folder, 'spool'));
  } finally {
    rmSync(folder, { recursive: true });
  }
};
const ids = (spool: Spool) => spool.list().map(({ message: { id } }) => id);

test('messages are listed in the order in which they were added, also by a run whose clock was set back', () => {
  inFolder((folder) => {
    const spool = new Spool(folder);
    for (const id of ['b', 'a:1', 'c']) expect(spool.add(message(id))).toMatchObject({ ok: true });
    new Spool(folder).add(message('later', 4));
    spool.add(message('last', 3));
    expect(ids(new Spool(folder))).toEqual(['b', 'a:1', 'c', 'later', 'last']);
    expect(new Spool(folder).list()[0]?.message).toEqual(message('b'));
    expect(statSync(spool.list()[0]?.file ?? '').mode & 0o777).toBe(0o600);
  });
});

test('messages spooled by an earlier version, whose file names begin with the time, come first', () => {
  inFolder((folder) => {
    mkdirSync(folder, { recursive: true });
    const old = message('old', 1_795_000_000_000);
    writeFileSync(join(folder, '001795000000000-000000-old.json'), JSON.stringify(old));
    const spool = new Spool(folder);
    spool.add(message('new'));
    spool.add(message('newer'));
    expect(ids(spool)).toEqual(['old', 'new', 'newer']);
  });
});

test('a refused message stays on disk, and is sent again once its file is renamed', () => {
  inFolder((folder) => {
    const spool = new Spool(folder);
    expect(sayRefusedFiles(spool)).toBeUndefined();
    for (const id of ['a', 'b']) spool.add(message(id));
    const [a, b] = spool.list().map(({ file }) => spool.setAside(file) ?? '');
    expect(new Spool(folder).refused()).toEqual([a, b]);
    expect(sayRefusedFiles(spool)).toMatch(
      /^2 spooled messages were refused .*\*\.refused\. To retry one, remove \.refused/,
    );
    renameSync(a ?? '', (a ?? '').replace(/\.refused$/, ''));
    expect(ids(spool)).toEqual(['a']);
    expect(sayRefusedFiles(spool)).toMatch(/^1 spooled message was refused/);
    // It keeps its place after the refused ones.
    spool.add(message('c'));
    expect(ids(spool)).toEqual(['a', 'c']);
  });
});

test('delivered messages are deleted, refused ones are set aside with their text, and unreadable files stay', () => {
  inFolder((folder) => {
    const spool = new Spool(folder);
    for (const id of ['a', 'b']) spool.add(message(id));
    writeFileSync(join(folder, '0-broken.json'), '{');
    const [a, b] = spool.list();
    spool.drop(a?.file ?? '');
    const movedTo = spool.setAside(b?.file ?? '');
    expect(ids(spool)).toEqual([]);
    // A concurrent run has delivered it already.
    expect(spool.setAside(b?.file ?? '')).toBeUndefined();
    expect(readFileSync(movedTo ?? '', 'utf8')).toContain('text of b');
    expect(readFileSync(join(folder, '0-broken.json'), 'utf8')).toBe('{');
  });
});

test('a missing spool counts as empty', () => {
  expect(ids(new Spool('/nowhere/at/all'))).toEqual([]);
});
