import type { ChatClient, Clock } from '@securechat/client';
import { nodeClock } from '@securechat/client/node';
import { render } from 'ink';
import type { DraftStore } from '../drafts.ts';
import type { Settings } from '../settings/table.ts';
import { createController } from './actions/controller.ts';
import type { Outcome } from './actions/tui.ts';
import { App } from './app.tsx';
import { followFocus } from './attention/focus-reports.ts';
import { runCommand } from './attention/run-command.ts';
import { attentionModes } from './attention/sequences.ts';
import { terminalDesk } from './desk/desk.ts';
import { drawsHyperlinks } from './desk/hyperlinks.ts';
import { crashed, followProcess } from './follow-process.ts';
import type { Keymap } from './keys/keymap.ts';
import { outside } from './outside.ts';
import { Hyperlinks } from './panes/rows.tsx';
import type { Size } from './state/screen.ts';
import type { Theme } from './theme.ts';

export type TuiOptions = {
  /** Connected, or on its way. Closed when the chat ends. */
  readonly client: ChatClient;
  /** How the status bar names the server. */
  readonly serverName: string;
  /** The room to show first. */
  readonly room?: string;
  /** What is not yet sent outlives the chat. */
  readonly keeps: boolean;
  /** A sentence to begin with. */
  readonly remark?: string;
  /** Where drafts outlive the chat. */
  readonly drafts?: DraftStore;
  /** The command that edits a text. */
  readonly editor: string;
  readonly settings: Settings;
  readonly keymap: Keymap;
  /** Of the process: they tell which terminal this is. */
  readonly variables: NodeJS.ProcessEnv;
  readonly theme: Theme;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  /** The system's, unless given. */
  readonly clock?: Pick<Clock, 'nowMs' | 'after'>;
};

// Terminals disagree about the width of some emoji. A line they think too long is then cut, and does not push the others down.
const modesOn = `\u001b[?7l${attentionModes.on}`;
const modesOff = `${attentionModes.off}\u001b[?7h`;
const eraseAll = '\u001b[2J\u001b[H';
/** Main screen, cursor, no bracketed paste, plain keys, and all of ours: for when the regular way to restore them has failed. */
const restoreAll = `\u001b[?1049l\u001b[?25h\u001b[?2004l\u001b[<u${modesOff}`;

/** Whether links are drawn as such. */
function hyperlinks({ settings: { links }, variables }: Pick<TuiOptions, 'settings' | 'variables'>): boolean {
  return links === 'auto' ? drawsHyperlinks(variables) : links === 'always';
}

/** The screen's own end is the chat's. */
function endWith(exited: Promise<unknown>, end: (outcome: Outcome) => void): Promise<void> {
  return exited.then(
    () => end({ exitCode: 0 }),
    (error: unknown) => end(crashed(error)),
  );
}

const noTerminal: Outcome = { exitCode: 2, say: 'The full-screen chat needs a terminal.' };
const sizeOf = (stdout: NodeJS.WriteStream): Size => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 });

/** Runs the full-screen chat until it ends, and leaves the terminal as it was. */
export async function runTui(options: TuiOptions): Promise<Outcome> {
  const { client, stdin, stdout, serverName, theme, settings, keymap, clock = nodeClock } = options;
  if (!stdin.isTTY || !stdout.isTTY) return noTerminal;
  const ended = Promise.withResolvers<Outcome>();
  const write = (bytes: string) => void stdout.write(bytes);
  const editor = outside({ stdin, stdout, editor: options.editor, modesOn, modesOff });
  const controller = createController({
    client,
    clock,
    serverName,
    keeps: options.keeps,
    keymap,
    settings,
    ...(options.room === undefined ? {} : { room: options.room }),
    ...(options.remark === undefined ? {} : { remark: options.remark }),
    ...(options.drafts === undefined ? {} : { drafts: options.drafts }),
    attention: {
      settings: options.settings,
      variables: options.variables,
      write,
      run: (command, args, input, failed) => runCommand(command, { args, input, variables: options.variables }, failed),
    },
    editOutside: editor.edit,
    desk: terminalDesk({ write, variables: options.variables }),
    size: () => sizeOf(stdout),
    exit: ended.resolve,
    redraw: () => redraw(),
  });
  const app = (
    <Hyperlinks value={hyperlinks(options)}>
      <App {...{ client, controller, clock, serverName, theme, settings, keymap, attach: editor.attach }} />
    </Hyperlinks>
  );
  const screen = render(app, {
    stdin,
    stdout,
    alternateScreen: true,
    exitOnCtrlC: false,
    incrementalRendering: true,
    // How often is decided where changes are told (`paced`); what is told is drawn at once.
    maxFps: 1000,
    interactive: true,
    // Nothing of ours writes to the console.
    patchConsole: false,
    // Where the terminal has it, Shift-Enter and Ctrl-Enter arrive as themselves.
    kittyKeyboard: { mode: 'auto' },
  });
  stdout.write(modesOn);
  const redraw = () => {
    screen.clear();
    stdout.write(eraseAll);
    screen.rerender(app);
  };
  const stopFollowing = controller.start();
  const forgetFocus = followFocus(stdin, controller.focus);
  const release = followProcess({ client, stdin, end: ended.resolve, busyElsewhere: editor.running });
  const gone = endWith(screen.waitUntilExit(), ended.resolve);
  const outcome = await ended.promise;
  stopFollowing();
  forgetFocus();
  try {
    screen.unmount();
    await gone;
    stdout.write(modesOff);
  } catch {
    stdout.write(restoreAll);
    if (stdin.isRaw) stdin.setRawMode(false);
  }
  await client.close();
  release();
  return outcome;
}
