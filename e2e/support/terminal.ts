import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { eventually, waitMs } from '@securechat/testkit';
import { cliCommand, root, shellWord } from './tools.ts';

/** A real terminal: one tmux server with one window. */
export type Terminal = {
  /** The visible rows. */
  screen(): string[];
  type(text: string): void;
  /** Types this and Enter. */
  enter(text: string): void;
  /** Writes this to the program at once, unchanged. */
  write(text: string): void;
  /** Presses keys by tmux's names: Enter, C-c, PageUp … */
  key(...names: string[]): void;
  sees(text: string | RegExp, withinMs?: number): Promise<void>;
  /** A format variable of tmux, such as `alternate_on`. */
  flag(name: string): string;
  resize(columns: number, rows: number): void;
  /** The screen with its colours, as the escape sequences that draw it. */
  drawn(): string;
  /** The position of the terminal's cursor, in columns and rows from 0. */
  cursor(): { readonly x: number; readonly y: number };
  /** The title that the program has set. */
  title(): string;
  /** Lets programs set tmux's clipboard, as in other terminals. */
  takeClipboard(): void;
  /** The text that was copied last. */
  clipboard(): string;
  /** From now on, everything that the program writes is appended to this file as well. */
  record(file: string): void;
  /** Saves the screen in e2e/screens/NAME.txt and .ansi. */
  keep(name: string): void;
} & Disposable;

let made = 0;

/** Opens a terminal of this size with a shell in this environment. */
export function openTerminal({ columns = 100, rows = 30, env = {} as Record<string, string> } = {}): Terminal {
  const socket = `securechat-${process.pid}-${made++}`;
  const tmuxWith = (input: string, ...args: string[]) => {
    const ran = spawnSync('tmux', ['-L', socket, '-f', '/dev/null', ...args], {
      encoding: 'utf8',
      input,
      env: { ...process.env, TMUX: '', LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', ...env },
    });
    if (ran.status !== 0) throw new Error(`tmux ${args[0]}: ${ran.stderr}`);
    return ran.stdout;
  };
  const tmux = (...args: string[]) => tmuxWith('', ...args);
  tmux('-u', 'new-session', '-d', '-x', String(columns), '-y', String(rows), `PS1='$ ' exec bash --norc --noprofile`);
  const screen = () =>
    tmux('capture-pane', '-p')
      .split('\n')
      .map((line) => line.trimEnd());
  const drawn = () => tmux('capture-pane', '-p', '-e');
  return {
    screen,
    drawn,
    type: (text) => void tmux('send-keys', '-l', '--', text),
    enter: (text) => {
      tmux('send-keys', '-l', '--', text);
      tmux('send-keys', 'Enter');
    },
    write: (text) => {
      tmuxWith(text, 'load-buffer', '-');
      tmux('paste-buffer', '-r', '-d');
    },
    key: (...names) => void tmux('send-keys', ...names),
    flag: (name) => tmux('display-message', '-p', `#{${name}}`).trim(),
    resize: (c, r) => void tmux('resize-window', '-x', String(c), '-y', String(r)),
    sees: async (text, withinMs = waitMs) => {
      await eventually(
        () => {
          const seen = screen().join('\n');
          if (typeof text === 'string' ? seen.includes(text) : text.test(seen)) return true;
          throw new Error(`the terminal does not show ${text}:\n${seen}`);
        },
        { withinMs },
      );
    },
    cursor: () => {
      const [x, y] = tmux('display-message', '-p', '#{cursor_x} #{cursor_y}').trim().split(' ').map(Number);
      return { x: x ?? -1, y: y ?? -1 };
    },
    title: () => tmux('display-message', '-p', '#{pane_title}').trim(),
    takeClipboard: () => void tmux('set-option', '-g', 'set-clipboard', 'on'),
    clipboard: () => tmux('show-buffer'),
    record: (file) => void tmux('pipe-pane', '-o', `cat >> '${file}'`),
    keep: (name) => {
      mkdirSync(`${root}/e2e/screens`, { recursive: true });
      writeFileSync(`${root}/e2e/screens/${name}.txt`, screen().join('\n'));
      writeFileSync(`${root}/e2e/screens/${name}.ansi`, drawn());
    },
    [Symbol.dispose]: () => void spawnSync('tmux', ['-L', socket, 'kill-server']),
  };
}

/**
 * Opens a user's chat in the terminal's shell, which prints `[ended CODE]` after it; resolves with the chat's process id. `before` is run
 * by the shell first; `more` are further options.
 */
export async function openChat(
  terminal: Terminal,
  { home, common }: { readonly home: string; readonly common: readonly string[] },
  { before = 'clear', more = '' } = {},
): Promise<number> {
  const pidFile = `${home}.pid`;
  rmSync(pidFile, { force: true });
  const chat = `${cliCommand} chat ${common.map(shellWord).join(' ')} ${more}`;
  terminal.type(`${before}; (echo $BASHPID > ${shellWord(pidFile)}; exec ${chat}); echo "[ended $?]"\r`);
  return await eventually(() => existsSync(pidFile) && (Number(readFileSync(pidFile, 'utf8')) || false));
}
