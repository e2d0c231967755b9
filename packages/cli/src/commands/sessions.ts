import { ok, type Result, sessionId } from '@securechat/protocol';
import * as v from 'valibot';
import { asked, withSession } from '../accounts/connect.ts';
import { whereFields, whereWords } from '../accounts/where.ts';
import type { CommandContext } from '../cli-args/command-context.ts';
import { type CommandError, commandError, sayRefusal } from '../output/command-error.ts';
import { cleanLine } from '../text/clean.ts';

const iso = (ms: number) => new Date(ms).toISOString();

/** Prints the devices that are logged in to the account, with the time and address of their last use. */
export async function listSessions(run: CommandContext): Promise<Result<void, CommandError>> {
  return await withSession(run, { follow: false }, async ({ client, target }) => {
    const sessions = await asked(client.sessions(), target);
    if (!sessions.ok) return sessions;
    for (const { id, device, address, createdMs, lastSeenMs, current } of sessions.value) {
      if (run.flags.json) {
        const from = address === undefined ? {} : { address };
        run.out.json({ session: id, device, ...from, created: iso(createdMs), lastSeen: iso(lastSeenMs), current });
      } else {
        const seen = iso(lastSeenMs).slice(0, 16).replace('T', ' ');
        const from = cleanLine(address ?? '-');
        run.out.line(`${current ? '*' : ' '} ${id}  ${seen} UTC  ${from}  ${cleanLine(device)}`);
      }
    }
    return ok(undefined);
  });
}

/** Ends one of the account's sessions. */
export async function revoke(run: CommandContext, id: string): Promise<Result<void, CommandError>> {
  const session = v.safeParse(sessionId, id);
  if (!session.success) return commandError('refused', sayRefusal({ code: 'no_such_session' }));
  return await withSession(run, { follow: false }, async ({ client, target, session: own }) => {
    const revoked = await asked(client.revokeSession(session.output), target);
    if (!revoked.ok) return revoked;
    if (run.flags.json) run.out.json({ session: id, revoked: true, ...whereFields(target, own.user) });
    else run.out.done(`Ended session ${id}${whereWords(target, own.user)}.`);
    return ok(undefined);
  });
}
