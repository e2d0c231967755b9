import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { err, ok } from '@securechat/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { chooseTokens } from './choose.ts';
import { fileTokens } from './file.ts';
import { keychainTokens } from './keychain.ts';
import type { TokenStore } from './token-store.ts';

let folder = '';
const path = () => join(folder, 'home', 'tokens.json');
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'securechat-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A keychain in memory, for tests. */
function memoryKeychain(): TokenStore & { held: Map<string, string> } {
  const held = new Map<string, string>();
  return {
    held,
    read: async (account) => ok(held.get(account)),
    write: async (account, token) => ok(void held.set(account, token)),
    remove: async (account) => ok(void held.delete(account)),
  };
}
const broken = (): TokenStore => {
  const problem = async () => err({ message: 'no bus' });
  return { read: problem, write: problem, remove: problem };
};
function choose(wanted: 'keychain' | 'file' | undefined, keychain: TokenStore) {
  const notes: string[] = [];
  const file = fileTokens(path());
  return {
    notes,
    file,
    tokens: chooseTokens(wanted, { keychain, file, filePath: path() }, (line) => notes.push(line)),
  };
}

test('the file stores tokens by account, with owner-only access', async () => {
  const file = fileTokens(path());
  expect(await file.read('ada@h:1')).toEqual(ok(undefined));
  await file.write('ada@h:1', 'one');
  await file.write('bob@h:1', 'two');
  await file.remove('bob@h:1');
  expect(await file.read('ada@h:1')).toEqual(ok('one'));
  expect(await file.read('bob@h:1')).toEqual(ok(undefined));
  expect(statSync(path()).mode & 0o777).toBe(0o600);
});

test('with a keychain nothing is printed and no file is written', async () => {
  const keychain = memoryKeychain();
  const { tokens, notes, file } = choose(undefined, keychain);
  await tokens.write('ada@h:1', 'one');
  expect(await tokens.read('ada@h:1')).toEqual(ok('one'));
  expect(keychain.held.get('ada@h:1')).toBe('one');
  expect(await file.read('ada@h:1')).toEqual(ok(undefined));
  await tokens.remove('ada@h:1');
  expect(await tokens.read('ada@h:1')).toEqual(ok(undefined));
  expect(notes).toEqual([]);
});

test('without a keychain the file is used, with a one-line note', async () => {
  const { tokens, notes, file } = choose(undefined, broken());
  expect(await tokens.write('ada@h:1', 'one')).toEqual(ok(undefined));
  expect(notes).toHaveLength(1);
  expect(notes[0]).toMatch(/keychain/);
  expect(notes[0]).not.toContain('\n');
  expect(await file.read('ada@h:1')).toEqual(ok('one'));
  expect(await tokens.read('ada@h:1')).toEqual(ok('one'));
  await tokens.remove('ada@h:1');
  expect(await tokens.read('ada@h:1')).toMatchObject({ ok: false, error: { exit: 'not_signed_in' } });
});

test('a token moves from the file to a keychain that has become available', async () => {
  await choose(undefined, broken()).tokens.write('ada@h:1', 'old');
  const { tokens, file } = choose(undefined, memoryKeychain());
  await tokens.write('ada@h:1', 'new');
  expect(await file.read('ada@h:1')).toEqual(ok(undefined));
  expect(await tokens.read('ada@h:1')).toEqual(ok('new'));
});

test('an explicitly chosen store is the only one used', async () => {
  const asked = choose('keychain', broken());
  const written = await asked.tokens.write('ada@h:1', 'one');
  expect(written.ok ? '' : written.error.message).toMatch(/--token-store file/);
  const keychain = memoryKeychain();
  const file = choose('file', keychain);
  await file.tokens.write('ada@h:1', 'one');
  expect(keychain.held.size).toBe(0);
  expect(file.notes).toEqual([]);
});

test.runIf(process.platform === 'linux')(
  'a missing Secret Service differs from an empty keychain, and the kernel keyring does not count',
  async () => {
    const variables = { ...process.env, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' };
    const written = await keychainTokens({ variables }).write('ada@h:1', 'secret');
    expect(written.ok).toBe(false);
    expect(JSON.stringify(written)).not.toContain('secret"');
  },
);

test('a keychain that hangs times out, one that crashes is reported', async () => {
  const hangs = join(folder, 'hangs.mjs');
  writeFileSync(hangs, 'setInterval(() => {}, 1000);');
  const variables = process.env;
  expect(await keychainTokens({ variables, child: hangs, limitMs: 100 }).read('a')).toMatchObject({ ok: false });
  const dies = join(folder, 'dies.mjs');
  writeFileSync(dies, 'process.exit(3);');
  expect(await keychainTokens({ variables, child: dies }).read('a')).toMatchObject({ ok: false });
});

test('a request is passed to the child on stdin and never in its arguments', async () => {
  const echoes = join(folder, 'echoes.mjs');
  writeFileSync(
    echoes,
    `let all = ''; for await (const part of process.stdin) all += part;
     process.stdout.write(JSON.stringify({ ok: true, value: all + process.argv.slice(2).join('|') }));`,
  );
  const answer = await keychainTokens({ variables: process.env, child: echoes }).read('ada@h:1');
  expect(answer).toEqual(ok('{"service":"securechat","op":"get","account":"ada@h:1"}'));
});
