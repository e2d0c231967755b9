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

test('messages come out as they were put in, in order, also from another run whose clock was set back', () => {
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

test('what an earlier version has spooled, whose names begin with the time, comes first', () => {
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

test('a message that was refused is not forgotten, and is sent again once its file is renamed', () => {
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
    // It keeps its place behind what was refused.
    spool.add(message('c'));
    expect(ids(spool)).toEqual(['a', 'c']);
  });
});

test('what is delivered goes, what is refused is set aside with its text, and what cannot be read stays', () => {
  inFolder((folder) => {
    const spool = new Spool(folder);
    for (const id of ['a', 'b']) spool.add(message(id));
    writeFileSync(join(folder, '0-broken.json'), '{');
    const [a, b] = spool.list();
    spool.drop(a?.file ?? '');
    const movedTo = spool.setAside(b?.file ?? '');
    expect(ids(spool)).toEqual([]);
    // Another run that delivers at the same time has been faster.
    expect(spool.setAside(b?.file ?? '')).toBeUndefined();
    expect(readFileSync(movedTo ?? '', 'utf8')).toContain('text of b');
    expect(readFileSync(join(folder, '0-broken.json'), 'utf8')).toBe('{');
  });
});

test('no spool is an empty one', () => {
  expect(ids(new Spool('/nowhere/at/all'))).toEqual([]);
});
