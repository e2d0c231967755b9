import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const apt: Readonly<Record<string, string>> = {
  tmux: 'tmux',
  chromium: 'chromium',
  strace: 'strace',
  'dbus-run-session': 'dbus',
  'gnome-keyring-daemon': 'gnome-keyring',
};

/** True when the machine lacks one of these programs; says once on stderr how to get it. For `test.skipIf`. */
export function lacks(...programs: string[]): boolean {
  const missing = programs.filter((p) => spawnSync('sh', ['-c', `command -v ${p}`]).status !== 0);
  for (const p of missing) {
    process.stderr.write(`skipping tests that need ${p}: install it (Debian: apt-get install ${apt[p] ?? p})\n`);
  }
  return missing.length > 0;
}

/** A folder of its own for a test; gone after it. */
export function temporaryFolder(): { path: string; in: (name: string) => string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'securechat-e2e-'));
  return {
    path,
    in: (name) => join(path, name),
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** The root of the repository. */
export const root = new URL('../..', import.meta.url).pathname.replace(/\/$/, '');
/** The launchers, as a user runs them. */
export const serverBin = join(root, 'packages/server/bin/securechat-server.js');
export const cliBin = join(root, 'packages/cli/bin/securechat.js');
