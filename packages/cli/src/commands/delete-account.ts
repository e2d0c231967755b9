import { ok, type Result, typedUserName, type UserId } from '@securechat/protocol';
import { accountName } from '../accounts/account-token.ts';
import { asked, withSession } from '../accounts/connect.ts';
import type { Target } from '../accounts/target.ts';
import { whereFields } from '../accounts/where.ts';
import type { CommandContext } from '../cli-args/command-context.ts';
import { deleteLocalData } from '../local-data/local-store.ts';
import { type CommandError, commandError } from '../output/command-error.ts';
import type { CommonFlags } from '../process/env.ts';
import { readLines } from '../text/read-lines.ts';
import { forgetToken } from './logout.ts';

export type DeleteFlags = CommonFlags & { readonly yes?: boolean };

const warning = (account: string) =>
  `This deletes the account ${account} for good. Your messages stay; nobody, not even you, can use the name again.`;

/** The password, once the user has confirmed the deletion: at a terminal by typing the user name, otherwise with --yes. */
async function confirmedPassword(run: CommandContext<DeleteFlags>, user: UserId, account: string) {
  if (run.flags.passwordStdin) {
    if (!run.flags.yes) return commandError('usage', `${warning(account)} To confirm, add --yes.`);
    for await (const line of readLines(run.env.stdin)) {
      return 'text' in line ? ok(line.text) : commandError('usage', line.problem);
    }
    return commandError('usage', 'Expected the password on stdin.');
  }
  if (!run.flags.yes) {
    run.out.warn(warning(account));
    const typed = await run.ask.text('Type your user name to confirm: ');
    if (!typed.ok) return typed;
    if (typedUserName(typed.value) !== user) return commandError('refused', 'Not confirmed. Nothing was deleted.');
  }
  return await run.ask.secret('Password: ');
}

/** Deletes what this device has of an account that exists no more. */
async function forgetHere(run: CommandContext, target: Target): Promise<Result<void, CommandError>> {
  const forgotten = await forgetToken(run, target);
  if (!forgotten.ok) return forgotten;
  const { open } = await deleteLocalData(target, true);
  if (open) run.out.note('A chat with this account is open on this device, so its stored messages were not deleted.');
  return ok(undefined);
}

/** Deletes the account, and everything that this device has of it. */
export async function deleteAccount(run: CommandContext<DeleteFlags>): Promise<Result<void, CommandError>> {
  return await withSession(run, { follow: false, reconnect: false }, async ({ client, session: { user }, target }) => {
    const account = target.ambiguous ? accountName(user, target.url) : user;
    const password = await confirmedPassword(run, user, account);
    if (!password.ok) return password;
    const deleted = await asked(client.deleteAccount(password.value), target);
    if (!deleted.ok) return deleted;
    const forgotten = await forgetHere(run, target);
    if (!forgotten.ok) return forgotten;
    if (run.flags.json) run.out.json({ ...whereFields(target, user), accountDeleted: true });
    else run.out.done(`Deleted the account ${account}.`);
    return ok(undefined);
  });
}
