import { ok, type Result } from '@securechat/protocol';
import { serverName } from '../config/server-url.ts';
import { withSession } from '../connect.ts';
import { exitName } from '../exit-codes.ts';
import { type Stop, stop } from '../failure.ts';
import { roomOf } from '../room-flag.ts';
import type { Run } from '../run.ts';

/** Opens the full-screen chat. */
export async function chat(run: Run): Promise<Result<void, Stop>> {
  const { env, out } = run;
  if (!env.stdin.isTTY || !env.stdout.isTTY) {
    return stop('usage', 'The chat needs a terminal. In scripts use: securechat send, securechat tail');
  }
  const room = roomOf(run.flags);
  if (!room.ok) return room;
  return await withSession(run, {}, async ({ client, target }) => {
    run.ask.close();
    const { runTui } = await import('../tui/run.tsx');
    const { exitCode, say } = await runTui({
      client,
      serverName: serverName(target.url),
      room: room.value,
      colour: out.colour,
      stdin: env.stdin,
      stdout: env.stdout,
    });
    if (exitCode !== 0) return stop(exitName(exitCode), say ?? '');
    if (say) out.note(say);
    return ok(undefined);
  });
}
