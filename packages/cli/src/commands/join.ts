import { ok, type Result, sayError } from '@securechat/protocol';
import { resolveTarget, type Target } from '../accounts/target.ts';
import type { CommandContext } from '../cli-args/command-context.ts';
import { accountsOf, readServers } from '../config/known-servers.ts';
import { type CommandError, commandError } from '../output/command-error.ts';
import type { CommonFlags } from '../process/env.ts';
import { parseInviteLink, serverName } from '../text/server-url.ts';
import { chat, type OpenScreen } from './chat.ts';
import { enterByLogIn } from './login.ts';
import { signUpWithRooms } from './sign-up.ts';

export type JoinFlags = CommonFlags & { readonly login?: boolean; readonly user?: string };

/** If the name is taken, suggests logging in. */
function orLogIn({ exit, message }: CommandError): Result<never, CommandError> {
  return commandError(
    exit,
    message === sayError('name_taken') ? `${message} If it is yours: securechat join 'LINK' --login` : message,
  );
}

/** The context for the invite's server. A token or an account from the environment is for another server, and ignored. */
function invitedRun(
  run: CommandContext<JoinFlags>,
  { url, pin, invite }: { url: string; pin: string; invite?: string },
): CommandContext {
  const { SECURECHAT_TOKEN: _, SECURECHAT_SERVER: __, SECURECHAT_USER: ___, ...variables } = run.env.variables;
  const { user, ...common } = run.flags;
  const as = run.flags.as ?? user;
  const flags = { ...common, server: url, pin, ...(invite ? { invite } : {}), ...(as === undefined ? {} : { as }) };
  return { ...run, env: { ...run.env, variables }, flags };
}

/** Prints who is already logged in at that server, before anything is asked. */
function noteAccounts(run: CommandContext, { home, url }: Target): void {
  const known = readServers(home);
  const server = known.ok ? known.value.servers[url] : undefined;
  const there = server === undefined ? [] : accountsOf(server);
  if (there.length === 0) return;
  run.out.note(
    `You are already logged in here as ${there.join(' and ')} (securechat chat --server ${there[0]}@${serverName(url)}). If you continue, another account is created and becomes the default. Ctrl-C cancels.`,
  );
}

/** Uses an invite link: trusts its server, creates an account or logs in, and opens the chat. */
export async function join(
  run: CommandContext<JoinFlags>,
  text: string,
  openScreen: OpenScreen,
): Promise<Result<void, CommandError>> {
  const link = parseInviteLink(text);
  if (!link.ok) return commandError('usage', link.error);
  const { url } = link.value;
  if (run.flags.user !== undefined && run.flags.as !== undefined && run.flags.user !== run.flags.as) {
    return commandError('usage', `--as and --user name different users: ${run.flags.as} and ${run.flags.user}.`);
  }
  const invited = invitedRun(run, link.value);
  const target = await resolveTarget(invited);
  if (!target.ok) return target;
  if (!run.flags.login && !run.flags.json) noteAccounts(run, target.value);
  const entered = await (run.flags.login ? enterByLogIn : signUpWithRooms)(invited, target.value, undefined);
  if (!entered.ok) return run.flags.login ? entered : orLogIn(entered.error);
  const { user, joined, missed, json } = entered.value;
  const done = `${run.flags.login ? 'Logged in' : 'Signed up'} as ${user} at ${serverName(url)}.${joined}`;
  if (run.env.stdin.isTTY && run.env.stdout.isTTY && !run.flags.json) {
    run.out.note(`${done} Next time: securechat chat`);
    return await chat({ ...invited, flags: { ...invited.flags, as: user } }, openScreen, missed);
  }
  if (run.flags.json) run.out.json({ user, server: url, ...json });
  else run.out.done(`${done} Next: securechat chat`);
  return ok(undefined);
}
