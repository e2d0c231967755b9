import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from './support/cli.ts';
import { startServer } from './support/server.ts';
import { cliCommand, lacks, temporaryFolder } from './support/tools.ts';

const password = 'a very long password here';

/** All files below a folder, with their text. */
function filesBelow(folder: string): [string, string][] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => [path, readFileSync(path, 'latin1')]);
}

test.skipIf(lacks('dbus-run-session', 'gnome-keyring-daemon'))(
  'the token is stored in the real keychain and in no file',
  async () => {
    using folder = temporaryFolder();
    await using server = await startServer(folder.path);
    const common = `--home ${folder.in('home')} --server ${server.url} --pin ${server.pin}`;
    const script = folder.in('session.sh');
    writeFileSync(
      script,
      `set -e
export HOME=${folder.in('user')} XDG_DATA_HOME=${folder.in('user')}/data XDG_RUNTIME_DIR=${folder.in('user')}
mkdir -p $HOME/data
echo -n pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null
sc() { ${cliCommand} "$@"; }
echo '${password}' | sc signup ada ${common} --password-stdin >&2
sc whoami --json ${common}
sc send hello ${common}
sc logout ${common} >&2
set +e
sc whoami ${common}; echo "after logout: $?"
`,
    );
    const ran = spawnSync('dbus-run-session', ['--', 'bash', script], { encoding: 'utf8', timeout: 240_000 });
    expect(ran.stdout, ran.stderr).toMatch(/"user":"ada"/);
    expect(ran.stdout).toContain('after logout: 3');
    for (const [path, text] of filesBelow(folder.in('home'))) expect(text, path).not.toContain('sct_');
  },
);

test('without a keychain the token goes to a file of mode 0600, with a notice', async () => {
  using folder = temporaryFolder();
  await using server = await startServer(folder.path);
  const common = ['--home', folder.in('home'), '--server', server.url, '--pin', server.pin];
  const signup = await run(['signup', 'ada', ...common, '--password-stdin'], {
    input: `${password}\n`,
    env: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' },
  });
  expect(signup.code, signup.err).toBe(0);
  expect(signup.err).toMatch(/keychain/i);
  const holding = filesBelow(folder.in('home')).filter(([, text]) => text.includes('sct_'));
  expect(holding).toHaveLength(1);
  expect(statSync(holding[0]?.[0] ?? '').mode & 0o777).toBe(0o600);
  const whoami = await run(['whoami', ...common], { env: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' } });
  expect(whoami.out).toContain('ada');
});
