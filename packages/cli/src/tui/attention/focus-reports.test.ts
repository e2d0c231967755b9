import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { followFocus } from './focus-reports.ts';

function keyboard() {
  const stdin = new PassThrough().setEncoding('utf8') as unknown as NodeJS.ReadStream & PassThrough;
  const told: boolean[] = [];
  const end = followFocus(stdin, (on) => told.push(on));
  const types = (text: string): unknown => {
    stdin.write(text);
    return stdin.read();
  };
  return { told, types, end };
}

test('reports are heard among keys, also in two parts, and what is read stays as it is', () => {
  const { told, types, end } = keyboard();
  expect(types('hi\u001b[Othere')).toBe('hi\u001b[Othere');
  expect(told).toEqual([false]);
  for (const part of ['\u001b', '[', 'I']) types(part);
  expect(told).toEqual([false, true]);
  types('\u001b[I\u001b[O');
  expect(told).toEqual([false, true, false]);
  expect(types('')).toBeNull();
  end();
  types('\u001b[I');
  expect(told).toHaveLength(3);
});

test('keys and typed text are no reports', () => {
  const { told, types } = keyboard();
  for (const keys of ['[I', '[O', '\u001bOA', '\u001b[1;5I', '\u001b', 'I', '\u001b[', 'A', 'O']) types(keys);
  expect(told).toEqual([]);
});
