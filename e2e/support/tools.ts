import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Chromium as Debian has it: the small one without windows, which starts in half the time, or the whole. */
const browsers = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];
/** The browser for tests of the page. */
export const browserPath = browsers.find((path) => existsSync(path)) ?? '/usr/bin/chromium';

const apt: Readonly<Record<string, string>> = {
  tmux: 'tmux',
  chromium: 'chromium-headless-shell',
  strace: 'strace',
  'systemd-analyze': 'systemd',
  'dbus-run-session': 'dbus',
  'gnome-keyring-daemon': 'gnome-keyring',
};

/** True if one of these programs is missing; prints once on stderr how to install it. For `test.skipIf`. */
export function lacks(...programs: string[]): boolean {
  const path = (program: string) => (program === 'chromium' ? browserPath : program);
  const missing = programs.filter((p) => spawnSync('sh', ['-c', `command -v ${path(p)}`]).status !== 0);
  for (const p of missing) {
    process.stderr.write(`skipping tests that need ${p}: install it (Debian: apt-get install ${apt[p] ?? p})\n`);
  }
  return missing.length > 0;
}

/** A temporary folder for a test; disposing removes it. */
export function temporaryFolder(): { path: string; in: (name: string) => string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'securechat-e2e-'));
  return {
    path,
    in: (name) => join(path, name),
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** The root of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
/** The launchers, as a user runs them. */
export const serverBin = join(root, 'packages/server/bin/securechat-server.js');
export const cliBin = join(root, 'packages/cli/bin/securechat.js');

/** A word of a shell's command line, quoted if needed: the checkout may be in a folder with spaces. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
const shellCommand = (bin: string) => [process.execPath, bin].map(shellWord).join(' ');
/** The programs as commands to type into a shell. */
export const cliCommand = shellCommand(cliBin);
export const serverCommand = shellCommand(serverBin);

/** Whether a file of this folder contains the text. */
export function filesHold(folder: string, text: string): boolean {
  return readdirSync(folder).some((name) => readFileSync(`${folder}/${name}`).includes(text));
}
