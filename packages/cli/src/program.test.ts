import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commonOptions } from './cli-args/options.ts';
import { commandTable } from './command-table.ts';
import { exitCodes } from './process/exit-codes.ts';
import { runCli } from './program.ts';
import { fakeEnv } from './testing/fake-env.ts';

async function cli(args: string, options: Parameters<typeof fakeEnv>[0] = {}) {
  const fake = fakeEnv(options);
  const code = await runCli(args.split(' ').filter(Boolean), fake.env);
  return { code, out: fake.out(), err: fake.err() };
}

test('help lists every command and every exit code, and exits with 0', async () => {
  const { code, out } = await cli('--help');
  expect(code).toBe(0);
  for (const { usage, summary } of commandTable) {
    expect(out).toContain(usage.split(' ')[0]);
    expect(out.replace(/\s+/g, ' ')).toContain(summary);
  }
  for (const row of exitCodes) expect(out).toContain(`${row.code}  ${row.when}`);
});

const rowNames = commandTable.flatMap((row) => [
  row.usage.split(' ')[0] ?? '',
  ...(row.subcommands ?? []).map((sub) => `${row.usage.split(' ')[0]} ${sub.usage.split(' ')[0]}`),
]);

test('the help of each command has examples, its own options first, and the common ones in one line', async () => {
  for (const name of rowNames) {
    const { code, out } = await cli(`${name} --help`);
    expect(code, name).toBe(0);
    expect(out, name).toContain(`$ securechat ${name}`);
    const common = out.split('\n').filter((line) => line.startsWith('Common options'));
    expect(common, name).toHaveLength(1);
    for (const flag of ['--as', '--room', '--json', '--quiet', '--home', 'securechat --help']) {
      expect(common[0], name).toContain(flag);
    }
  }
  const { out } = await cli('history --help');
  expect(out.indexOf('--limit')).toBeLessThan(out.indexOf('Common options'));
  const all = await cli('--help');
  for (const flag of ['-s, --server', '-r, --room', '-q, --quiet', '-v, --verbose', '--token-store', '--pin']) {
    expect(all.out).toContain(flag);
  }
});

test('the help of send explains a leading slash, wrapped to the terminal', async () => {
  const { out } = await cli('send --help');
  const [, details = ''] = out.split('\n\n').slice(1, 3);
  expect(details.replaceAll('\n', ' ')).toBe(
    'TEXT, and a line typed at a terminal, may start with /me. No other slash command works here; ' +
      'start with // to send a leading slash as text. Input from a pipe or a file is sent unchanged.',
  );
  expect(details.split('\n').every((line) => line.length > 30 || line === details.split('\n').at(-1))).toBe(true);
});

test('every option refuses an empty value, as of an unset shell variable', async () => {
  for (const row of commandTable) {
    const name = row.usage.split(' ')[0] ?? '';
    for (const option of [...commonOptions, ...(row.options ?? [])].filter((each) => each.required)) {
      const before = await cli(`${option.long}= ${name}`);
      const after = await cli(`${name} ${option.long}=`);
      for (const { code, err } of row.options?.includes(option) ? [after] : [before, after]) {
        expect([code, err], `${name} ${option.long}`).toEqual([
          2,
          expect.stringMatching(/empty|invalid|argument missing/),
        ]);
      }
    }
  }
  const { code, err } = await cli('send --server= hello');
  expect([code, err]).toEqual([2, expect.stringContaining("option '-s, --server <host>' was given an empty value")]);
});

test('options may stand before the command, and have short forms', async () => {
  const home = mkdtempSync(join(tmpdir(), 'securechat-'));
  for (const args of [
    `--home ${home} --server h --as ann whoami`,
    `--home ${home} -s h --as ann whoami`,
    `-s h --home ${home} whoami --as ann`,
    `-s h --as ann whoami --home ${home}`,
    `-s h --as ann rooms --home ${home} leave ops`,
    `-s ann@h -r ops --home ${home} send -q hi`,
    `-s ann@h history -n 3 --home ${home}`,
    `-s ann@h tail -n 3 --home ${home}`,
    `-s ann@h -r ops tail -r dev --room qa --home ${home}`,
  ]) {
    const { code, err } = await cli(args);
    expect(code, `${args}: ${err}`).toBe(3);
    expect(err, args).toContain('Not logged in at h:8443 as ann');
  }
  rmSync(home, { recursive: true });
});

test('an option that takes one value is refused when it is given twice, before or after the command', async () => {
  for (const [args, option] of [
    ['send --room a --room b hi', '--room'],
    ['send -r a --room a hi', '--room'],
    ['--room a send --room b hi', '--room'],
    ['rooms --server a leave --server b ops', '--server'],
    ['history --limit 1 -n 2', '--limit'],
    ['tail --resume --resume x', '--resume'],
    ['rooms create ops --topic a --topic b', '--topic'],
  ] as const) {
    const { code, err } = await cli(args);
    expect(code, args).toBe(2);
    expect(err, args).toMatch(new RegExp(`option '.*${option}.*' was given twice`));
  }
  // Repeating a switch is harmless.
  expect((await cli('whoami --json --json --server ws://h')).err).toMatch(/encrypted/);
});

test('a word too many is refused, also by a subcommand', async () => {
  for (const args of ['whoami now', 'rooms ban ops bob 7d', 'rooms kick ops bob too loud', 'rooms create']) {
    const { code, err } = await cli(args);
    expect([code, err], args).toEqual([2, expect.stringMatching(/too many arguments|Name the room/)]);
  }
});

test('commands of other programs get a hint to ours', async () => {
  for (const [args, words] of [
    ['register ann', /securechat signup/],
    ['logon', /securechat login/],
    ['part ops', /securechat rooms leave/],
    ['list', /securechat rooms/],
    ['msg bob hi', /securechat dm USER TEXT/],
    ['nick ann', /account name NAME/],
    ['members --room ops', /securechat users/],
    ['serve --port 1', /securechat-server/],
  ] as const) {
    const { code, err, out } = await cli(args);
    expect({ code, out }, args).toEqual({ code: 2, out: '' });
    expect(err, args).toMatch(words);
  }
  const far = await cli('frobnicate');
  expect(far.err).not.toMatch(/Did you mean/);
  expect((await cli('--help')).out).not.toContain('register');
});

test('every form of the version flag prints the version', async () => {
  for (const args of ['--version', '-V', '-v', 'version', '--version --home x']) {
    expect(await cli(args), args).toEqual({ code: 0, out: '1.2.3\n', err: '' });
  }
});

test('--quiet prints results and errors only; --verbose says which server and account are used', async () => {
  const home = mkdtempSync(join(tmpdir(), 'securechat-'));
  expect((await cli(`servers --home ${home}`)).err).toMatch(/No servers yet/);
  expect(await cli(`servers --home ${home} -q`)).toEqual({ code: 0, out: '', err: '' });
  expect((await cli(`whoami -q --home ${home} -s h`)).err).toMatch(/Not logged in/);
  expect((await cli(`whoami -v --home ${home} -s ann@h`)).err).toMatch(
    /server: h:8443, account: ann, home: .*securechat-/,
  );
  rmSync(home, { recursive: true });
});

test('invalid input exits with 2 and suggests what was meant', async () => {
  for (const [args, words] of [
    ['', /Usage/],
    ['dance', /unknown command/],
    ['sned', /send/],
    ['send --colour', /unknown option/],
    ['history --limit many', /--limit/],
    ['history --limit -1', /--limit/],
    ['send --timeout 0 hi', /--timeout/],
    ['whoami extra', /too many arguments/],
    ['rooms dance', /unknown command 'rooms dance'.*create, join, leave/],
    ['rooms crate', /Did you mean create/],
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

test('without a session the error names the next step', async () => {
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

test('NODE_TLS_REJECT_UNAUTHORIZED is refused', async () => {
  const { code, err } = await cli('whoami --server h', { variables: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } });
  expect(code).toBe(7);
  expect(err).toContain('NODE_TLS_REJECT_UNAUTHORIZED');
});

test('flags may follow a command or its subcommand', async () => {
  const home = mkdtempSync(join(tmpdir(), 'securechat-'));
  expect(await cli(`servers --home ${home} --json`)).toEqual({ code: 0, out: '', err: '' });
  expect((await cli(`servers --home ${home} forget nowhere`)).err).toMatch(/No known server nowhere/);
  expect((await cli(`servers forget nowhere --home ${home}`)).code).toBe(2);
  rmSync(home, { recursive: true });
});

test('the completion of each shell has commands, subcommands and flags', async () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, out } = await cli(`completion ${shell}`);
    expect(code).toBe(0);
    for (const word of [...commandTable.map((row) => row.usage.split(' ')[0]), 'forget', 'revoke', 'password-stdin']) {
      expect(out, shell).toContain(word);
    }
    expect(out, shell).toContain('bash zsh fish');
  }
});

/** What bash offers after these words, the last of which is being typed. */
async function offered(...typed: readonly string[]): Promise<readonly string[]> {
  const { out } = await cli('completion bash');
  const words = ['securechat', ...typed].map((word) => `'${word}'`).join(' ');
  const script = `${out}\nCOMP_WORDS=(${words}) COMP_CWORD=${typed.length}; _securechat; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\n').filter(Boolean);
}

test('completion offers flags only after a hyphen, and the values of the setting that was typed', async () => {
  expect(await offered('rooms', '')).toEqual([
    'list',
    'create',
    'join',
    'leave',
    'invite',
    'invitations',
    'accept',
    'decline',
    'revoke',
    'topic',
    'rename',
    'policy',
    'archive',
    'unarchive',
    'delete',
    'star',
    'unstar',
    'mute',
    'unmute',
    'members',
    'role',
    'kick',
    'ban',
    'unban',
    'bans',
  ]);
  expect(await offered('rooms', '--j')).toEqual(['--json']);
  expect(await offered('rooms', '--json', 'c')).toEqual(['create']);
  expect(await offered('rooms', 'create', '--to')).toEqual(['--topic', '--token-store']);
  expect(await offered('send', '')).toEqual([]);
  expect(await offered('config', 'set', 'key')).toEqual(['keys']);
  expect(await offered('config', 'set', 'keys', '')).toEqual(['emacs', 'vim']);
  expect(await offered('config', 'set', 'do-not-disturb', '')).toEqual(['true', 'false']);
  expect(await offered('se')).toEqual(expect.arrayContaining(['send', 'search', 'servers', 'sessions']));
});

test('a command that lists without a subcommand also accepts `list`', async () => {
  const home = mkdtempSync(join(tmpdir(), 'securechat-'));
  expect(await cli(`servers list --home ${home}`)).toMatchObject({ code: 0 });
  for (const command of ['rooms list', 'sessions list']) {
    const { code, err } = await cli(`${command} --home ${home} --server h`);
    expect(code, command).toBe(3);
    expect(err, command).toMatch(/securechat login/);
  }
  rmSync(home, { recursive: true });
});
