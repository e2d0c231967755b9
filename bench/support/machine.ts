import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';
import { pinning } from './proc.ts';

const versionOf = (name: string): string =>
  (
    JSON.parse(readFileSync(new URL(`../../node_modules/${name}/package.json`, import.meta.url), 'utf8')) as {
      version: string;
    }
  ).version;

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return 'unknown';
  }
}

/** An argument quoted for a shell. */
const quoted = (text: string) => (/[\s,]/.test(text) ? `'${text}'` : text);

/** The machine and the command of the figures; `script` is the npm script that measured them. */
export function machine(script: 'bench' | 'bench:tui' | 'bench:beside') {
  const given = process.argv.slice(2).map(quoted).join(' ');
  return {
    cores: cpus().length,
    cpu: cpus()[0]?.model ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${arch()}`,
    node: process.version,
    ws: versionOf('ws'),
    socketIo: versionOf('socket.io'),
    sqlite: versionOf('better-sqlite3'),
    pinning,
    commit: commit(),
    date: new Date().toISOString(),
    command: [`npm run ${script}`, ...(given === '' ? [] : ['--', given])].join(' '),
  };
}
