import { spawn } from 'node:child_process';
import { allModesOff } from './terminal-modes.ts';

/** A small process that restores the terminal if the chat is killed or aborted. */
export type TerminalWatcher = {
  /** From now on the terminal is restored if the chat dies. Call it in raw mode, and again after the modes were set again. */
  readonly taken: () => void;
  /** From now on the terminal is left alone: it is restored, or the shell or another program has it. */
  readonly released: () => void;
  /** Stops the watcher without writing anything. Resolves when its process is gone. */
  readonly stop: () => Promise<void>;
};

const deadMessage = 'The chat ended unexpectedly; your terminal was restored.';

// Standard input is a pipe from the chat, which the system closes however the chat dies. Descriptor 3 is the keyboard. Escape sequences
// come first, to precede the shell's prompt. Interactive shells restore the line settings themselves, so they are changed a moment later,
// and only if nobody else has. A prompt that was drawn on the chat's screen is lost: SIGWINCH makes shells draw it again.
const script = `
trap '' HUP INT QUIT TERM PIPE
held= raw=
while read -r word; do
  case $word in
    taken) held=1; raw=$(stty -g <&3) ;;
    *) held= ;;
  esac
done
[ "$held" ] || exit 0
printf "$1"
printf '\\r%s\\r\\n' "$2" >&2
sleep 0.1 || sleep 1
if [ "$(stty -g <&3)" = "$raw" ]; then stty icanon echo isig iexten icrnl ixon <&3; fi
kill -WINCH "$3" 2>/dev/null
`;

/** As a format of printf, so that a process list shows no control characters. */
const printable = (text: string) => text.replaceAll('\u001b', '\\033').replaceAll('\u0007', '\\007');

/** Does nothing: for systems without a POSIX shell, and for tests without a terminal. */
export const noWatcher: TerminalWatcher = { taken: () => {}, released: () => {}, stop: async () => {} };

function startShell() {
  return spawn(
    '/bin/sh',
    ['-c', script, 'securechat-watcher', printable(allModesOff), deadMessage, String(process.ppid)],
    {
      stdio: ['pipe', 1, 2, 0],
      // A new session: keys and signals for the chat do not reach it.
      detached: true,
      cwd: '/',
      env: { PATH: process.env.PATH },
    },
  );
}

/** Starts a watcher for the terminal of this process. If that fails, and on Windows, the chat runs without one. */
export function watchTerminal(): TerminalWatcher {
  if (process.platform === 'win32') return noWatcher;
  let child: ReturnType<typeof startShell>;
  try {
    child = startShell();
  } catch {
    // Out of memory or processes; some of these errors arrive as an event instead.
    return noWatcher;
  }
  const gone = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', () => resolve());
  });
  child.unref();
  child.stdin?.on('error', () => {});
  const tell = (word: string) => void child.stdin?.write(`${word}\n`);
  return {
    taken: () => tell('taken'),
    released: () => tell('released'),
    stop: async () => {
      child.ref();
      child.kill('SIGKILL');
      await gone;
    },
  };
}
