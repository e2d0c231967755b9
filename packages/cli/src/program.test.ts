import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandTable } from './command-table.ts';
import { exitCodes } from './exit-codes.ts';
import { runCli } from './program.ts';
import { fakeEnv } from './testing/fake-env.ts';

async function cli(args: string, options: Parameters<typeof fakeEnv>[0] = {}) {
  const fake = fakeEnv(options);
  const code = await runCli(args.split(' ').filter(Boolean), fake.env);
  return { code, out: fake.out(), err: fake.err() };
}

test('help lists every command and every exit code, and ends with 0', async () => {
  const { code, out } = await cli('--help');
  expect(code).toBe(0);
  for (const { usage, summary } of commandTable) {
    expect(out).toContain(usage.split(' ')[0]);
    expect(out.replace(/\s+/g, ' ')).toContain(summary);
  }
  for (const row of exitCodes) expect(out).toContain(`${row.code}  ${row.when}`);
});

test('each command has help with examples and the common flags', async () => {
  const rows = commandTable.flatMap((row) => [
    row.usage.split(' ')[0] ?? '',
    ...(row.subcommands ?? []).map((sub) => `${row.usage.split(' ')[0]} ${sub.usage.split(' ')[0]}`),
  ]);
  for (const name of rows) {
    const { code, out } = await cli(`${name} --help`);
    expect(code, name).toBe(0);
    expect(out, name).toContain(`$ securechat ${name}`);
    for (const flag of ['--server', '--pin', '--room', '--json', '--password-stdin', '--token-store', '--home']) {
      expect(out, name).toContain(flag);
    }
  }
});

test('the version is printed alone', async () => {
  expect(await cli('--version')).toEqual({ code: 0, out: '1.2.3\n', err: '' });
});

test('what cannot be understood ends with 2 and says what was meant', async () => {
  for (const [args, words] of [
    ['', /Usage/],
    ['dance', /unknown command/],
    ['sned', /send/],
    ['send --colour', /unknown option/],
    ['history --limit many', /--limit/],
    ['history --limit -1', /--limit/],
    ['send --timeout 0 hi', /--timeout/],
    ['whoami extra', /too many arguments/],
    ['rooms dance', /too many arguments/],
    ['join', /missing required argument/],
    ['completion tcsh', /bash/],
    ['whoami --token-store pocket', /keychain/],
    ['whoami --server ws://h', /encrypted/],
    ['whoami --server h --pin short', /--pin/],
    ['send --lines --id a', /--id/],
    ['send --room a/b hi', /room/],
    ['join https://h', /invite link/],
    ['chat --plain extra', /too many arguments/],
  ] as const) {
    const { code, err } = await cli(args);
    expect(code, `${args}: ${err}`).toBe(2);
    expect(err, args).toMatch(words);
    expect(err, args).not.toMatch(/^\s+at /m);
  }
});

test('without a session the next step is named', async () => {
  const home = mkdtempSync(join(tmpdir(), 'securechat-'));
  const pin = 'A'.repeat(43);
  for (const command of [
    'send hi',
    'tail',
    'history',
    'search words',
    'whoami',
    'rooms',
    'rooms leave ops',
    'users',
    'sessions',
    'logout',
  ]) {
    const { code, err } = await cli(`${command} --home ${home} --server h --pin ${pin} --token-store file`);
    expect(code, command).toBe(3);
    expect(err, command).toMatch(/securechat login/);
  }
  rmSync(home, { recursive: true });
});

test('the switch that turns certificate checks off for all of Node is refused', async () => {
  const { code, err } = await cli('whoami --server h', { variables: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } });
  expect(code).toBe(7);
  expect(err).toContain('NODE_TLS_REJECT_UNAUTHORIZED');
});

test('flags may stand behind a command or its subcommand', async () => {
  const home = mkdtempSync(join(tmpdir(), 'securechat-'));
  expect(await cli(`servers --home ${home} --json`)).toEqual({ code: 0, out: '', err: '' });
  expect((await cli(`servers --home ${home} forget nowhere`)).err).toMatch(/No known server nowhere/);
  expect((await cli(`servers forget nowhere --home ${home}`)).code).toBe(2);
  rmSync(home, { recursive: true });
});

test('completion for each shell knows commands, subcommands and flags', async () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, out } = await cli(`completion ${shell}`);
    expect(code).toBe(0);
    for (const word of [
      ...commandTable.map((row) => row.usage.split(' ')[0]),
      'forget',
      'revoke',
      '--password-stdin',
    ]) {
      expect(out, shell).toContain(word);
    }
    expect(out, shell).toContain('bash zsh fish');
  }
});
