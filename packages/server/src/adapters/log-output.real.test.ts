import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createJsonLog } from './json-log.ts';
import { createLogOutput } from './log-output.ts';

const folder = mkdtempSync(join(tmpdir(), 'securechat-log-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.skipIf(!existsSync('/dev/full'))(
  'a full disk is no error, and the log reports later how many lines were lost',
  () => {
    const full = openSync('/dev/full', 'w');
    const log = createJsonLog({ level: 'info', fd: full });
    log.info('first');
    log.error('second');
    closeSync(full);
    // The same descriptor, now with free space.
    const path = join(folder, 'log');
    expect(openSync(path, 'w')).toBe(full);
    log.info('third');
    log.info('fourth');
    closeSync(full);
    const lines = readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ msg, lines }) => [msg, lines])).toEqual([
      ['lines of the log were lost', 2],
      ['third', undefined],
      ['fourth', undefined],
    ]);
  },
);

test('a closed descriptor is no error', () => {
  const fd = openSync(join(folder, 'closed'), 'w');
  closeSync(fd);
  createLogOutput(fd).write('x\n');
});

test.each([1, 2])('a stalled reader of a pipe blocks nothing (descriptor %i)', async (fd) => {
  const program = `
    import { createJsonLog } from ${JSON.stringify(new URL('./json-log.ts', import.meta.url).href)};
    const log = createJsonLog({ level: 'info', fd: ${fd} });
    for (let i = 0; i < 3000; i++) log.info('x'.repeat(1000));
    process.send('written');
    process.on('message', () => setInterval(() => log.info('read again'), 5));
  `;
  const child = spawn(process.execPath, ['--conditions=source', '--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const [, out, err] = child.stdio;
  const stalled = fd === 1 ? out : err;
  expect(await once(child, 'message')).toContain('written');
  child.send('go on');
  let text = '';
  stalled?.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
    if (text.includes('read again')) child.kill();
  });
  await once(child, 'exit');
  expect(text).toMatch(/"lines":\d+,"msg":"lines of the log were lost"/);
});
