import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Home, homeAt } from './home.ts';
import { forgetServer, forgetUser, readServers, rememberServer } from './known-servers.ts';

let folder = '';
let home: Home = homeAt('/nowhere');
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'securechat-'));
  home = homeAt(join(folder, 'home'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a home without files knows no server', () => {
  expect(readServers(home)).toEqual({ ok: true, value: { version: 1, servers: {} } });
});

test('what is remembered is found again, and the last one used is the default', () => {
  rememberServer(home, 'wss://a:1', { pin: 'p', user: 'ada' }, 5);
  rememberServer(home, 'wss://b:1', {}, 6);
  rememberServer(home, 'wss://a:1', { pin: 'p' }, 7);
  expect(readServers(home)).toEqual({
    ok: true,
    value: {
      version: 1,
      last: 'wss://a:1',
      servers: { 'wss://a:1': { pin: 'p', user: 'ada', addedMs: 5 }, 'wss://b:1': { addedMs: 6 } },
    },
  });
});

test('the file is for its owner alone, and nothing is left beside it', () => {
  rememberServer(home, 'wss://a:1', {}, 1);
  expect(statSync(home.serversFile).mode & 0o777).toBe(0o600);
  expect(statSync(home.folder).mode & 0o777).toBe(0o700);
  expect(readdirSync(home.folder)).toEqual(['servers.json']);
});

test('a user, and a server, can be forgotten', () => {
  rememberServer(home, 'wss://a:1', { user: 'ada' }, 1);
  forgetUser(home, 'wss://a:1');
  expect(readServers(home)).toMatchObject({ value: { last: 'wss://a:1', servers: { 'wss://a:1': { addedMs: 1 } } } });
  forgetServer(home, 'wss://a:1');
  expect(readServers(home)).toEqual({ ok: true, value: { version: 1, servers: {} } });
});

test('a damaged file is named and left alone; a folder that cannot be is named, too', () => {
  rememberServer(home, 'wss://a:1', {}, 1);
  writeFileSync(home.serversFile, '{"version":2}');
  const read = readServers(home);
  expect(read.ok ? '' : read.error.say).toContain(home.serversFile);
  writeFileSync(join(folder, 'file'), '');
  const inFile = homeAt(join(folder, 'file'));
  const written = rememberServer(inFile, 'wss://a:1', {}, 1);
  expect(written.ok ? '' : written.error.say).toContain(inFile.serversFile);
});
