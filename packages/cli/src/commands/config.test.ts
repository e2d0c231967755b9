import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
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

test('a setting is written to the file, read back, and listed with the defaults', async () => {
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

test('paths are printed, also of missing files', async () => {
  using it = home();
  expect((await it.config('path')).out).toBe(`${it.settings}\n`);
  expect((await it.config('path', 'keys', '--json')).out).toBe(`${JSON.stringify({ path: it.keys })}\n`);
  expect(await it.config('path', 'other')).toMatchObject({
    code: 2,
    err: expect.stringContaining('settings or keys'),
  });
  expect(readdirSync(it.path)).toEqual([]);
});

test('a server in the list must have an account in this home, by the name that the chat uses', async () => {
  using it = home();
  const servers = {
    'wss://chat.example': { addedMs: 1, user: 'ada', accounts: ['ada', 'ann'] },
    'wss://work.example:9000': { addedMs: 1, user: 'ada' },
    'wss://left.example': { addedMs: 1 },
  };
  writeFileSync(join(it.path, 'servers.json'), JSON.stringify({ version: 1, servers }));
  const usable = '["chat.example", "ann@chat.example", "work.example:9000"]';
  expect(await it.config('set', 'servers', usable)).toEqual({ code: 0, out: '', err: '' });
  const before = readFileSync(it.settings, 'utf8');
  for (const [typed, name, meant] of [
    ['foo', 'foo', ''],
    ['["chat.example", "left.example"]', 'left.example', ''],
    ['chat.exmaple', 'chat.exmaple', ' Did you mean chat.example?'],
  ] as const) {
    const message = `securechat: You are not logged in at ${name}.${meant} Log in: securechat login --server ${name}\n`;
    expect(await it.config('set', 'servers', typed)).toEqual({ code: 2, out: '', err: message });
  }
  expect(readFileSync(it.settings, 'utf8')).toBe(before);
  expect(await it.config('set', 'servers', '[]')).toMatchObject({ code: 0 });
});

test('mistakes exit with 2, name the allowed values, and leave the file unchanged', async () => {
  using it = home();
  writeFileSync(it.settings, 'theme = "dark"\nkeyss = "vim"\n');
  expect(await it.config('set', 'keys', 'nano')).toMatchObject({ code: 2, err: expect.stringContaining('emacs, vim') });
  expect(await it.config('get', 'colour')).toMatchObject({
    code: 2,
    err: expect.stringContaining('Unknown setting colour'),
  });
  expect(await it.config('set', 'keys')).toMatchObject({ code: 2 });
  expect(readFileSync(it.settings, 'utf8')).toBe('theme = "dark"\nkeyss = "vim"\n');
  const got = await it.config('get', 'theme');
  expect(got).toMatchObject({ code: 0, out: 'dark\n' });
  expect(got.err).toContain(`${it.settings}: Unknown setting keyss. Did you mean keys?`);
  expect(await it.config('edit')).toMatchObject({ code: 2, err: expect.stringContaining(it.settings) });
});

test('unsetting restores the default and leaves the rest of the file unchanged', async () => {
  using it = home();
  writeFileSync(it.settings, '# mine\ntheme = "dark" # at night\nkeys = "vim"\n\n[rooms.ops]\nmuted = true\n');
  expect(await it.config('unset', 'theme')).toEqual({ code: 0, out: '', err: '' });
  expect(await it.config('unset', 'rooms.ops.muted')).toEqual({ code: 0, out: '', err: '' });
  expect(readFileSync(it.settings, 'utf8')).toContain('# mine\n');
  expect(readFileSync(it.settings, 'utf8')).toContain('keys = "vim"');
  expect((await it.config('get', 'theme')).out).toBe('auto\n');
  expect((await it.config('get', 'rooms.ops.muted')).out).toBe('false\n');
  expect(await it.config('unset', 'theme')).toMatchObject({
    code: 0,
    err: expect.stringContaining('theme is not set'),
  });
  expect(await it.config('unset', 'colour')).toMatchObject({ code: 2 });
});

test('a theme must be built in or a file; a room may be written as in the chat', async () => {
  using it = home();
  const unknown = await it.config('set', 'theme', 'drak');
  expect(unknown).toMatchObject({ code: 2, out: '' });
  expect(unknown.err).toMatch(/Unknown theme drak\. Did you mean dark\?.*auto, .*dark/);
  expect(readdirSync(it.path)).toEqual([]);
  mkdirSync(join(it.path, 'themes'));
  writeFileSync(join(it.path, 'themes', 'mine.toml'), 'colour = 5\n');
  expect(await it.config('set', 'theme', 'mine')).toMatchObject({ code: 2, err: expect.stringContaining('mine.toml') });
  expect(await it.config('set', 'theme', 'none')).toMatchObject({ code: 0 });
  expect(await it.config('set', 'rooms.#Ops.muted', 'true')).toMatchObject({ code: 0 });
  expect((await it.config('get', 'rooms.ops.muted')).out).toBe('true\n');
  expect(await it.config('set', 'rooms.o/s.muted', 'true')).toMatchObject({ code: 2 });
});

test('settings are written through a symbolic link, keeping the mode and the line ends of the file', async () => {
  using it = home();
  const dotfiles = join(it.path, 'dotfiles');
  mkdirSync(dotfiles);
  const real = join(dotfiles, 'securechat.toml');
  writeFileSync(real, '# mine\r\ntheme = "dark"\r\n');
  chmodSync(real, 0o600);
  symlinkSync('dotfiles/securechat.toml', it.settings);
  expect(await it.config('set', 'keys', 'vim')).toEqual({ code: 0, out: '', err: '' });
  expect(readlinkSync(it.settings)).toBe('dotfiles/securechat.toml');
  expect(readFileSync(real, 'utf8')).toBe('# mine\r\ntheme = "dark"\r\nkeys = "vim"\r\n');
  expect(statSync(real).mode & 0o777).toBe(0o600);
  expect(await it.config('set', 'rooms.ops.muted', 'true')).toEqual({ code: 0, out: '', err: '' });
  expect(await it.config('unset', 'theme')).toEqual({ code: 0, out: '', err: '' });
  expect(readFileSync(real, 'utf8')).not.toMatch(/[^\r]\n/);
  expect(readdirSync(dotfiles)).toEqual(['securechat.toml']);
});

test('the target of a dangling link is created; a link loop is reported', async () => {
  using it = home();
  mkdirSync(join(it.path, 'dotfiles'));
  symlinkSync(join(it.path, 'dotfiles', 'new.toml'), it.settings);
  expect(await it.config('set', 'keys', 'vim')).toEqual({ code: 0, out: '', err: '' });
  expect(readFileSync(join(it.path, 'dotfiles', 'new.toml'), 'utf8')).toBe('keys = "vim"\n');
  rmSync(it.settings);
  symlinkSync('settings.toml', it.settings);
  expect(await it.config('set', 'keys', 'vim')).toMatchObject({ code: 1, err: expect.stringContaining(it.settings) });
});

test.skipIf(process.platform !== 'linux')('a home that cannot be written is reported in a sentence', async () => {
  for (const folder of ['/proc/nowhere', '/dev/null/home', '/proc/self/fd']) {
    const fake = fakeEnv();
    expect(await runCli(['config', 'set', 'keys', 'vim', '--home', folder], fake.env), folder).toBe(1);
    expect(fake.err(), folder).toMatch(/Cannot (read|write) .*settings\.toml \(\w+\).*--home/);
  }
});
