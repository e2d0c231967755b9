import { defaultKeymap } from '../chat/keys/keymap.ts';
import { themes } from '../screen/theme.ts';
import { defaultSettings } from '../settings/table.ts';
import { runTui, type TuiOptions } from '../terminal/run.tsx';
import type { FakeTerminal } from './screen.ts';

/** Starts a whole chat with this client in this terminal; resolves when it has ended. */
export function startTui(
  connected: Pick<TuiOptions, 'client' | 'clock'>,
  { stdin, stdout }: FakeTerminal,
  given: Partial<TuiOptions> = {},
) {
  return runTui({
    ...connected,
    serverName: 'fake:1',
    keeps: false,
    themeOn: () => themes.dark,
    variables: {},
    editor: 'true',
    settings: defaultSettings,
    keymap: defaultKeymap,
    stdin,
    stdout,
    ...given,
  });
}
