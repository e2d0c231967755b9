import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { eventually } from '@securechat/testkit';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { run as runClient } from './support/cli.ts';
import { signUp } from './support/member.ts';
import { damagePages, type Folder, preparedFolder } from './support/prepared.ts';
import { noLimits, startServer } from './support/server.ts';
import { serverBin } from './support/tools.ts';

type Ran = { status: number | null; stdout: string; stderr: string };

function run(folder: Folder, ...args: string[]): Ran {
  const all = [serverBin, ...args, '--data', folder.in('data')];
  const { status, stdout, stderr } = spawnSync(process.execPath, all, { encoding: 'utf8' });
  return { status, stdout, stderr };
}

const linesOf = ({ stdout }: Ran) => stdout.split('\n').filter(Boolean);

const setVersion = (file: string, version: number) => {
  const db = new Database(file);
  db.pragma(`user_version = ${version}`);
  db.close();
};

const otherKey = () =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' });

/** Set-ups on which no server starts: how to make each, and the expected message. */
const broken: Record<string, [(folder: Folder) => void, RegExp]> = {
  'the database is missing': [
    (f) => rmSync(f.in('data/securechat.db')),
    /securechat\.db is missing, but a server has used this folder .*--new/,
  ],
  'the database is empty': [
    (f) => writeFileSync(f.in('data/securechat.db'), ''),
    /securechat\.db is empty, but a server/,
  ],
  'the database is no database': [
    (f) => writeFileSync(f.in('data/securechat.db'), 'x'.repeat(8192)),
    /is damaged or not a/,
  ],
  'the database is of another program': [
    (f) => {
      rmSync(f.in('data/securechat.db'));
      const db = new Database(f.in('data/securechat.db'));
      db.exec('CREATE TABLE shopping (what TEXT)');
      db.close();
    },
    /is damaged or not a/,
  ],
  'the database is newer': [(f) => setVersion(f.in('data/securechat.db'), 99), /newer version/],
  'the pepper is missing': [(f) => rmSync(f.in('data/pepper')), /pepper is missing/],
  'the pepper is damaged': [(f) => writeFileSync(f.in('data/pepper'), 'short', { mode: 0o600 }), /pepper is damaged/],
  'the pepper is open to others': [
    (f) => void spawnSync('chmod', ['644', f.in('data/pepper')]),
    /pepper can be read by others/,
  ],
  'the key is open to others': [
    (f) => void spawnSync('chmod', ['644', f.in('certs/server-key.pem')]),
    /server-key\.pem can be read by others/,
  ],
  'the key is missing': [
    (f) => rmSync(f.in('certs/server-key.pem')),
    /server-cert\.pem is there but .*server-key\.pem is not/,
  ],
  'the key is no key': [
    (f) => writeFileSync(f.in('certs/server-key.pem'), 'x', { mode: 0o600 }),
    /is not a private key/,
  ],
  'the certificate is no certificate': [
    (f) => writeFileSync(f.in('certs/server-cert.pem'), 'x'),
    /is not a certificate/,
  ],
  'the key is another': [
    (f) => writeFileSync(f.in('certs/server-key.pem'), otherKey(), { mode: 0o600 }),
    /does not belong to/,
  ],
  'the data folder is a file': [
    (f) => {
      rmSync(f.in('data'), { recursive: true });
      writeFileSync(f.in('data'), '');
    },
    /is not writable/,
  ],
};

test.each(Object.entries(broken))(
  'doctor fails where serve refuses, in the same words: %s',
  async (_, [spoil, words]) => {
    using folder = await preparedFolder();
    spoil(folder);
    const args = ['--port', '0', '--certs', folder.in('certs')];
    const doctor = run(folder, 'doctor', '--json', ...args);
    expect(doctor.status).toBe(1);
    const failed = linesOf(doctor)
      .map((line) => JSON.parse(line))
      .filter(({ level }) => level === 'failed');
    expect(failed[0]?.message).toMatch(words);
    const served = run(folder, 'serve', ...args);
    expect(served).toEqual({ status: 1, stdout: '', stderr: `securechat-server: ${failed[0]?.message}\n` });
  },
);

test('--new begins with an empty database where the old one is lost', async () => {
  using folder = await preparedFolder();
  rmSync(folder.in('data/securechat.db'));
  await expect(startServer(folder.path)).rejects.toThrow('is missing');
  await using server = await startServer(folder.path, { args: [...noLimits, '--new'] });
  await signUp(server, 'ada');
});

test('damaged pages are found in the background at start, and by doctor', async () => {
  using folder = await preparedFolder();
  damagePages(folder.in('data/securechat.db'));
  const doctor = run(folder, 'doctor', '--port', '0', '--certs', folder.in('certs'));
  expect(doctor).toMatchObject({ status: 1, stdout: expect.stringMatching(/FAILED {2}database: .*is damaged/) });
  await using server = await startServer(folder.path);
  await eventually(() => server.log().includes('the database is damaged: restore a backup'));
});

test('a sound database is reported as sound, and a newer search index is reported and rebuilt', async () => {
  using folder = await preparedFolder();
  writeFileSync(folder.in('data/search.db'), '');
  const db = new Database(folder.in('data/search.db'));
  db.exec('CREATE TABLE words (other TEXT)');
  db.close();
  setVersion(folder.in('data/search.db'), 99);
  const doctor = run(folder, 'doctor', '--port', '0', '--certs', folder.in('certs'));
  expect(doctor).toMatchObject({
    status: 1,
    stdout: expect.stringMatching(/WARNING search: .*search\.db was written by a newer version/),
  });
  await using server = await startServer(folder.path);
  await eventually(() => server.log().includes('database checked'));
  expect(server.log()).toContain('was written by a newer version');
  const home = ['--home', folder.in('home'), '--server', server.url, '--pin', server.pin, '--token-store', 'file'];
  await runClient(['login', 'ada', ...home, '--password-stdin'], { input: 'the long password of ada\n' });
  const found = await runClient(['search', 'long text', '--room', 'general', ...home]);
  expect(found).toMatchObject({ code: 0, out: expect.stringContaining('long text') });
});

test('doctor fails on a full disk, as serve does', async (context) => {
  using folder = await preparedFolder();
  mkdirSync(folder.in('small'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder.in('small')]);
  if (mounted.status !== 0) context.skip('mounting a small tmpfs needs root');
  try {
    spawnSync('cp', ['-rp', folder.in('data'), folder.in('certs'), folder.in('small')]);
    spawnSync('sh', ['-c', `cat /dev/zero > ${folder.in('small/filler')}`]);
    const at = ['--data', folder.in('small/data'), '--certs', folder.in('small/certs'), '--port', '0'];
    const message = `There is no space left for ${folder.in('small/data')}. Free some space.`;
    const ran = (command: string) => spawnSync(process.execPath, [serverBin, command, ...at], { encoding: 'utf8' });
    expect(ran('doctor')).toMatchObject({ status: 1, stdout: expect.stringContaining(`FAILED  data: ${message}`) });
    expect(ran('serve')).toMatchObject({ status: 1, stderr: `securechat-server: ${message}\n` });
  } finally {
    spawnSync('umount', [folder.in('small')]);
  }
});
