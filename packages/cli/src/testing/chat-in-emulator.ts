import { clientOf, FakeServer } from '@securechat/client/testing';
import { FakeClock } from '@securechat/testkit';
import { defaultKeymap } from '../chat/keys/keymap.ts';
import { themes } from '../screen/theme.ts';
import { defaultSettings } from '../settings/table.ts';
import { runTui } from '../terminal/run.tsx';
import { emulator } from './emulator.ts';
import { fakeTerminal } from './screen.ts';

/** Starts a whole chat, connected to a small server in memory, in a terminal emulator of this size. */
export async function chatInEmulator(columns: number, rows: number) {
  const server = new FakeServer();
  const clock = new FakeClock();
  const client = clientOf(server, clock);
  await client.connect();
  const terminal = fakeTerminal(columns, rows);
  const screen = emulator(columns, rows);
  terminal.stdout.on('data', (chunk: Buffer) => void screen.write(chunk.toString()));
  const { stdin, stdout } = terminal;
  const outcome = runTui({
    client,
    clock,
    serverName: 'fake:1',
    keeps: false,
    themeOn: () => themes.dark,
    variables: {},
    editor: 'true',
    settings: defaultSettings,
    keymap: defaultKeymap,
    stdin,
    stdout,
  });
  return { server, clock, client, terminal, screen, outcome };
}
