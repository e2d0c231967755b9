import { ok, type Result } from '@securechat/protocol';
import { homeAt } from '../config/home.ts';
import { serverName } from '../config/server-url.ts';
import { withScreen } from '../connect.ts';
import { exitName } from '../exit-codes.ts';
import { type Stop, stop } from '../failure.ts';
import { openChatKept } from '../kept.ts';
import { roomOf } from '../room-flag.ts';
import type { Run } from '../run.ts';
import { resolveTarget } from '../target.ts';

/** Lines of a room in memory: what a reader has scrolled through stays at hand. */
const mostLines = 100_000;

/** What the user has chosen: settings and keys. A file that is not right keeps nobody from talking; what is wrong is one sentence. */
async function choices(run: Run) {
  const { loadKeymap, loadSettings } = await import('../settings/load.ts');
  const home = homeAt(run.flags.home);
  const settings = loadSettings(home);
  const keymap = loadKeymap(home, settings.value.keys);
  const [first, ...more] = [...settings.complaints, ...keymap.complaints];
  const others = more.length > 0 ? ` (and ${more.length} more: securechat config edit)` : '';
  return {
    settings: settings.value,
    keymap: keymap.value,
    ...(first === undefined ? {} : { complaint: `${first}${others}` }),
  };
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
  const { settings, keymap, complaint } = chosen;
  const remark = [say, complaint].filter((part) => part !== undefined).join(' ');
  const keeping = { mostLines, ...(kept ? { outboxStore: kept.outbox, cache: kept.cache } : {}) };
  try {
    return await withScreen(run, target.value, keeping, async (client) => {
      run.ask.close();
      const [{ runTui }, { editorOf }] = await Promise.all([import('../tui/run.tsx'), import('../tui/editor.ts')]);
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
        colour: out.colour,
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
