import { PassThrough, Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { readlineTerminal } from './readline-terminal.ts';

test('a blocked terminal costs bounded memory, and the number of dropped entries is reported', async () => {
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
  expect(taken.join('')).toContain(`${1000 - shown} entries were not shown`);
  face.print('the next one');
  await eventually(() => taken.join('').includes('the next one'));
  face.close();
});

test('on a dumb terminal nothing is printed in place of a prompt before there is one', async () => {
  let written = '';
  const stdout = new PassThrough().on('data', (data) => {
    written += data;
  });
  const terminal = readlineTerminal({ stdin: new PassThrough() as never, stdout: stdout as never }, true);
  terminal.print('one');
  terminal.print('two');
  terminal.prompt('general> ');
  terminal.print('three');
  terminal.print('four');
  const shown = 'one\ntwo\ngeneral> \nthree\ngeneral> \nfour\ngeneral> ';
  await eventually(() => written.split('general> ').length === 4);
  expect(stripVTControlCharacters(written)).toBe(shown);
  terminal.close();
});
