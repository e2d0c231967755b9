import type { ChatClient } from '@securechat/client';
import { ok, type Result } from '@securechat/protocol';
import { accountName } from '../accounts/account-token.ts';
import { withSession } from '../accounts/connect.ts';
import { askNewPassword, maxAttempts } from '../accounts/new-password.ts';
import { whereFields } from '../accounts/where.ts';
import type { CommandContext } from '../cli-args/command-context.ts';
import { type At, type CommandError, commandError, commandErrorOf } from '../output/command-error.ts';
import { readLines } from '../text/read-lines.ts';

type Passwords = { readonly current: string; readonly new: string };

/** The first two lines of stdin: the current password and the new one. */
async function fromStdin(run: CommandContext): Promise<Result<Passwords, CommandError>> {
  const lines: string[] = [];
  for await (const line of readLines(run.env.stdin)) {
    if (!('text' in line)) return commandError('usage', line.problem);
    if (lines.push(line.text) === 2) break;
  }
  const [current, fresh] = lines;
  return current && fresh
    ? ok({ current, new: fresh })
    : commandError('usage', 'Expected two lines on stdin: the current password, then the new one.');
}

/** Asks the user, again while the new password is refused as weak. */
async function askAndChange(run: CommandContext, client: ChatClient, at: At): Promise<Result<void, CommandError>> {
  const current = await run.ask.secret('Current password: ');
  if (!current.ok) return current;
  for (let attempt = 1; ; attempt++) {
    const fresh = await askNewPassword(run, 'New password: ');
    if (!fresh.ok) return fresh;
    const changed = await client.changePassword({ current: current.value, new: fresh.value });
    if (changed.ok) return changed;
    const stopped = commandErrorOf(changed.error, at);
    const isWeak = changed.error.kind === 'refused' && changed.error.refusal.code === 'weak_password';
    if (!isWeak || attempt === maxAttempts) return commandError(stopped.exit, stopped.message);
    run.out.warn(stopped.message);
  }
}

async function change(run: CommandContext, client: ChatClient, at: At): Promise<Result<void, CommandError>> {
  if (!run.flags.passwordStdin) return await askAndChange(run, client, at);
  const given = await fromStdin(run);
  if (!given.ok) return given;
  const changed = await client.changePassword(given.value);
  return changed.ok ? changed : { ok: false, error: commandErrorOf(changed.error, at) };
}

/** Changes the account's password. This device stays logged in; the others are logged out. */
export async function password(run: CommandContext): Promise<Result<void, CommandError>> {
  return await withSession(run, { follow: false }, async ({ client, session, target }) => {
    const { user } = session;
    const account = target.ambiguous ? accountName(user, target.url) : user;
    // Before anything is typed: otherwise the password of another account could be sent to the wrong server.
    if (target.ambiguous && run.ask.possible) run.out.warn(`Changing the password of ${account}.`);
    const changed = await change(run, client, target);
    if (!changed.ok) return changed;
    if (run.flags.json) run.out.json({ ...whereFields(target, user), passwordChanged: true });
    else run.out.line(`Password of ${account} changed. Your other devices were logged out.`);
    return ok(undefined);
  });
}
