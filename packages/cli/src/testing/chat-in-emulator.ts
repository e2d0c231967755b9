import { emulator } from './emulator.ts';
import { connectedClient, fakeTerminal } from './screen.ts';
import { startTui } from './start-tui.ts';

/** Starts a whole chat, connected to a small server in memory, in a terminal emulator of this size. */
export async function chatInEmulator(columns: number, rows: number) {
  const { server, clock, client } = await connectedClient();
  const terminal = fakeTerminal(columns, rows);
  const screen = emulator(columns, rows);
  terminal.stdout.on('data', (chunk: Buffer) => void screen.write(chunk.toString()));
  const outcome = startTui({ client, clock }, terminal);
  return { server, clock, client, terminal, screen, outcome };
}
