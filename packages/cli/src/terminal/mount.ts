import type { Clock } from '@securechat/client';
import { type RenderOptions, render } from 'ink';
import type { ReactNode } from 'react';
import type { Suspend } from '../process/external-program.ts';
import { limitYoungHeap } from '../process/v8-flags.ts';
import type { Theme } from '../screen/theme.ts';
import type { Background } from '../screen/theme-choice.ts';
import type { InputEvent } from './input.ts';
import { askBackground, askKeyboard } from './reports.ts';
import { silentStdin, terminalReader } from './stdin.ts';
import { allModesOff, modeSwitch } from './terminal-modes.ts';
import { noWatcher, type TerminalWatcher } from './terminal-watcher.ts';

export type MountParts = {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly clock: Clock;
  /** The theme for the terminal's background, which is undefined at first and if the terminal does not report it. */
  readonly themeOn: (background: Background | undefined) => Theme;
  /** The app in this theme. It passes `attach` to `useSuspend`. */
  readonly app: (theme: Theme, attach: (suspend: Suspend) => () => void) => ReactNode;
  /** Receives the terminal's events, except replies about the terminal itself. */
  readonly onInput: (event: InputEvent) => void;
  /** Starts the process that restores the terminal if this one is killed; default: none. */
  readonly watch?: (() => TerminalWatcher) | undefined;
};

/** How long a reply of the terminal may take; later ones are not expected. */
const replyMs = 1000;

const eraseAll = '\u001b[2J\u001b[H';

const inkOptions: RenderOptions = {
  alternateScreen: true,
  exitOnCtrlC: false,
  incrementalRendering: true,
  // `throttleFrames` decides how often changes are announced; each is drawn at once.
  maxFps: 1000,
  interactive: true,
  // Our code never writes to the console.
  patchConsole: false,
};

/** The requests to the terminal after the first paint; over SSH a reply may take a while, and it may never arrive. */
function questionsTo({ stdout, clock, themeOn }: Pick<MountParts, 'stdout' | 'clock' | 'themeOn'>) {
  let awaitedUntilMs = Number.NEGATIVE_INFINITY;
  return {
    ask: () => {
      stdout.write(askKeyboard);
      if (themeOn('dark') === themeOn('light')) return;
      stdout.write(askBackground);
      awaitedUntilMs = clock.monotonicMs() + replyMs;
    },
    /** The reply about the background is the last one. */
    answered: () => {
      awaitedUntilMs = Number.NEGATIVE_INFINITY;
    },
    awaitsReply: () => clock.monotonicMs() < awaitedUntilMs,
  };
}

/** Takes over the terminal: reads its input, and draws the app. */
export function mountScreen({ stdin, stdout, clock, themeOn, app, onInput, watch = () => noWatcher }: MountParts) {
  const modes = modeSwitch((sequences) => void stdout.write(sequences));
  let watcher = noWatcher;
  let theme = themeOn(undefined);
  let suspend: Suspend = (run) => run();
  const questions = questionsTo({ stdout, clock, themeOn });
  // One function for all drawings, because React would undo what another one has attached.
  const attach = (given: Suspend) => {
    suspend = given;
    return modes.off;
  };
  const drawn = () => app(theme, attach);
  const handle = (event: InputEvent) => {
    if (event.kind === 'kitty-keyboard') modes.knowsKitty();
    else if (event.kind === 'background') {
      questions.answered();
      theme = themeOn(event.background);
      screen.rerender(drawn());
    } else onInput(event);
  };
  const reader = terminalReader(stdin, handle, clock);
  // Raw mode from here on: input that arrives before the first paint is not echoed.
  stdin.setRawMode(true);
  const screen = render(drawn(), { ...inkOptions, stdin: silentStdin(), stdout });
  modes.on();
  // For an exit without `restore`, such as a signal before the chat handles them. Ink undoes its own modes.
  const onExit = () => {
    modes.off();
    if (stdin.isRaw) stdin.setRawMode(false);
    watcher.released();
  };
  process.on('exit', onExit);
  questions.ask();
  reader.resume();
  watcher = watch();
  watcher.taken();
  limitYoungHeap();
  return {
    gone: screen.waitUntilExit(),
    redraw: () => {
      // All modes may have been set again by the redraw.
      watcher.taken();
      screen.clear();
      stdout.write(eraseAll);
      screen.rerender(drawn());
    },
    /** Hands the terminal, in its original state, to the shell or another program until `run` has ended. */
    lend: async (run: () => Promise<void>): Promise<void> => {
      modes.off();
      const paused = reader.pause();
      try {
        await suspend(async () => {
          await paused;
          watcher.released();
          try {
            await run();
          } finally {
            // Before drawing: if the chat is killed now, no mode stays on.
            reader.resume();
            watcher.taken();
          }
        });
      } finally {
        modes.on();
      }
    },
    /** Whether a reply of the terminal may still arrive, which the shell would take for typed text. */
    awaitsReply: questions.awaitsReply,
    /** Restores the terminal. */
    restore: async () => {
      const paused = reader.pause();
      try {
        screen.unmount();
        await screen.waitUntilExit();
      } catch {
        stdout.write(allModesOff);
      } finally {
        await paused;
        watcher.released();
        process.off('exit', onExit);
        await watcher.stop();
      }
    },
  };
}
