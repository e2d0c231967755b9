import { ok, type Result } from '@securechat/protocol';
import { serverName } from '../config/server-url.ts';
import { withScreen } from '../connect.ts';
import { exitName } from '../exit-codes.ts';
import { type Stop, stop } from '../failure.ts';
import { openChatKept } from '../kept.ts';
import { roomOf } from '../room-flag.ts';
import type { Run } from '../run.ts';
import { resolveTarget } from '../target.ts';

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
  const { kept, say: remark } = await openChatKept(run, target.value);
  const keeping = kept ? { outboxStore: kept.outbox, cache: kept.cache } : {};
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
        ...(remark === undefined ? {} : { remark }),
        editor: editorOf(env.variables),
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
