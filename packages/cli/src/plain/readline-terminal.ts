import { createInterface, cursorTo, moveCursor } from 'node:readline';
import { stoppedPrompt } from '@securechat/prompt';
import { boundedPrint } from './bounded-print.ts';

/** A terminal in line mode. */
export type ReadlineTerminal = {
  /** Prints a text on lines of its own; the line being typed stays intact. */
  print(text: string): void;
  /** Sets the prompt. */
  prompt(text: string): void;
  /** The typed lines; they end with Ctrl-D, or with Ctrl-C twice on an empty line. */
  readonly lines: AsyncIterable<string>;
  close(): void;
};

type Streams = { readonly stdin: NodeJS.ReadStream; readonly stdout: NodeJS.WriteStream };

const eraseBelow = '\u001b[J';

/** A queue of lines with an async consumer. */
function queue() {
  const held: string[] = [];
  let wake = () => {};
  let ended = false;
  return {
    put(line: string) {
      held.push(line);
      wake();
    },
    end() {
      ended = true;
      wake();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const line = held.shift();
        if (line !== undefined) yield line;
        else if (ended) return;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}

/** Readline with editing, history and a typed line that is redrawn after each text. `dumb`: the cursor cannot be moved. */
export function readlineTerminal({ stdin, stdout }: Streams, dumb: boolean): ReadlineTerminal {
  const lines = createInterface({ input: stdin, output: stdout, terminal: true, historySize: 100, prompt: '' });
  const typed = queue();
  let closed = false;
  /** Ctrl-C was pressed on an empty line. */
  let asked = false;
  lines.on('line', (line) => {
    typed.put(line);
    lines.prompt();
  });
  lines.on('SIGINT', () => {
    if (lines.line !== '') {
      lines.write(null, { ctrl: true, name: 'e' });
      lines.write(null, { ctrl: true, name: 'u' });
    } else if (asked) lines.close();
    else {
      asked = true;
      print('Press Ctrl+C again to quit.');
    }
  });
  // Any other key means no.
  stdin.on('keypress', (_, key?: { readonly name?: string; readonly ctrl?: boolean }) => {
    if (!(key?.ctrl && key.name === 'c')) asked = false;
  });
  const stopped = stoppedPrompt(stdin, () => {
    lines.prompt(true);
    if (dumb) stdout.write(lines.line);
  });
  // By default, readline would stop only this process, and read nothing after it continues.
  lines.on('SIGTSTP', stopped.stop);
  lines.on('close', () => {
    closed = true;
    stopped.end();
    stdout.write('\n');
    typed.end();
  });
  const printAbove = (text: string) => {
    moveCursor(stdout, 0, -lines.getCursorPos().rows);
    cursorTo(stdout, 0);
    stdout.write(`${eraseBelow}${text}\n`);
    lines.prompt(true);
  };
  // Reprint the typed line below the text, since a dumb terminal cannot move it.
  const printBelow = (text: string) => {
    const isEmpty = lines.getPrompt() === '' && lines.line === '';
    stdout.write(`${isEmpty ? '' : '\n'}${text}\n`);
    // Readline would draw an empty line as a space.
    if (isEmpty) return;
    lines.prompt(true);
    stdout.write(lines.line);
  };
  const put = (text: string) => {
    if (closed) stdout.write(`${text}\n`);
    else if (dumb) printBelow(text);
    else printAbove(text);
  };
  const print = boundedPrint(stdout, put, 'the terminal');
  return {
    print,
    prompt(text) {
      if (text === lines.getPrompt()) return;
      lines.setPrompt(text);
      if (!closed) lines.prompt(true);
    },
    lines: typed,
    close: () => lines.close(),
  };
}
