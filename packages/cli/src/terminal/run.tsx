import type { Clock } from '@securechat/client';
import { nodeClock } from '@securechat/client/node';
import type { ChatOptions } from '../chat/chat-options.ts';
import { type Controller, type ControllerParts, createController } from '../chat/controller.ts';
import type { Size } from '../chat/state/screen-size.ts';
import { stateCounts } from '../chat/state-counts.ts';
import { actionTrail } from '../process/crash-report.ts';
import { dropTyped } from '../process/drop-typed.ts';
import type { ChatOutcome } from '../process/exit-codes.ts';
import { runExternal, type Suspend } from '../process/external-program.ts';
import { endedByItself, hungUpCode, type ReportCrash, sayCrash, watchSignals } from '../process/process-signals.ts';
import { runCommand } from '../process/run-command.ts';
import { openInBrowser } from '../process/system-integration.ts';
import { layout } from '../screen/frame.ts';
import { Hyperlinks } from '../screen/panes/rows.tsx';
import type { Theme } from '../screen/theme.ts';
import type { Background } from '../screen/theme-choice.ts';
import { linkNumbers, type NamedLinks } from '../text/link-numbers.ts';
import { App } from './app.tsx';
import { copyToClipboard } from './clipboard.ts';
import { drawsHyperlinks } from './hyperlinks.ts';
import { jobControl } from './job-control.ts';
import { mountScreen } from './mount.ts';
import { notificationChannel } from './notification-channel.ts';
import { inputTo } from './stdin.ts';
import type { TerminalWatcher } from './terminal-watcher.ts';

/** Options of the full-screen chat. */
export type TuiOptions = ChatOptions & {
  /** The editor command. */
  readonly editor: string;
  /** The theme for the terminal's background, which is undefined at first and if the terminal does not report it. */
  readonly themeOn: (background: Background | undefined) => Theme;
  /** Starts the process that restores the terminal if this one is killed; default: none. */
  readonly watch?: () => TerminalWatcher;
};

/** After the terminal is closed, do not wait longer than this for the server. */
const hangUpMs = 1000;

/** The same function; an error in it ends the chat. */
function guarded<A extends readonly unknown[]>(act: (...given: A) => void, fail: (error: unknown) => void) {
  return (...given: A) => {
    try {
      act(...given);
    } catch (error) {
      fail(error);
    }
  };
}

/** Closes every client; after a hang-up without waiting long. */
async function leave(
  { close }: Pick<Controller, 'close'>,
  clock: Pick<Clock, 'after'>,
  { exitCode }: ChatOutcome,
): Promise<void> {
  const closed = close();
  if (exitCode !== hungUpCode) return await closed;
  await Promise.race([closed, new Promise<void>((late) => clock.after(hangUpMs, late))]);
}

/** Stores a crash report and returns the message; only for the first error, since others follow from it. */
function crasher(known: () => Parameters<ReportCrash>[1], reportCrash: ReportCrash | undefined) {
  let first: ChatOutcome | undefined;
  return (error: unknown): ChatOutcome => {
    if (first) return first;
    first = sayCrash(error, reportCrash?.(error, known()));
    return first;
  };
}

/** Notifications, the browser and the clipboard. */
function reaching({ settings, variables, stdout }: TuiOptions): Pick<ControllerParts, 'attention' | 'system'> {
  const write = (bytes: string) => void stdout.write(bytes);
  return {
    attention: {
      settings,
      channel: notificationChannel({
        ...{ settings, variables, write },
        run: (command, args, input, failed) => runCommand(command, { args, input, variables }, failed),
      }),
    },
    system: { open: openInBrowser(variables), copy: copyToClipboard(write, variables.TMUX !== undefined) },
  };
}

/** Links are drawn as hyperlinks, or else numbered. */
function namedLinks({ settings: { links }, variables }: TuiOptions): NamedLinks {
  const drawn = links === 'auto' ? drawsHyperlinks(variables) : links === 'always';
  return { numbers: linkNumbers(), inline: !drawn };
}

/** Runs the full-screen chat until it ends, and restores the terminal. */
export async function runTui(options: TuiOptions): Promise<ChatOutcome> {
  const { stdin, stdout, settings, keymap, clock = nodeClock } = options;
  if (!stdin.isTTY || !stdout.isTTY) return { exitCode: 2, message: 'The full-screen chat needs a terminal.' };
  const ended = Promise.withResolvers<ChatOutcome>();
  const size = (): Size => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 });
  const trail = actionTrail();
  const lend: Suspend = (run) => screen.lend(run);
  const editor = runExternal({ editor: options.editor, lend, clock });
  const jobs = jobControl({
    stdin,
    stdout,
    clock,
    lend,
    stop: () => {
      controller.keepDrafts();
      process.kill(0, 'SIGTSTP');
    },
    redraw: () => controller.redraw(),
    cannot: () => controller.remark('Cannot suspend: there is no shell to resume the chat.'),
  });
  const links = namedLinks(options);
  const controller = createController({
    ...options,
    ...{ clock, links, layout, size },
    editOutside: editor.edit,
    ...reaching(options),
    exit: ended.resolve,
    suspend: jobs.suspend,
    redraw: () => screen.redraw(),
    recordAction: trail.note,
  });
  const crashed = crasher(() => {
    const counts = stateCounts(() => controller.servers.getSnapshot().here.chat, controller.getSnapshot);
    return { face: 'screen', size: size(), actions: trail.names(), counts };
  }, options.reportCrash);
  const fail = (error: unknown) => ended.resolve(crashed(error));
  const screen = mountScreen({
    ...options,
    clock,
    app: (theme, attach) => (
      <Hyperlinks value={!links.inline}>
        <App {...{ controller, clock, theme, settings, keymap, attach }} />
      </Hyperlinks>
    ),
    onInput: guarded(inputTo(controller), fail),
  });
  screen.gone.then(() => ended.resolve({ exitCode: 0 }), fail);
  let stopFollowing = () => {};
  const release = watchSignals({
    client: controller,
    stdin,
    end: ended.resolve,
    crashed,
    continued: jobs.wasContinued,
  });
  guarded(() => {
    stopFollowing = controller.start();
  }, fail)();
  const outcome = await ended.promise;
  stopFollowing();
  await screen.restore();
  if (endedByItself(outcome) || screen.awaitsReply()) await dropTyped(stdin, clock);
  await leave(controller, clock, outcome);
  release();
  return outcome;
}
