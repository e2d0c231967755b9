import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { draft, good, room, signUp } from '../../contracts/store/steps.ts';
import { openSqliteStore } from './store.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'securechat-ledger-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const ledger = () => join(dataDir, 'deletions.jsonl');
const seqsIn = () =>
  readFileSync(ledger(), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as { readonly seq: number }).seq);

/** Opens the store, deletes these messages of ada, and closes it. */
async function run(...targets: readonly number[]): Promise<void> {
  const store = good(await openSqliteStore({ dataDir }));
  for (const target of targets) {
    const change = { ...draft('ada', `delete ${target}`, ''), type: 'message-deleted', payload: { target } } as const;
    good(await store.append({ ...change, changes: { target, editWindowMs: 0 } }));
  }
  await store.close();
}

async function begin(messages: number): Promise<void> {
  const store = good(await openSqliteStore({ dataDir }));
  await signUp(store, 'ada');
  for (let i = 1; i <= messages; i++) good(await store.append(draft('ada', `m${i}`, `text ${i}`)));
  expect((await store.heads([room('general')])).get(room('general'))).toBe(messages + 2);
  await store.close();
}

test('each deletion is a line, in order, and a deletion that is repeated is none', async () => {
  await begin(4);
  await run(3, 5, 3);
  expect(seqsIn()).toEqual([3, 5]);
  await run(4);
  expect(seqsIn()).toEqual([3, 5, 4]);
});

test('what was not written before a crash is written at the next start, and an incomplete line does not count', async () => {
  await begin(4);
  await run(3, 4, 5);
  const [first = ''] = readFileSync(ledger(), 'utf8').split('\n').filter(Boolean);
  writeFileSync(ledger(), `${first}\n{"room":"gen`);
  await run();
  const lines = readFileSync(ledger(), 'utf8').split('\n').filter(Boolean);
  expect(lines.flatMap((line) => /"seq":(\d+)/.exec(line)?.[1] ?? [])).toEqual(['3', '4', '5']);
  await run(6);
  expect(readFileSync(ledger(), 'utf8').match(/"seq"/g)).toHaveLength(4);
});
