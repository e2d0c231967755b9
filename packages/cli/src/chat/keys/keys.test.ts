import { expect, test } from 'vitest';
import { tokenize } from '../../terminal/tokenize.ts';
import { type KeyRow, keyTable, modes } from './bindings.ts';
import { keysTemplate, validateKeymap } from './custom.ts';
import { defaultKeymap, keymapOf } from './keymap.ts';
import type { Press } from './names.ts';
import { parseKeys, withoutAlt } from './names.ts';
import { runNames } from './run-names.ts';

const rows = Object.entries<KeyRow>(keyTable);

test('text and Enter that arrive at once are separated', () => {
  expect(tokenize('hi\r')).toEqual([{ text: 'hi' }, { key: 'enter' }]);
  expect(tokenize('one\rtwo\r')).toEqual([{ text: 'one' }, { key: 'enter' }, { text: 'two' }, { key: 'enter' }]);
  expect(tokenize('one\ntwo\t')).toEqual([{ text: 'one' }, { key: 'ctrl+j' }, { text: 'two' }, { key: 'tab' }]);
  expect(tokenize('ab\u0001c')).toEqual([{ text: 'ab' }, { key: 'ctrl+a' }, { text: 'c' }]);
  expect(tokenize('\u0000x\u001cy\u001f')).toEqual([{ text: 'x' }, { text: 'y' }, { key: 'ctrl+_' }]);
  expect(tokenize('a\u202eb')).toEqual([{ text: 'ab' }]);
  expect(tokenize('漢')).toEqual([{ text: '漢' }]);
});

test('2,000 keys in one write are parsed one by one, in order', () => {
  const words = Array.from({ length: 250 }, (_, i) => String(1000 + i));
  const input = words.map((word) => `${word}\r\u0001\u007f\u0005`).join('');
  expect(input).toHaveLength(2000);
  const presses = tokenize(input);
  const expected = words.flatMap((word): Press[] => [
    { text: word },
    { key: 'enter' },
    { key: 'ctrl+a' },
    { key: 'backspace' },
    { key: 'ctrl+e' },
  ]);
  expect(presses).toEqual(expected);
});

test.each([
  ['\r', 'enter'],
  ['\u001b\r', 'alt+enter'],
  ['\u001bOM', 'enter'],
  ['\u001b[13;2u', 'shift+enter'],
  ['\u001b[13;3u', 'alt+enter'],
  ['\u001b[13;5u', 'ctrl+enter'],
  ['\u001b[13;6:1u', 'ctrl+shift+enter'],
  ['\u001b[27u', 'escape'],
  ['\u001b', 'escape'],
  ['\u001b\u001b', 'escape'],
  ['\t', 'tab'],
  ['\u001b[Z', 'shift+tab'],
  ['\u0018', 'ctrl+x'],
  ['\u001b[120;5u', 'ctrl+x'],
  ['\u001b[88;6u', 'ctrl+shift+x'],
  ['\u001ba', 'alt+a'],
  ['\u001bA', 'alt+shift+a'],
  ['\u001b1', 'alt+1'],
  ['\u001b ', 'alt+space'],
  ['\u001b\u007f', 'alt+backspace'],
  ['\u001b[127;5u', 'ctrl+backspace'],
  ['\u001b[27;5;127~', 'ctrl+backspace'],
  ['\u001b[3;5~', 'ctrl+delete'],
  ['\u001b\u0018', 'ctrl+alt+x'],
  ['\u001b[A', 'up'],
  ['\u001bOA', 'up'],
  ['\u001b[1;3A', 'alt+up'],
  ['\u001b\u001b[A', 'alt+up'],
  ['\u001b[1;2B', 'shift+down'],
  ['\u001b[1;5C', 'ctrl+right'],
  ['\u001b[1;6D', 'ctrl+shift+left'],
  ['\u001b[5~', 'pageup'],
  ['\u001b[6;3~', 'alt+pagedown'],
  ['\u001b[3~', 'delete'],
  ['\u001b[H', 'home'],
  ['\u001b[1;5F', 'ctrl+end'],
  ['\u001bOP', 'f1'],
  ['\u001b[11~', 'f1'],
  ['\u001b[[A', 'f1'],
  ['\u001b[15~', 'f5'],
  ['\u001b[24;2~', 'shift+f12'],
  ['\u001b[5^', 'ctrl+pageup'],
  ['\u001b[5$', 'shift+pageup'],
  ['\u001bOa', 'ctrl+up'],
  ['\u001b[a', 'shift+up'],
  ['\u001b[57414u', 'enter'],
  ['\u001b[27;2;13~', 'shift+enter'],
  ['\u001b[27;5;97~', 'ctrl+a'],
  ['\u001b[27;6;65~', 'ctrl+shift+a'],
  ['\u001b[27;3;47~', 'alt+/'],
  ['\u001b[27;5;9~', 'ctrl+tab'],
  ['\u001b[27;5;27~', 'ctrl+escape'],
])('%j is %s, a valid name in keys.toml', (input, key) => {
  expect(tokenize(input)).toEqual([{ key }]);
  expect(parseKeys(key)).toEqual({ ok: true, value: key });
});

test('printable input is text, and unknown sequences are ignored', () => {
  expect(tokenize('\u001b[97u')).toEqual([{ text: 'a' }]);
  expect(tokenize('\u001b[97;2u')).toEqual([{ text: 'A' }]);
  expect(tokenize('\u001b[97;2;196u')).toEqual([{ text: 'Ä' }]);
  expect(tokenize('\u001b[32u')).toEqual([{ text: ' ' }]);
  expect(tokenize('\u001b[57404u')).toEqual([{ text: '5' }]);
  for (const input of [
    '\u001b[97;1:3u',
    '\u001b[1;1:3A',
    '\u001b[I',
    '\u001b[24;80R',
    '\u001b[?1;2c',
    '\u001b[99999999u',
    '\u001b[57441u',
    '\u001b[27~',
    '\u001b[27;5;1~',
    '\u001b[27;5;99999999~',
  ]) {
    expect(tokenize(input), JSON.stringify(input)).toEqual([]);
  }
});

test('keys can be written in several ways', () => {
  for (const [written, name] of [
    ['Ctrl+X Ctrl+E', 'ctrl+x ctrl+e'],
    ['C-x b', 'ctrl+x b'],
    ['Alt+A', 'alt+a'],
    ['M-a', 'alt+a'],
    ['alt+shift+a', 'alt+shift+a'],
    ['Shift+Alt+Ctrl+F5', 'ctrl+alt+shift+f5'],
    ['PgUp', 'pageup'],
    ['Return', 'enter'],
    ['G', 'G'],
    ['ctrl++', 'ctrl++'],
    ['+', '+'],
    ['-', '-'],
    ['ctrl+-', 'ctrl+-'],
    ['g g', 'g g'],
  ] as const) {
    expect(parseKeys(written), written).toEqual({ ok: true, value: name });
  }
  for (const written of ['', 'ctrl+', 'hyper+x', 'f25', 'ctrl+x y z', 'pageupp']) {
    expect(parseKeys(written).ok, written).toBe(false);
  }
  expect(parseKeys('pageupp')).toMatchObject({
    error: expect.stringMatching(/pageupp is not a key.*pagedown.*ctrl\+x/s),
  });
});

test('in both presets every key of the table works, by its written name', () => {
  for (const preset of ['emacs', 'vim'] as const) {
    const { keymap, conflicts } = keymapOf(preset);
    expect(conflicts).toEqual([]);
    for (const [name, { keys, vim }] of rows) {
      const wanted = preset === 'vim' ? (vim ?? keys) : keys;
      expect(keymap.keysOf(name as keyof typeof keyTable), `${preset} ${name}`).toEqual(wanted);
      for (const key of wanted) expect(parseKeys(key), key).toEqual({ ok: true, value: key });
    }
  }
  const runs = rows.flatMap(([, { does }]) => ('run' in does ? [does.run] : []));
  expect(new Set(runs)).toEqual(new Set(runNames));
  expect(defaultKeymap.meaning('composer', 'ctrl+x')).toBe('begins');
  expect(defaultKeymap.meaning('composer', 'ctrl+x ctrl+e')).toEqual({ run: 'editOutside' });
  expect(defaultKeymap.meaning('composer', 'f12')).toBeUndefined();
  expect(modes.filter((mode) => defaultKeymap.hasLetters(mode))).toEqual(['empty', 'select']);
});

test("custom keys replace the preset's, and take keys from other actions", () => {
  const { value: keymap, complaints } = validateKeymap(
    'switcher = "Ctrl+K"\nnext-room = ["F6", "ctrl+o"]\nredraw = []',
    'emacs',
  );
  expect(complaints).toEqual([]);
  expect(keymap.meaning('composer', 'ctrl+k')).toEqual({ run: 'openSwitcher' });
  expect(keymap.keysOf('cut-to-end')).toEqual([]);
  expect(keymap.keysOf('next-room')).toEqual(['f6', 'ctrl+o']);
  expect(keymap.meaning('composer', 'ctrl+n')).toBeUndefined();
  expect(keymap.meaning('any', 'ctrl+l')).toBeUndefined();
});

test('mistakes in keys.toml are reported, and the rest applies', () => {
  const source = `next-rom = "f6"
send = 5
close = ["escape", "escpe"]
undo = "ctrl+o"
redo = "Ctrl+O"
switcher = "alt+x"
search = "alt+x s"
oldest = "alt+z a"
newest = "alt+z"
`;
  const { value: keymap, complaints } = validateKeymap(source, 'emacs');
  expect(complaints).toEqual([
    expect.stringMatching(/^Unknown action next-rom\. Did you mean next-room\?/),
    expect.stringMatching(/^send must be a key or a list of keys/),
    expect.stringMatching(/^close: escpe is not a key\. Keys are: /),
    'redo: ctrl+o is taken by undo (ctrl+o).',
    'search: alt+x s is taken by switcher (alt+x).',
    'newest: alt+z is taken by oldest (alt+z a).',
  ]);
  expect(keymap.keysOf('send')).toEqual(['enter', 'ctrl+enter']);
  expect(keymap.keysOf('close')).toEqual(['escape']);
  expect(keymap.keysOf('redo')).toEqual([]);
  expect(validateKeymap('send = [', 'emacs').complaints).toEqual([expect.stringMatching(/^line 1: /)]);
  expect(validateKeymap(keysTemplate(), 'vim').complaints).toEqual([]);
  expect(validateKeymap(keysTemplate().replaceAll(/^# (?=[a-z0-9-]+ = \[)/gm, ''), 'emacs').complaints).toEqual([]);
});

test.each([
  ['alt+/', [{ key: 'escape' }, { text: '/' }]],
  ['alt++', [{ key: 'escape' }, { text: '+' }]],
  ['alt+space', [{ key: 'escape' }, { text: ' ' }]],
  ['alt+shift+z', [{ key: 'escape' }, { text: 'Z' }]],
  ['alt+shift+up', [{ key: 'escape' }, { key: 'shift+up' }]],
  ['ctrl+alt+x', [{ key: 'escape' }, { key: 'ctrl+x' }]],
  ['ctrl+x', undefined],
  ['escape', undefined],
])('%s can be split', (key, apart) => {
  expect(withoutAlt(key)).toEqual(apart);
});
