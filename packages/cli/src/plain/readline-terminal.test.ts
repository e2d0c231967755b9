import { PassThrough, Writable } from 'node:stream';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { readlineTerminal } from './readline-terminal.ts';

test('a terminal that takes nothing costs bounded memory, and then shows how many texts were left out', async () => {
  const taken: string[] = [];
  let carry: (() => void) | undefined;
  let stalled = true;
  const stdout = new Writable({
    write(chunk: Buffer, _, done) {
      taken.push(chunk.toString());
      if (stalled) carry = done;
      else done();
    },
  });
  const face = readlineTerminal({ stdin: new PassThrough() as never, stdout: stdout as never }, true);
  const text = 'x'.repeat(64 * 1024);
  for (let i = 0; i < 1000; i++) face.print(text);
  expect(stdout.writableLength).toBeLessThan(5 * 1024 * 1024);
  stalled = false;
  carry?.();
  await eventually(() => taken.join('').includes('not shown: the terminal is too slow'));
  const shown = taken.join('').split(text).length - 1;
  expect(taken.join('')).toContain(`${1000 - shown} texts were not shown`);
  face.print('the next one');
  await eventually(() => taken.join('').includes('the next one'));
  face.close();
});
