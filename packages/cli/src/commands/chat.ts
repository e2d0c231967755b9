import { ok, type Result } from '@securechat/protocol';
import { withScreen } from '../accounts/connect.ts';
import { resolveAccount } from '../accounts/target.ts';
import type { ChatOptions } from '../chat/chat-options.ts';
import type { CommandContext } from '../cli-args/command-context.ts';
import { roomOf } from '../cli-args/room-flag.ts';
import { homeAt } from '../config/home.ts';
import { readServers } from '../config/known-servers.ts';
import { clientStores, openChatStore } from '../local-data/local-store.ts';
import { type At, type CommandError, commandError } from '../output/command-error.ts';
import { crashText, keepCrash } from '../process/crash-report.ts';
import type { CliEnv, CommonFlags } from '../process/env.ts';
import { type ChatOutcome, exitCode, exitName } from '../process/exit-codes.ts';
import type { ReportCrash } from '../process/process-signals.ts';
import type { ThemeFile } from '../settings/theme-file.ts';
import { chatName, serverDirectory } from './server-directory.ts';

/** Entries of a room in memory: enough for what a reader scrolls through. */
const maxLines = 100_000;

/** Loads settings, keys and theme. Mistakes in these files never prevent the chat from opening; they are reported in one sentence. */
async function choices(run: CommandContext) {
  const [{ loadSettings, loadTheme }, { loadKeymap }] = await Promise.all([
    import('../settings/load.ts'),
    import('../chat/keys/load.ts'),
  ]);
  const home = homeAt(run.flags.home);
  const settings = loadSettings(home);
  const keymap = loadKeymap(home, settings.value.keys);
  const theme = loadTheme(home, settings.value.theme);
  const [first, ...more] = [...settings.complaints, ...keymap.complaints, ...theme.complaints];
  const others = more.length > 0 ? ` (and ${more.length} more: securechat config edit)` : '';
  return {
    settings: settings.value,
    keymap: keymap.value,
    themeFile: theme.value,
    ...(first === undefined ? {} : { complaint: `${first}${others}` }),
  };
}

export type ChatFlags = CommonFlags & { readonly plain?: boolean; readonly screenReader?: boolean };

/** Whether to use line mode: on request, or if no screen can be drawn. */
export function wantsLines({ stdin, stdout, variables }: CliEnv, flags: ChatFlags): boolean {
  if (flags.plain || flags.screenReader || variables.INK_SCREEN_READER === 'true') return true;
  return !stdin.isTTY || !stdout.isTTY || variables.TERM === 'dumb';
}

/** Opens the full-screen chat, with the user's theme file if there is one. */
export type OpenScreen = (
  run: CommandContext,
  options: ChatOptions,
  themeFile: ThemeFile | undefined,
) => Promise<ChatOutcome>;

async function lines({ env }: CommandContext, at: At, options: ChatOptions): Promise<ChatOutcome> {
  const { runPlain } = await import('../plain/run.ts');
  const { interrupted, variables } = env;
  if (interrupted.aborted) return { exitCode: exitCode('interrupted') };
  return await runPlain({ ...options, at, interrupted, dumb: variables.TERM === 'dumb' });
}

/**
 * Opens the chat, drawn by `openScreen`, with this sentence to show at the start. If the device has cached rooms, it opens without waiting for a
 * connection.
 */
export async function chat(
  run: CommandContext<ChatFlags>,
  openScreen: OpenScreen,
  sentence?: string,
): Promise<Result<void, CommandError>> {
  const { env, out } = run;
  const room = roomOf(run.flags);
  if (!room.ok) return room;
  const target = await resolveAccount(run);
  if (!target.ok) return target;
  const known = readServers(target.value.home);
  const name = chatName(target.value, known.ok ? known.value.servers[target.value.url] : undefined);
  const [{ store: localStore, message }, chosen] = await Promise.all([openChatStore(run, target.value), choices(run)]);
  const { settings, keymap, themeFile, complaint } = chosen;
  const notice = [sentence, message, complaint].filter((part) => part !== undefined && part !== '').join(' ');
  const keeping = { maxLines, ...clientStores(localStore) };
  try {
    return await withScreen(run, target.value, keeping, async (client) => {
      run.ask.close();
      const options = {
        client,
        serverName: name,
        close: async () => {
          await client.flushUserState();
          await client.close();
          localStore?.close();
        },
        directory: serverDirectory(run, { target: target.value, name }, { maxLines }),
        openToo: settings.servers,
        // Without --room the chat opens in the room of the last time; the lines of a pipe go to #general.
        ...(run.flags.room === undefined ? {} : { room: room.value }),
        keeps: localStore !== undefined,
        ...(localStore ? { drafts: localStore.drafts } : {}),
        ...(notice === '' ? {} : { notice }),
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
        ? lines(run, target.value, options)
        : openScreen(run, options, themeFile));
      if (outcome.exitCode !== 0) return commandError(exitName(outcome.exitCode), outcome.message ?? '');
      if (outcome.message) out.note(outcome.message);
      return ok(undefined);
    });
  } finally {
    localStore?.close();
  }
}
