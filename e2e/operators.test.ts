import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:tls';
import { eventually } from '@securechat/testkit';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { clientOf, general, member, signUp } from './support/member.ts';
import { damagePages, type Folder, preparedFolder } from './support/prepared.ts';
import { noLimits, startServer } from './support/server.ts';
import { openTerminal } from './support/terminal.ts';
import { lacks, serverBin, temporaryFolder } from './support/tools.ts';

type Ran = { status: number | null; stdout: string; stderr: string };

function run(folder: Folder, ...args: string[]): Ran {
  const all = [serverBin, ...args, '--data', folder.in('data')];
  const { status, stdout, stderr } = spawnSync(process.execPath, all, { encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** Asynchronous, so that this process can serve its own clients at the same time. */
async function runServer(args: readonly string[]): Promise<{ status: number | null; stdout: string }> {
  const child = spawn(process.execPath, [serverBin, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    stdout += piece;
  });
  await once(child, 'close');
  return { status: child.exitCode, stdout };
}

const byInvite = [...noLimits, '--signup', 'invite'];
const linesOf = ({ stdout }: Ran) => stdout.split('\n').filter(Boolean);

async function signUpWith(where: { url: string; pin: string }, user: string, invite: string): Promise<string> {
  const client = clientOf(where, { follow: false });
  await client.connect();
  const signed = await client.signUp({ user, password: `the long password of ${user}`, invite });
  await client.close();
  if (signed.ok) return 'ok';
  return signed.error.kind === 'refused' ? signed.error.refusal.code : signed.error.kind;
}

test('an invite for several people, and several invites: both links, the list, and revoking', async () => {
  using folder = temporaryFolder();
  await using server = await startServer(folder.path, { args: byInvite });
  // A start with --json prints an invite, and so does a start on a terminal.
  expect(run(folder, 'invite', 'revoke', server.invite ?? '')).toMatchObject({ status: 0 });
  const [link = '', page = '', ...more] = linesOf(run(folder, 'invite', '--uses', '2'));
  expect(more).toEqual([]);
  expect(link).toMatch(new RegExp(`^securechat://127\\.0\\.0\\.1:${server.port}/#pin=${server.pin}&invite=`));
  const code = link.split('invite=')[1] ?? '';
  expect(page).toBe(`https://127.0.0.1:${server.port}/#invite=${code}`);
  expect(await signUpWith(server, 'ada', code)).toBe('ok');
  const [open = ''] = linesOf(run(folder, 'invite', 'list'));
  expect(open.split('\t')).toEqual([
    expect.stringMatching(/^\w{10}$/),
    'open',
    '1 of 2 used',
    'ada',
    expect.any(String),
    link,
  ]);
  expect(await signUpWith(server, 'bob', code)).toBe('ok');
  expect(await signUpWith(server, 'eve', code)).toBe('bad_invite');
  expect(linesOf(run(folder, 'invite', 'list'))).toEqual([]);
  const created = linesOf(run(folder, 'invite', '--count', '3', '--json')).map((line) => JSON.parse(line));
  expect(new Set(created.map(({ invite }) => invite)).size).toBe(3);
  expect(run(folder, 'invite', 'revoke', created[0].id)).toMatchObject({ status: 0 });
  expect(run(folder, 'invite', 'revoke', created[1].page)).toMatchObject({ status: 0 });
  expect(run(folder, 'invite', 'revoke', created[1].id)).toMatchObject({ status: 1 });
  expect(run(folder, 'invite', 'revoke', 'nonsense')).toMatchObject({
    status: 1,
    stderr: 'securechat-server: There is no invite nonsense. List them: securechat-server invite list\n',
  });
  expect(await signUpWith(server, 'eve', created[0].invite.split('invite=')[1])).toBe('bad_invite');
  expect(linesOf(run(folder, 'invite', 'list')).length).toBe(1);
  const all = linesOf(run(folder, 'invite', 'list', '--all', '--json')).map((line) => JSON.parse(line));
  expect(all.map(({ state }) => state).sort()).toEqual(['open', 'revoked', 'revoked', 'revoked', 'used']);
  expect(all.find(({ state }) => state === 'used')).toMatchObject({ usedBy: ['ada', 'bob'], uses: 2, used: 2 });
  // The day until which it is valid lies ahead, also of one that is used or revoked.
  for (const line of linesOf(run(folder, 'invite', 'list', '--all'))) expect(line).toMatch(/\tuntil 20\d\d-/);
});

test('operators’ actions are in the log of the server, with the operator and without secrets', async () => {
  using folder = temporaryFolder();
  await using server = await startServer(folder.path, { args: byInvite });
  const [link = ''] = linesOf(run(folder, 'invite'));
  await signUpWith(server, 'ada', link.split('invite=')[1] ?? '');
  run(folder, 'user', 'disable', 'ada');
  run(folder, 'user', 'enable', 'ada');
  run(folder, 'backup', folder.in('backup.db'));
  await eventually(() => server.log().includes('"action":"backup"'));
  const actions = server
    .log()
    .split('\n')
    .filter((line) => line.includes('"msg":"operator"'))
    .map((line) => JSON.parse(line));
  expect(actions.map(({ action, subject }) => [action, subject])).toEqual([
    ['invite', expect.stringMatching(/^\w{10}$/)],
    ['user disable', 'ada'],
    ['user enable', 'ada'],
    ['backup', folder.in('backup.db')],
  ]);
  expect(actions.every(({ operator }) => typeof operator === 'string' && operator !== '')).toBe(true);
  expect(server.log()).not.toContain(link.split('invite=')[1]);
});

test('a start prints no invite into a log, and creates none; every start on a terminal shows the same open one', async () => {
  using folder = temporaryFolder();
  const start = () =>
    spawnSync(
      'sh',
      [
        '-c',
        `"$0" "$@" & p=$!; sleep 0.1; until grep -q listening ${folder.in('log')}; do sleep 0.05; done; kill $p; wait $p`,
        process.execPath,
        serverBin,
        'serve',
        '--port',
        '0',
        '--signup',
        'invite',
        '--data',
        folder.in('data'),
      ],
      {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', openSync(folder.in('log'), 'a')],
      },
    );
  expect(start().stdout).toBe('');
  expect(readFileSync(folder.in('log'), 'utf8')).not.toContain('securechat://');
  expect(linesOf(run(folder, 'invite', 'list', '--all'))).toEqual([]);
});

test.skipIf(lacks('tmux'))(
  'on a terminal the banner shows the newest open invite, and Ctrl-C says Stopped',
  async () => {
    using folder = temporaryFolder();
    using terminal = openTerminal({ columns: 150, rows: 40 });
    const links: (string | undefined)[] = [];
    for (let i = 0; i < 3; i++) {
      terminal.type('clear\n');
      await eventually(() => !terminal.screen().join('').includes('Press Ctrl-C'), { withinMs: 180_000 });
      terminal.type(
        `${process.execPath} ${serverBin} --port 0 --signup invite --data ${folder.in('data')}; echo "[code $?]"\n`,
      );
      await terminal.sees('Press Ctrl-C to stop the server');
      const screen = terminal.screen().join('');
      links.push(/invite=([\w-]{22})/.exec(screen)?.[1]);
      expect(screen).toMatch(/https:\/\/127\.0\.0\.1:\d+\/#invite=/);
      terminal.key('C-c');
      await terminal.sees('Stopped.');
      await terminal.sees('[code 0]');
      if (i === 1) links.push(/invite=([\w-]{22})/.exec(run(folder, 'invite').stdout)?.[1]);
    }
    const [first, second, created, third] = links;
    expect(second).toBe(first);
    expect(created).not.toBe(first);
    expect(third).toBe(created);
  },
);

test('a backup of a busy server is verified, private, and a server starts from it', async () => {
  using folder = temporaryFolder();
  using restored = temporaryFolder();
  await using server = await startServer(folder.path);
  const token = await signUp(server, 'ada');
  const ada = await member(server, token);
  let said = 0;
  let going = true;
  const talking = (async () => {
    while (going) if ((await ada.say(general, `message ${said}`)).ok) said++;
  })();
  await eventually(() => said > 20, { withinMs: 180_000 });
  const file = restored.in('backup.db');
  const before = said;
  const done = await runServer(['backup', file, '--data', folder.in('data'), '--json']);
  going = false;
  await talking;
  await ada.close();
  const report = JSON.parse(done.stdout);
  expect(report).toMatchObject({ file, accounts: 1, bytes: statSync(file).size });
  expect(report.events).toBeGreaterThanOrEqual(before);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  for (const end of ['-wal', '-shm', '-journal', `.partial-${server.pid}`])
    expect(existsSync(`${file}${end}`)).toBe(false);
  expect(run(folder, 'backup', file)).toMatchObject({ status: 1, stderr: expect.stringContaining('already exists') });
  expect(run(folder, 'backup', restored.in('no/folder.db'))).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('cannot be written'),
  });
  // Restored as documented: the database, the pepper and the certificate into new folders.
  spawnSync('mkdir', ['-p', restored.in('data'), restored.in('certs')]);
  renameSync(file, restored.in('data/securechat.db'));
  spawnSync('cp', ['-p', folder.in('data/pepper'), restored.in('data/pepper')]);
  spawnSync('cp', ['-rp', `${folder.in('certs')}/.`, restored.in('certs')]);
  await using again = await startServer(restored.path);
  expect(again.pin).toBe(server.pin);
  const back = await member(again, token, { recent: 10 });
  await back.close();
});

test('a taken file name, of whatever kind, is refused as such', async () => {
  using folder = await preparedFolder();
  const link = folder.in('link.db');
  symlinkSync(folder.in('nowhere.db'), link);
  const refused = (file: string) => {
    const { status, stderr } = run(folder, 'backup', file);
    return `${status} ${stderr.replaceAll(folder.path, '')}`;
  };
  expect(refused(link)).toMatch(/^1 .*\/link.db is a symbolic link to a file that does not exist\. Choose/);
  expect(existsSync(folder.in('nowhere.db'))).toBe(false);
  expect(refused(folder.in('data'))).toMatch(/^1 .*\/data is a folder\. Add a file name/);
  expect(refused(`${folder.path}/new/`)).toMatch(/^1 .*\/new\/ is a folder\. Add a file name/);
  expect(refused('')).toMatch(/^2 error: argument 'FILE' is empty/);
});

test.skipIf(lacks('strace'))(
  'a file system without hard links holds a backup, which never replaces a file',
  async () => {
    using folder = await preparedFolder();
    const backUp = (code: string, file: string) => {
      const strace = ['-f', '-qq', '-o', '/dev/null', '-e', `inject=link,linkat:error=${code}`];
      const command = [process.execPath, serverBin, 'backup', file, '--data', folder.in('data')];
      return spawnSync('strace', [...strace, ...command], { encoding: 'utf8' });
    };
    const file = folder.in('backup.db');
    expect(backUp('EPERM', file)).toMatchObject({ status: 0, stdout: expect.stringMatching(/ verified\./) });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const copy = new Database(file, { readonly: true });
    expect(copy.pragma('integrity_check', { simple: true })).toBe('ok');
    copy.close();
    expect(readdirSync(folder.path).filter((name) => name.startsWith('backup.db'))).toEqual(['backup.db']);
    expect(backUp('EPERM', file)).toMatchObject({ status: 1, stderr: expect.stringContaining('already exists') });
    // Another file gets the name while the backup is written.
    expect(backUp('EEXIST', folder.in('other.db'))).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('already exists'),
    });
  },
);

test('a damaged database is not backed up', async () => {
  using folder = await preparedFolder();
  damagePages(folder.in('data/securechat.db'));
  const backup = run(folder, 'backup', folder.in('backup.db'));
  expect(backup).toMatchObject({ status: 1, stderr: expect.stringMatching(/damaged: no backup was written/) });
  expect(existsSync(folder.in('backup.db'))).toBe(false);
});

test('SIGHUP loads a new certificate for new connections and ends none; a bad one leaves the old in use', async () => {
  using folder = temporaryFolder();
  using other = temporaryFolder();
  await using server = await startServer(folder.path);
  {
    await using second = await startServer(other.path);
    expect(second.pin).not.toBe(server.pin);
  }
  const ada = await member(server, await signUp(server, 'ada'));
  const serialOf = async (): Promise<string> => {
    const socket = connect({ port: server.port, host: '127.0.0.1', rejectUnauthorized: false });
    await new Promise((resolve) => socket.once('secureConnect', resolve));
    const { serialNumber } = socket.getPeerCertificate();
    socket.destroy();
    return serialNumber;
  };
  const before = await serialOf();
  const reloads = () => server.log().match(/certificate (not )?reloaded/g)?.length ?? 0;
  const hangUp = async () => {
    const seen = reloads();
    process.kill(server.pid, 'SIGHUP');
    await eventually(() => reloads() > seen, { withinMs: 180_000 });
  };
  writeFileSync(folder.in('certs/server-cert.pem'), 'nonsense');
  await hangUp();
  expect(server.log()).toContain('is not a certificate in PEM');
  expect(await serialOf()).toBe(before);
  for (const name of ['server-cert.pem', 'server-key.pem']) {
    spawnSync('cp', ['-p', other.in(`certs/${name}`), folder.in(`certs/${name}`)]);
  }
  await hangUp();
  expect(await serialOf()).not.toBe(before);
  expect(server.log()).toContain('"msg":"the pin has changed"');
  expect(await ada.say(general, 'still connected')).toMatchObject({ ok: true });
  await ada.close();
});
