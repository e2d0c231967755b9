import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openTerminal, type Terminal } from '../support/terminal.ts';
import { cliBin, shellWord } from '../support/tools.ts';

/** How a client is started. `typed` is typed once it runs. */
type Start = { readonly args: readonly string[]; readonly typed?: string; readonly screen?: true };

/** The ways to use `securechat` that are attacked. */
export const starts: Readonly<Record<string, Start>> = {
  chat: { args: ['chat'], screen: true },
  'chat --plain': { args: ['chat', '--plain'], typed: 'hello\n/search message\n/members\n' },
  tail: { args: ['tail', '--room', 'general'] },
  'tail --json': { args: ['tail', '--room', 'ops', '--json'] },
  history: { args: ['history', '--room', 'general', '--limit', '500'] },
  send: { args: ['send', '--room', 'general', 'a message'] },
  search: { args: ['search', '--room', 'general', 'message'] },
  rooms: { args: ['rooms'] },
  users: { args: ['users', '--room', 'general'] },
  'rooms join': { args: ['rooms', 'join', 'ops'] },
  sessions: { args: ['sessions'] },
  doctor: { args: ['doctor'] },
  login: { args: ['login', 'ada', '--password-stdin'], typed: 'the long password of ada\n' },
};

/** A client that runs under attack. */
export type Client = {
  readonly pid: number;
  /** How it ended; undefined while it runs. */
  ended(): number | string | undefined;
  /** Everything that a client without a screen has printed. */
  printed(): { readonly out: string; readonly err: string };
  /** Ctrl-C. */
  interrupt(): void;
  /** What is wrong with the terminal after the client's end. */
  terminalFaults(): Promise<string[]>;
} & Disposable;

/** The peak memory of a process in bytes; undefined once it has ended. */
export function peakBytes(pid: number): number | undefined {
  try {
    const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return line ? Number(line[1]) * 1024 : undefined;
  } catch {
    return undefined;
  }
}

/** Bytes of all files below a folder. */
export function folderBytes(folder: string): number {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce(
      (sum, entry) => sum + (statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0),
      0,
    );
}

type Place = { readonly home: string; readonly url: string; readonly pin: string };

function commandOf({ args }: Start, { home, url, pin }: Place): string[] {
  return [cliBin, ...args, '--home', home, '--server', url, '--pin', pin, '--token-store', 'file'];
}
const environment = { SECURECHAT_TOKEN: 'sct_hostile', DBUS_SESSION_BUS_ADDRESS: '' };

function inPipes(start: Start, place: Place): Client {
  const child = spawn(process.execPath, commandOf(start, place), {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', ...environment },
  });
  const printed = { out: '', err: '' };
  // Of a flood only the end is kept.
  const keep = (to: 'out' | 'err') => (text: string) => {
    printed[to] = (printed[to] + text).slice(-200_000);
  };
  child.stdout.setEncoding('utf8').on('data', keep('out'));
  child.stderr.setEncoding('utf8').on('data', keep('err'));
  child.stdin.on('error', () => {});
  if (start.typed !== undefined) child.stdin.write(start.typed);
  let ended: number | string | undefined;
  void once(child, 'close').then(() => {
    ended = child.exitCode ?? child.signalCode ?? 'unknown';
  });
  return {
    pid: child.pid ?? 0,
    ended: () => ended,
    printed: () => printed,
    interrupt: () => void child.kill('SIGINT'),
    terminalFaults: async () => [],
    [Symbol.dispose]: () => void child.kill('SIGKILL'),
  };
}

const flags = { alternate_on: '0', cursor_flag: '1', wrap_flag: '1', mouse_any_flag: '0', keypad_cursor_flag: '0' };

async function faultsOf(terminal: Terminal): Promise<string[]> {
  const faults = Object.entries(flags).flatMap(([flag, wanted]) =>
    terminal.flag(flag) === wanted ? [] : [`${flag} is ${terminal.flag(flag)}`],
  );
  terminal.type('clear; stty -a | tr " ;" "\\n\\n" | grep -E "^-?(icanon|echo|isig)$" | xargs echo is\n');
  try {
    await terminal.sees(/^is (isig icanon echo|icanon echo isig)$/m);
  } catch {
    faults.push(`the line discipline is not restored: ${terminal.screen().join(' ').trim()}`);
  }
  return faults;
}

async function inTerminal(start: Start, place: Place): Promise<Client> {
  const terminal = openTerminal({ columns: 90, rows: 24, env: environment });
  const [pidFile, endFile] = [join(place.home, 'pid'), join(place.home, 'end')];
  const command = [process.execPath, ...commandOf(start, place)].map(shellWord).join(' ');
  writeFileSync(join(place.home, 'client.sh'), `echo $$ > ${shellWord(pidFile)}\nexec ${command}\n`);
  // A Ctrl-C just after the client's end must not prevent its exit code from being written.
  const run = `trap : INT\nsh ${shellWord(join(place.home, 'client.sh'))}\necho $? > ${shellWord(endFile)}\n`;
  writeFileSync(join(place.home, 'run.sh'), run);
  terminal.type(`sh ${shellWord(join(place.home, 'run.sh'))}\n`);
  while (!existsSync(pidFile) || readFileSync(pidFile, 'utf8').trim() === '')
    await new Promise((r) => setTimeout(r, 20));
  const ended = () => {
    const text = existsSync(endFile) ? readFileSync(endFile, 'utf8').trim() : '';
    return text === '' ? undefined : Number(text);
  };
  return {
    pid: Number(readFileSync(pidFile, 'utf8')),
    ended,
    printed: () => ({ out: '', err: terminal.screen().join('\n') }),
    interrupt: () => terminal.key('C-c'),
    terminalFaults: () => faultsOf(terminal),
    [Symbol.dispose]: () => terminal[Symbol.dispose](),
  };
}

/** Starts a client in its own home. */
export async function startClient(name: string, place: Place): Promise<Client> {
  const start = starts[name];
  if (!start) throw new Error(`there is no client ${name}`);
  return start.screen ? await inTerminal(start, place) : inPipes(start, place);
}
