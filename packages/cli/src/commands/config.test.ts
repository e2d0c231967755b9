import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../program.ts';
import { fakeEnv } from '../testing/fake-env.ts';

function home() {
  const path = mkdtempSync(join(tmpdir(), 'securechat-'));
  const config = async (...args: string[]) => {
    const fake = fakeEnv();
    const code = await runCli(['config', ...args, '--home', path], fake.env);
    return { code, out: fake.out(), err: fake.err() };
  };
  const [settings, keys] = [join(path, 'settings.toml'), join(path, 'keys.toml')];
  return { path, config, settings, keys, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

test('a setting is set in the file, got back, and listed beside the defaults', async () => {
  using it = home();
  expect(await it.config('set', 'theme', 'dark')).toEqual({ code: 0, out: '', err: '' });
  expect(await it.config('set', 'rooms.ops.muted', 'true')).toMatchObject({ code: 0 });
  expect(readFileSync(it.settings, 'utf8')).toBe('theme = "dark"\n\n[rooms.ops]\nmuted = true\n');
  expect(statSync(it.settings).mode & 0o777).toBe(0o644);
  expect(readdirSync(it.path)).toEqual(['settings.toml']);
  expect((await it.config('get', 'theme')).out).toBe('dark\n');
  expect((await it.config('get', 'rooms.ops.muted', '--json')).out).toBe('{"key":"rooms.ops.muted","value":true}\n');
  expect((await it.config('get', 'rooms.other.notify')).out).toBe('mentions\n');
  const { out } = await it.config('list');
  expect(out).toContain('theme = "dark"\n');
  expect(out).toContain('links = "auto"  # default\n');
  expect(out).toContain('rooms.ops.muted = true\n');
  const first = (await it.config('--json')).out.split('\n')[0] ?? '';
  expect(JSON.parse(first)).toEqual({ key: 'theme', value: 'dark', set: true });
});

test('paths are told, also of files that are not there', async () => {
  using it = home();
  expect((await it.config('path')).out).toBe(`${it.settings}\n`);
  expect((await it.config('path', 'keys', '--json')).out).toBe(`${JSON.stringify({ path: it.keys })}\n`);
  expect(await it.config('path', 'other')).toMatchObject({
    code: 2,
    err: expect.stringContaining('settings, or keys'),
  });
  expect(readdirSync(it.path)).toEqual([]);
});

test('mistakes end with 2, say what is allowed, and leave the file alone', async () => {
  using it = home();
  writeFileSync(it.settings, 'theme = "dark"\nkeyss = "vim"\n');
  expect(await it.config('set', 'keys', 'nano')).toMatchObject({ code: 2, err: expect.stringContaining('emacs, vim') });
  expect(await it.config('get', 'colour')).toMatchObject({ code: 2, err: expect.stringContaining('no setting') });
  expect(await it.config('set', 'keys')).toMatchObject({ code: 2 });
  expect(readFileSync(it.settings, 'utf8')).toBe('theme = "dark"\nkeyss = "vim"\n');
  const got = await it.config('get', 'theme');
  expect(got).toMatchObject({ code: 0, out: 'dark\n' });
  expect(got.err).toContain(`${it.settings}: keyss is no setting. Did you mean keys?`);
  expect(await it.config('edit')).toMatchObject({ code: 2, err: expect.stringContaining(it.settings) });
});
