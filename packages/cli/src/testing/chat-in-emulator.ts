import { emulator } from './emulator.ts';
import { connectedClient, fakeTerminal } from './screen.ts';
import { startTui } from './start-tui.ts';

/** A small terminal, a typical one and a large one. */
export const screenSizes = [
  { columns: 40, rows: 10 },
  { columns: 80, rows: 24 },
  { columns: 200, rows: 60 },
] as const;

/** Starts a whole chat, connected to a small in-memory server, in a terminal emulator of this size. */
export async function chatInEmulator(columns: number, rows: number) {
  const { server, clock, client } = await connectedClient();
  const terminal = fakeTerminal(columns, rows);
  const screen = emulator(columns, rows);
  terminal.stdout.on('data', (chunk: Buffer) => void screen.write(chunk.toString()));
  const outcome = startTui({ client, clock }, terminal);
  return { server, clock, client, terminal, screen, outcome };
}
