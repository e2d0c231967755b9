import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { actionTrail, type CrashFacts, crashText, keepCrash } from './crash-report.ts';

const facts: CrashFacts = {
  version: '1.2.3',
  face: 'screen',
  variables: { TERM: 'xterm', COLORTERM: 'my secret plan', TMUX: '/tmp/secret' },
  size: { columns: 80, rows: 24 },
  actions: ['type', 'send'],
  counts: { rooms: 2 },
};

test('a report has the stack, the actions and the counts, but not the error message', () => {
  const inner = new TypeError("Cannot read properties of undefined (reading 'secret-room')");
  const error = new Error('secret: my words\n    at secret (file:///secret.ts:1:1)\nmore secret', { cause: inner });
  const text = crashText(error, facts, 0);
  expect(text).not.toMatch(/secret/i);
  expect(text).toContain('error: Error\n  at ');
  expect(text).toContain('error: TypeError\n  at ');
  expect(text).toContain('crash-report.test.ts:');
  expect(text).toContain('actions, oldest first: type send');
  expect(text).toContain('rooms=2');
  expect(text).toContain('TERM=xterm COLORTERM=- TERM_PROGRAM=- tmux=yes');
  expect(crashText('secret', facts, 0)).not.toContain('secret');
  const renamed = Object.assign(new Error('x'), { name: 'my secret', code: 'also secret' });
  expect(crashText(renamed, facts, 0)).not.toContain('secret');
});

test('only the owner can read reports, and the oldest are deleted', () => {
  const home = mkdtempSync(join(tmpdir(), 'crashes-'));
  const folder = join(home, 'state', 'crashes');
  try {
    for (let i = 0; i < 23; i++) expect(keepCrash(folder, `report ${i}`, i * 1000)).toBeDefined();
    const names = readdirSync(folder).sort();
    expect(names).toHaveLength(20);
    expect(readFileSync(join(folder, names[0] ?? ''), 'utf8')).toBe('report 3');
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, names[0] ?? '')).mode & 0o777).toBe(0o600);
    expect(keepCrash(join(folder, names[0] ?? ''), 'a file stands where the folder should be', 0)).toBeUndefined();
  } finally {
    rmSync(home, { recursive: true });
  }
});

test('the trail holds the names of the last fifty actions', () => {
  const trail = actionTrail();
  for (let i = 0; i < 60; i++) trail.note(String(i));
  expect(trail.names()).toHaveLength(50);
  expect(trail.names()[0]).toBe('10');
});
