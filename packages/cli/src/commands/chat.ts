import { ok, type Result } from '@securechat/protocol';
import { withScreen } from '../accounts/connect.ts';
import { chatName, serverDirectory } from '../accounts/server-directory.ts';
import { resolveAccount } from '../accounts/target.ts';
import type { ChatOutcome } from '../chat/chat-context.ts';
import type { CommandContext } from '../cli-args/command-context.ts';
import { roomOf } from '../cli-args/room-flag.ts';
import { homeAt } from '../config/home.ts';
import { readServers } from '../config/known-servers.ts';
import { openChatKept } from '../local-data/local-store.ts';
import { type At, type CommandError, commandError } from '../output/command-error.ts';
import { exitCode, exitName } from '../output/exit-codes.ts';
import { crashText, keepCrash } from '../process/crash-report.ts';
import type { CliEnv, CommonFlags } from '../process/env.ts';
import type { ReportCrash } from '../process/process-signals.ts';
import type { Theme } from '../screen/theme.ts';
import type { Settings } from '../settings/table.ts';
import type { TuiOptions } from '../terminal/run.tsx';

/** Lines of a room in memory: what a reader has scrolled through stays at hand. */
const maxLines = 100_000;

/** What the user has chosen: settings and keys. A file that is not right keeps nobody from talking; what is wrong is one sentence. */
async function choices(run: CommandContext) {
  const [{ loadKeymap, loadSettings, loadTheme }, { isThemeName }] = await Promise.all([
    import('../settings/load.ts'),
    import('../screen/theme.ts'),
  ]);
  const home = homeAt(run.flags.home);
  const settings = loadSettings(home);
  const keymap = loadKeymap(home, settings.value.keys);
  const { theme } = settings.value;
  const own = theme === 'auto' || isThemeName(theme) ? undefined : loadTheme(home, theme);
  const [first, ...more] = [...settings.complaints, ...keymap.complaints, ...(own?.complaints ?? [])];
  const others = more.length > 0 ? ` (and ${more.length} more: securechat config edit)` : '';
  return {
    settings: settings.value,
    keymap: keymap.value,
    ownTheme: own?.value,
    ...(first === undefined ? {} : { complaint: `${first}${others}` }),
  };
}

/** The looks: those that were chosen, or those for this terminal, by its background. */
async function looksFor(
  { env, out }: CommandContext,
  { theme: wanted }: Settings,
  own: Theme | undefined,
): Promise<TuiOptions['themeOn']> {
  const [{ isThemeName, themes }, { themeFor }] = await Promise.all([
    import('../screen/theme.ts'),
    import('../screen/theme-choice.ts'),
  ]);
  const chosen = isThemeName(wanted) ? themes[wanted] : own;
  if (chosen && out.colour) return () => chosen;
  const terminal = { variables: env.variables, colour: out.colour };
  return (background) => themes[themeFor({ ...terminal, background })];
}

export type ChatFlags = CommonFlags & { readonly plain?: boolean; readonly screenReader?: boolean };

/** Whether the chat is lines instead of a screen: where it is asked for, or no screen can be drawn. */
export function wantsLines({ stdin, stdout, variables }: CliEnv, flags: ChatFlags): boolean {
  if (flags.plain || flags.screenReader || variables.INK_SCREEN_READER === 'true') return true;
  return !stdin.isTTY || !stdout.isTTY || variables.TERM === 'dumb';
}

type Common = Omit<TuiOptions, 'themeOn' | 'editor'>;

async function lines({ env }: CommandContext, at: At, common: Common): Promise<ChatOutcome> {
  const { runPlain } = await import('../plain/run.ts');
  const { interrupted, variables } = env;
  if (interrupted.aborted) return { exitCode: exitCode('interrupted') };
  return await runPlain({ ...common, at, interrupted, dumb: variables.TERM === 'dumb' });
}

async function screen(run: CommandContext, common: Common, ownTheme: Theme | undefined): Promise<ChatOutcome> {
  const { settings } = common;
  const [{ runTui }, { editorOf }, { watchTerminal }, themeOn] = await Promise.all([
    import('../terminal/run.tsx'),
    import('../process/editor.ts'),
    import('../terminal/terminal-watcher.ts'),
    looksFor(run, settings, ownTheme),
  ]);
  // Who pressed Ctrl-C while the chat was loading wants no screen any more.
  if (run.env.interrupted.aborted) return { exitCode: exitCode('interrupted') };
  const editor = settings.editor || editorOf(run.env.variables);
  return await runTui({ ...common, editor, themeOn, watch: watchTerminal });
}

/** Opens the chat: at once where this device has seen the rooms before, also without a connection. */
export async function chat(run: CommandContext<ChatFlags>): Promise<Result<void, CommandError>> {
  const { env, out } = run;
  const room = roomOf(run.flags);
  if (!room.ok) return room;
  const target = await resolveAccount(run);
  if (!target.ok) return target;
  const known = readServers(target.value.home);
  const name = chatName(target.value, known.ok ? known.value.servers[target.value.url] : undefined);
  const [{ kept, say }, chosen] = await Promise.all([openChatKept(run, target.value), choices(run)]);
  const { settings, keymap, ownTheme, complaint } = chosen;
  const remark = [say, complaint].filter((part) => part !== undefined).join(' ');
  const keeping = { maxLines, ...(kept ? { outboxStore: kept.outbox, cache: kept.cache } : {}) };
  try {
    return await withScreen(run, target.value, keeping, async (client) => {
      run.ask.close();
      const common = {
        client,
        serverName: name,
        close: async () => {
          await client.close();
          kept?.close();
        },
        book: serverDirectory(run, { target: target.value, name }, { maxLines }),
        openToo: settings.servers,
        // Without a room the chat opens where the last one ended; the lines of a pipe go to #general.
        ...(run.flags.room === undefined ? {} : { room: room.value }),
        keeps: kept !== undefined,
        ...(kept ? { drafts: kept.drafts } : {}),
        ...(remark === '' ? {} : { remark }),
        settings,
        variables: env.variables,
        keymap,
        stdin: env.stdin,
        stdout: env.stdout,
        reportCrash: (error: unknown, facts: Parameters<ReportCrash>[1]) => {
          const { version, variables, nowMs } = env;
          const text = crashText(error, { ...facts, version, variables }, nowMs());
          return keepCrash(target.value.home.crashFolder, text, nowMs());
        },
      };
      const outcome = await (wantsLines(env, run.flags)
        ? lines(run, target.value, common)
        : screen(run, common, ownTheme));
      if (outcome.exitCode !== 0) return commandError(exitName(outcome.exitCode), outcome.say ?? '');
      if (outcome.say) out.note(outcome.say);
      return ok(undefined);
    });
  } finally {
    kept?.close();
  }
}
