import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Home, homeAt } from './home.ts';
import {
  allAccounts,
  forgetAccount,
  forgetServer,
  makeDefault,
  readServers,
  rememberLogin,
  rememberServer,
} from './known-servers.ts';

let folder = '';
let home: Home = homeAt('/nowhere');
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'securechat-'));
  home = homeAt(join(folder, 'home'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a home without files has no known servers', () => {
  expect(readServers(home)).toEqual({ ok: true, value: { version: 1, servers: {} } });
});

test('a file with a byte order mark and Windows line ends is read', () => {
  rememberLogin(home, 'wss://a:1', { pin: 'p', user: 'ada' }, 5);
  const file = home.serversFile;
  const before = readServers(home);
  writeFileSync(file, `\ufeff${readFileSync(file, 'utf8').replaceAll('\n', '\r\n')}`);
  expect(readServers(home)).toEqual(before);
});

test('a remembered server is read back; only a log-in or an explicit choice changes the default', () => {
  rememberLogin(home, 'wss://a:1', { pin: 'p', user: 'ada' }, 5);
  rememberServer(home, 'wss://b:1', {}, 6);
  rememberServer(home, 'wss://b:1', { pin: 'q' }, 7);
  const a = { pin: 'p', user: 'ada', accounts: ['ada'], addedMs: 5 };
  const b = { pin: 'q', addedMs: 6 };
  expect(readServers(home)).toEqual({
    ok: true,
    value: { version: 1, last: 'wss://a:1', servers: { 'wss://a:1': a, 'wss://b:1': b } },
  });
  makeDefault(home, 'wss://b:1', undefined);
  expect(readServers(home)).toMatchObject({ value: { last: 'wss://b:1' } });
});

test('a server can have several accounts; forgetting the default one does not promote another', () => {
  const accounts = () => {
    const known = readServers(home);
    return known.ok ? allAccounts(known.value).map(({ user, isDefault }) => `${user}${isDefault ? '*' : ''}`) : [];
  };
  rememberLogin(home, 'wss://a:1', { user: 'ada' }, 1);
  rememberLogin(home, 'wss://a:1', { user: 'bob' }, 2);
  rememberLogin(home, 'wss://a:1', { user: 'bob' }, 3);
  expect(accounts()).toEqual(['ada', 'bob*']);
  makeDefault(home, 'wss://a:1', 'ada');
  expect(accounts()).toEqual(['ada*', 'bob']);
  forgetAccount(home, 'wss://a:1', 'ada');
  expect(accounts()).toEqual(['bob']);
  forgetAccount(home, 'wss://a:1', 'bob');
  expect(readServers(home)).toEqual({
    ok: true,
    value: { version: 1, last: 'wss://a:1', servers: { 'wss://a:1': { addedMs: 1 } } },
  });
});

test('the single user in a file of an earlier version becomes an account', () => {
  rememberServer(home, 'wss://a:1', {}, 1);
  writeFileSync(
    home.serversFile,
    JSON.stringify({ version: 1, last: 'wss://a:1', servers: { 'wss://a:1': { addedMs: 1, user: 'ada' } } }),
  );
  const known = readServers(home);
  expect(known.ok && allAccounts(known.value)).toEqual([{ url: 'wss://a:1', user: 'ada', isDefault: true }]);
});

test('only the owner can read the file, and no temporary file remains', () => {
  rememberServer(home, 'wss://a:1', {}, 1);
  expect(statSync(home.serversFile).mode & 0o777).toBe(0o600);
  expect(statSync(home.folder).mode & 0o777).toBe(0o700);
  expect(readdirSync(home.folder)).toEqual(['servers.json']);
});

test('a server can be forgotten', () => {
  rememberLogin(home, 'wss://a:1', { user: 'ada' }, 1);
  forgetServer(home, 'wss://a:1');
  expect(readServers(home)).toEqual({ ok: true, value: { version: 1, servers: {} } });
});

test('the error for a damaged file names it and leaves it unchanged; an impossible folder is named, too', () => {
  rememberServer(home, 'wss://a:1', {}, 1);
  writeFileSync(home.serversFile, '{"version":2}');
  const read = readServers(home);
  expect(read.ok ? '' : read.error.message).toContain(home.serversFile);
  writeFileSync(join(folder, 'file'), '');
  const inFile = homeAt(join(folder, 'file'));
  const written = rememberServer(inFile, 'wss://a:1', {}, 1);
  expect(written.ok ? '' : written.error.message).toContain(inFile.serversFile);
});
