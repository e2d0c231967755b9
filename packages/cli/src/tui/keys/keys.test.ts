import { expect, test } from 'vitest';
import { actionOf, bindings, runNames } from './bindings.ts';
import { tokenize } from './tokenize.ts';

const chunk = (input: string, ...flags: string[]) =>
  tokenize({ input, flags: Object.fromEntries(flags.map((f) => [f, true])) });

test('text and Enter that arrive at once are taken apart', () => {
  expect(chunk('hi\r')).toEqual([{ text: 'hi' }, { key: 'enter' }]);
  expect(chunk('one\rtwo\r')).toEqual([{ text: 'one' }, { key: 'enter' }, { text: 'two' }, { key: 'enter' }]);
  expect(chunk('one\ntwo\t')).toEqual([{ text: 'one' }, { key: 'ctrl+j' }, { text: 'two' }, { key: 'tab' }]);
  expect(chunk('ab\u0001c')).toEqual([{ text: 'ab' }, { key: 'ctrl+a' }, { text: 'c' }]);
  expect(chunk('\u0000x\u001cy\u001f')).toEqual([{ text: 'x' }, { text: 'y' }, { key: 'ctrl+_' }]);
  expect(chunk('a\u202eb')).toEqual([{ text: 'ab' }]);
});

test('keys get the names of the table', () => {
  expect(chunk('', 'return')).toEqual([{ key: 'enter' }]);
  expect(chunk('', 'return', 'meta')).toEqual([{ key: 'alt+enter' }]);
  expect(chunk('', 'return', 'shift')).toEqual([{ key: 'shift+enter' }]);
  expect(chunk('', 'tab', 'shift')).toEqual([{ key: 'shift+tab' }]);
  expect(chunk('n', 'ctrl')).toEqual([{ key: 'ctrl+n' }]);
  expect(chunk('', 'upArrow', 'meta')).toEqual([{ key: 'alt+up' }]);
  expect(chunk('', 'rightArrow', 'ctrl')).toEqual([{ key: 'ctrl+right' }]);
  expect(chunk('', 'escape', 'meta')).toEqual([{ key: 'escape' }]);
  expect(chunk('b', 'meta')).toEqual([{ key: 'alt+b' }]);
  expect(chunk('漢')).toEqual([{ text: '漢' }]);
});

test('no key stands in the table twice, and every action has one', () => {
  const keys = bindings.flatMap((binding) => binding.keys);
  expect(new Set(keys).size).toBe(keys.length);
  const runs = bindings.flatMap(({ does }) => ('run' in does ? [does.run] : []));
  expect(new Set(runs)).toEqual(new Set(runNames));
  expect(actionOf('ctrl+a')).toEqual({ edit: 'home' });
  expect(actionOf('f12')).toBeUndefined();
});
