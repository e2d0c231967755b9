import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { editorOf, editText } from './editor.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'securechat-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test('the edited text is returned, and no copy of it remains', async () => {
  const seen = join(folder, 'seen');
  const editor = `f() { stat -c '%a %n' "$(dirname "$1")" "$1" > ${seen}; cat "$1" >> ${seen}; echo more >> "$1"; }; f`;
  expect(await editText('two\nlines', editor)).toEqual({ ok: true, value: 'two\nlines\nmore' });
  const [ofFolder = '', ofFile = '', ...text] = readFileSync(seen, 'utf8').split('\n');
  expect([ofFolder.slice(0, 4), ofFile.slice(0, 4), text]).toEqual(['700 ', '600 ', ['two', 'lines', '']]);
  expect(existsSync(dirname(ofFile.slice(4)))).toBe(false);
});

test('an editor that fails or is missing is reported', async () => {
  expect(await editText('text', 'exit 3; :')).toEqual({ ok: false, error: 'The editor exited with code 3.' });
  expect(await editText('text', 'no-such-editor-here 2>/dev/null')).toMatchObject({
    ok: false,
    error: expect.stringContaining('was not found. Set VISUAL or EDITOR'),
  });
});

test.each([
  [
    'a byte order mark and Windows line ends',
    "printf '\\357\\273\\277one\\r\\ntwo\\r\\n' >",
    { ok: true, value: 'one\ntwo' },
  ],
  [
    'Latin-1',
    "printf 'caf\\351\\n' >",
    { ok: false, error: expect.stringContaining('other than UTF-8 text (byte 4)') },
  ],
  ['a character cut in two', "printf 'caf\\303' >", { ok: false, error: expect.stringContaining('other than UTF-8') }],
  ['no file', 'rm', { ok: false, error: 'The editor left no file.' }],
  ['a folder', 'f() { rm "$1" && mkdir "$1"; }; f', { ok: false, error: 'The editor left no file.' }],
])('an editor that leaves %s', async (_, editor, result) => {
  expect(await editText('text', editor)).toEqual(result);
});

test('VISUAL takes precedence over EDITOR', () => {
  expect(editorOf({ VISUAL: 'code --wait', EDITOR: 'vim' })).toBe('code --wait');
  expect(editorOf({ EDITOR: 'vim' })).toBe('vim');
  expect(editorOf({})).toBe('vi');
});

test('a missing folder for temporary files does not fail', async () => {
  vi.stubEnv('XDG_RUNTIME_DIR', join(folder, 'gone'));
  expect(await editText('text', 'true')).toEqual({ ok: true, value: 'text' });
  vi.stubEnv('TMPDIR', join(folder, 'gone too'));
  expect(await editText('text', 'true')).toEqual({ ok: true, value: 'text' });
});

test('an editor does not inherit the session token', async () => {
  vi.stubEnv('SECURECHAT_TOKEN', 'secret');
  vi.stubEnv('OTHER_SETTING', 'stays');
  const seen = join(folder, 'seen');
  expect(await editText('text', `f() { env > ${seen}; }; f`)).toMatchObject({ ok: true });
  const variables = readFileSync(seen, 'utf8');
  expect(variables).toContain('OTHER_SETTING=stays');
  expect(variables).not.toContain('secret');
});
