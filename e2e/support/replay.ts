import { readFileSync } from 'node:fs';
import headless from '@xterm/headless';

/** The rows that another terminal emulator than tmux shows for the same bytes; `recorded` is a file of them. */
export async function replayed(recorded: string, columns: number, rows: number): Promise<string[]> {
  const terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 0 });
  await new Promise<void>((done) => terminal.write(readFileSync(recorded), done));
  const { active } = terminal.buffer;
  const lines = Array.from({ length: rows }, (_, y) => active.getLine(y)?.translateToString(true).trimEnd() ?? '');
  terminal.dispose();
  return lines;
}
