import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { atMost } from '../../contracts/store/steps.ts';
import { good, room } from '../../contracts/store.contract.ts';
import { openSqliteStore } from './store.ts';

// Neither a pragma nor kill -9 shows whether a commit waited for the disk; only the system calls do.
const tracer = 'strace';
const noStrace = spawnSync(tracer, ['--version']).status !== 0;
if (noStrace) process.stderr.write('skipping durability tests: install strace (Debian: apt-get install strace)\n');

const program = fileURLToPath(new URL('./testing/append-one-by-one.ts', import.meta.url));
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'securechat-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

type Said = { seq?: number; failed?: string };

/** Appends messages in a process whose syncs are counted and, from `fault` on, fail. */
function appendUnder(options: { times: number; fault?: string; die?: true }) {
  const trace = join(folder, 'trace');
  const inject = options.fault ? ['-e', `inject=fsync,fdatasync:error=EIO:when=${options.fault}`] : [];
  const watch = ['-f', '-qq', '--seccomp-bpf', '-o', trace, '-e', 'trace=fsync,fdatasync', ...inject];
  const file = join(folder, 'securechat.db');
  const run = [process.execPath, '--conditions=source', program, file, `${options.times}`, options.die ? 'die' : ''];
  const { stdout, stderr } = spawnSync(tracer, [...watch, ...run], { encoding: 'utf8' });
  const said = stdout
    .split('\n')
    .filter(Boolean)
    .map((line): Said => JSON.parse(line));
  const syncs = readFileSync(trace, 'utf8')
    .split('\n')
    .filter((line) => /f(data)?sync\(/.test(line)).length;
  return { said, syncs, stderr };
}

async function stored(): Promise<number[]> {
  const store = good(await openSqliteStore({ dataDir: folder }));
  const events = await store.eventsAfter(room('general'), 2, 10_000, atMost(10_000));
  await store.close();
  return events.map(({ seq }) => seq);
}

describe.skipIf(noStrace)('G1: the disk', () => {
  test('every commit waits for the disk, from the first to the last', async () => {
    const { said, syncs } = appendUnder({ times: 50 });
    expect(said.map(({ seq }) => seq)).toEqual(Array.from({ length: 50 }, (_, i) => i + 3));
    expect(syncs).toBeGreaterThanOrEqual(50);
  });

  test('D53: while it fails, messages are refused and not stored, and later ones continue without a gap', async () => {
    const { said } = appendUnder({ times: 20, fault: '12..14' });
    expect(said.length).toBe(20);
    expect(said.some(({ failed }) => failed === 'storage_failed')).toBe(true);
    const acked = said.flatMap(({ seq }) => seq ?? []);
    expect(acked.length).toBeGreaterThan(10);
    expect(acked).toEqual(acked.map((_, i) => i + 3));
    expect(await stored()).toEqual(acked);
    const db = new Database(join(folder, 'securechat.db'), { readonly: true });
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    db.close();
  });

  test('D53: a refused message does not come back when the process is killed right after', async () => {
    const { said } = appendUnder({ times: 20, fault: '12+', die: true });
    expect(said.at(-1)).toEqual({ failed: 'storage_failed' });
    expect(await stored()).toEqual(said.flatMap(({ seq }) => seq ?? []));
  });
});
