import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Spool, type Spooled } from './spool.ts';

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

test('messages come out as they were put in, in order, also from another run', () => {
  inFolder((folder) => {
    const spool = new Spool(folder);
    for (const id of ['b', 'a:1', 'c']) expect(spool.add(message(id))).toMatchObject({ ok: true });
    new Spool(folder).add(message('earlier', 4));
    expect(ids(new Spool(folder))).toEqual(['earlier', 'b', 'a:1', 'c']);
    expect(new Spool(folder).list()[1]?.message).toEqual(message('b'));
    expect(statSync(spool.list()[0]?.file ?? '').mode & 0o777).toBe(0o600);
  });
});

test('what is delivered goes, what is refused is set aside with its text, and what cannot be read stays', () => {
  inFolder((folder) => {
    const spool = new Spool(folder);
    for (const id of ['a', 'b']) spool.add(message(id));
    writeFileSync(join(folder, '0-broken.json'), '{');
    const [a, b] = spool.list();
    spool.drop(a?.file ?? '');
    const aside = spool.setAside(b?.file ?? '');
    expect(ids(spool)).toEqual([]);
    // Another run that delivers at the same time has been faster.
    expect(spool.setAside(b?.file ?? '')).toBeUndefined();
    expect(readFileSync(aside ?? '', 'utf8')).toContain('text of b');
    expect(readFileSync(join(folder, '0-broken.json'), 'utf8')).toBe('{');
  });
});

test('no spool is an empty one', () => {
  expect(ids(new Spool('/nowhere/at/all'))).toEqual([]);
});
