import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { run } from './support/cli.ts';
import { startServer } from './support/server.ts';
import { lacks, temporaryFolder } from './support/tools.ts';

const checkout = fileURLToPath(new URL('..', import.meta.url));

/** The lines of README's section on pipes, unchanged. */
function readmePipes(): string[] {
  const section = readFileSync(join(checkout, 'README.md'), 'utf8')
    .split('\n## ')
    .find((part) => part.startsWith('Pipes'));
  const block = /```sh\n([\s\S]*?)```/.exec(section ?? '')?.[1] ?? '';
  return block.split('\n').filter((line) => line.trim() !== '');
}

test.skipIf(lacks('jq'))('the pipes of README work unchanged', async () => {
  const pipes = readmePipes();
  expect(pipes.length).toBeGreaterThanOrEqual(4);
  using folder = temporaryFolder();
  await using server = await startServer(folder.path);
  const home = { HOME: folder.path, XDG_CONFIG_HOME: folder.in('config'), XDG_DATA_HOME: folder.in('data') };
  // The output of a build at a terminal: colours, and a redrawn progress bar.
  mkdirSync(folder.in('bin'));
  writeFileSync(folder.in('bin/make'), '#!/bin/sh\nprintf "cc main.c\\n\\033[32m50%%\\r100%%\\033[0m built\\r\\n"\n');
  // jq buffers its output unless it writes to a terminal, and the test waits for these lines.
  const jq = execFileSync('sh', ['-c', 'command -v jq']).toString().trim();
  writeFileSync(folder.in('bin/jq'), `#!/bin/sh\nexec ${jq} --unbuffered "$@"\n`);
  for (const program of ['make', 'jq']) chmodSync(folder.in(`bin/${program}`), 0o755);
  const env = {
    ...process.env,
    ...home,
    NO_COLOR: '1',
    npm_config_update_notifier: 'false',
    DBUS_SESSION_BUS_ADDRESS: '',
    PATH: `${folder.in('bin')}:${process.env.PATH}`,
  };
  const common = ['--server', server.url, '--pin', server.pin, '--token-store', 'file'];
  expect(
    (await run(['signup', 'ada', ...common, '--password-stdin'], { env, input: 'the long password\n' })).code,
  ).toBe(0);
  const history = async (room: string) => (await run(['history', '--json', '--room', room], { env })).out;

  for (const pipe of pipes) {
    const written = existsSync(folder.in('week.jsonl'));
    const line = pipe.replace('> week.jsonl', `> '${folder.in('week.jsonl')}'`);
    const child = spawn('bash', ['-o', 'pipefail', '-c', line], { cwd: checkout, env, detached: true });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    const ended = once(child, 'close');
    if (pipe.includes(' tail --json')) {
      // It follows until interrupted.
      await eventually(() => out.includes('ada: 20'));
      process.kill(-(child.pid ?? 0), 'SIGINT');
      await ended;
      continue;
    }
    await ended;
    expect([pipe, err, child.exitCode]).toEqual([pipe, '', 0]);
    if (pipe.startsWith('make')) expect(await history('builds')).toContain('"text":"100% built"');
    if (pipe.includes('week.jsonl')) expect(written).toBe(false);
  }
  expect((await history('general')).split('\n').filter((text) => /"text":"\d+"/.test(text))).toHaveLength(20);
  expect(readFileSync(folder.in('week.jsonl'), 'utf8')).toContain('"text":"20"');
});
