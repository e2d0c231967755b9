import { ok, type Result } from '@securechat/protocol';
import { homeAt } from '../config/home.ts';
import { serverName } from '../config/server-url.ts';
import { withScreen } from '../connect.ts';
import { exitName } from '../exit-codes.ts';
import { type Stop, stop } from '../failure.ts';
import { openChatKept } from '../kept.ts';
import { roomOf } from '../room-flag.ts';
import type { Run } from '../run.ts';
import type { Settings } from '../settings/table.ts';
import { resolveTarget } from '../target.ts';
import type { Theme } from '../tui/theme.ts';

/** Lines of a room in memory: what a reader has scrolled through stays at hand. */
const mostLines = 100_000;

/** What the user has chosen: settings and keys. A file that is not right keeps nobody from talking; what is wrong is one sentence. */
async function choices(run: Run) {
  const [{ loadKeymap, loadSettings, loadTheme }, { isThemeName }] = await Promise.all([
    import('../settings/load.ts'),
    import('../tui/theme.ts'),
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

/** The looks: those that were chosen, or those for this terminal, which is asked for its background while the screen is being loaded. */
async function looksFor({ env, out }: Run, { theme: wanted }: Settings, own: Theme | undefined): Promise<Theme> {
  const [{ isThemeName, themes }, { themeFor }] = await Promise.all([
    import('../tui/theme.ts'),
    import('../tui/theme-choice.ts'),
  ]);
  const { stdin, stdout, variables } = env;
  if (!out.colour) return themes.none;
  if (own) return own;
  if (isThemeName(wanted)) return themes[wanted];
  const terminal = { variables, colour: out.colour };
  // Only where there are colours enough, the background makes a difference.
  if (themeFor({ ...terminal, background: 'dark' }) !== 'dark') return themes['16'];
  const [{ askBackground }, { nodeClock }] = await Promise.all([
    import('../tui/background.ts'),
    import('@securechat/client/node'),
  ]);
  const background = await askBackground({ stdin, stdout, clock: nodeClock });
  return themes[themeFor({ ...terminal, background })];
}

/** Opens the full-screen chat: at once where this device has seen the rooms before, also without a connection. */
export async function chat(run: Run): Promise<Result<void, Stop>> {
  const { env, out } = run;
  if (!env.stdin.isTTY || !env.stdout.isTTY) {
    return stop('usage', 'The chat needs a terminal. In scripts use: securechat send, securechat tail');
  }
  const room = roomOf(run.flags);
  if (!room.ok) return room;
  const target = await resolveTarget(run);
  if (!target.ok) return target;
  const [{ kept, say }, chosen] = await Promise.all([openChatKept(run, target.value), choices(run)]);
  const { settings, keymap, ownTheme, complaint } = chosen;
  const remark = [say, complaint].filter((part) => part !== undefined).join(' ');
  const keeping = { mostLines, ...(kept ? { outboxStore: kept.outbox, cache: kept.cache } : {}) };
  try {
    return await withScreen(run, target.value, keeping, async (client) => {
      run.ask.close();
      const [{ runTui }, { editorOf }, theme] = await Promise.all([
        import('../tui/run.tsx'),
        import('../tui/editor.ts'),
        looksFor(run, settings, ownTheme),
      ]);
      const outcome = await runTui({
        client,
        serverName: serverName(target.value.url),
        room: room.value,
        keeps: kept !== undefined,
        ...(kept ? { drafts: kept.drafts } : {}),
        ...(remark === '' ? {} : { remark }),
        editor: settings.editor || editorOf(env.variables),
        settings,
        variables: env.variables,
        keymap,
        theme,
        stdin: env.stdin,
        stdout: env.stdout,
      });
      if (outcome.exitCode !== 0) return stop(exitName(outcome.exitCode), outcome.say ?? '');
      if (outcome.say) out.note(outcome.say);
      return ok(undefined);
    });
  } finally {
    kept?.close();
  }
}
