import { ok, type Result } from '@securechat/protocol';
import type { CommandContext } from '../cli-args/command-context.ts';
import { homeAt } from '../config/home.ts';
import { allAccounts, readServers } from '../config/known-servers.ts';
import type { CommandError } from '../output/command-error.ts';
import { serverName } from '../text/server-url.ts';

/** Prints the accounts that are logged in from this home, and marks the default. */
export async function listAccounts(run: CommandContext): Promise<Result<void, CommandError>> {
  const known = readServers(homeAt(run.flags.home));
  if (!known.ok) return known;
  const accounts = allAccounts(known.value);
  for (const { url, user, isDefault } of accounts) {
    const account = `${user}@${serverName(url)}`;
    if (run.flags.json) run.out.json({ account, user, server: url, default: isDefault });
    else run.out.line(`${isDefault ? '*' : ' '} ${account}`);
  }
  if (accounts.length === 0 && !run.flags.json) {
    run.out.note(
      "You are not logged in anywhere. With an invite: securechat join 'LINK'. Without one: securechat signup",
    );
  }
  return ok(undefined);
}
