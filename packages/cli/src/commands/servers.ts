import { ok, type Result } from '@securechat/protocol';
import { accountName, tokensFor } from '../accounts/account-token.ts';
import type { CommandContext } from '../cli-args/command-context.ts';
import { type Home, homeAt } from '../config/home.ts';
import {
  accountsOf,
  forgetAccount,
  forgetServer,
  type KnownServer,
  makeDefault,
  readServers,
} from '../config/known-servers.ts';
import { type CommandError, commandError } from '../output/command-error.ts';
import { parsePlace, type ServerPlace, serverName } from '../text/server-url.ts';

/** Prints the trusted servers with their pins and accounts, and marks the default. */
export async function listServers(run: CommandContext): Promise<Result<void, CommandError>> {
  const known = readServers(homeAt(run.flags.home));
  if (!known.ok) return known;
  const { last, servers } = known.value;
  for (const [url, server] of Object.entries(servers)) {
    const { pin = null, user = null, addedMs } = server;
    const accounts = accountsOf(server);
    const added = new Date(addedMs).toISOString();
    if (run.flags.json) run.out.json({ server: url, pin, user, accounts, default: url === last, added });
    else {
      const trust = pin ?? '(trusted through a certificate authority)';
      const line = `${url === last ? '*' : ' '} ${serverName(url)}  ${trust}  ${accounts.join(', ')}`;
      run.out.line(line.trimEnd());
    }
  }
  if (!run.flags.json && Object.keys(servers).length === 0) {
    run.out.note("No servers yet. With an invite: securechat join 'LINK'");
  }
  return ok(undefined);
}

/** Whether a known server matches what was typed: its address, or its host alone. */
export function meansServer(wanted: string, url: string): boolean {
  const parsed = parsePlace(wanted);
  return (parsed.ok && parsed.value.url === url) || new URL(url).hostname === hostIn(wanted);
}

/** The part after NAME@. */
const hostIn = (wanted: string) => wanted.slice(wanted.lastIndexOf('@') + 1).toLowerCase();

type Known = readonly [url: string, server: KnownServer];

/** The known servers that match HOST or NAME@HOST, and the account if one is named; no match is an error. */
function meant(
  home: Home,
  wanted: string,
): Result<{ readonly found: readonly Known[]; readonly user?: string }, CommandError> {
  const known = readServers(home);
  if (!known.ok) return known;
  const place = parsePlace(wanted);
  const { user }: Partial<ServerPlace> = place.ok ? place.value : {};
  const byHost = Object.entries(known.value.servers).filter(([url]) => meansServer(wanted, url));
  if (byHost.length === 0) return commandError('usage', `No known server ${wanted}. List them: securechat servers`);
  if (user === undefined) return ok({ found: byHost });
  const found = byHost.filter(([, server]) => accountsOf(server).includes(user));
  return found.length > 0
    ? ok({ found, user })
    : commandError('usage', `No account ${wanted} here. List them: securechat accounts`);
}

/** Makes a known server, or one account there, the default. */
export async function useServer(run: CommandContext, wanted: string): Promise<Result<void, CommandError>> {
  const home = homeAt(run.flags.home);
  const these = meant(home, wanted);
  if (!these.ok) return these;
  const { found, user } = these.value;
  const [first, ...more] = found;
  if (first === undefined || more.length > 0) {
    const names = found.map(([url]) => serverName(url)).join(', ');
    return commandError('usage', `${wanted} matches more than one server: ${names}. Add the port.`);
  }
  const [url, server] = first;
  const accounts = accountsOf(server);
  const chosen = user ?? server.user ?? (accounts.length === 1 ? accounts[0] : undefined);
  const done = makeDefault(home, url, chosen);
  if (!done.ok) return done;
  if (run.flags.json) run.out.json({ server: url, user: chosen ?? null, default: true });
  else run.out.done(`The default is now ${chosen === undefined ? serverName(url) : accountName(chosen, url)}.`);
  return ok(undefined);
}

/** Removes a server, its pin and its tokens; with NAME@HOST only that account. The sessions stay valid on the server. */
export async function forget(run: CommandContext, wanted: string): Promise<Result<void, CommandError>> {
  const home = homeAt(run.flags.home);
  const these = meant(home, wanted);
  if (!these.ok) return these;
  const { found, user } = these.value;
  for (const [url, server] of found) {
    for (const account of user === undefined ? accountsOf(server) : [user]) {
      await tokensFor(run, { home }).remove(accountName(account, url));
    }
    const forgotten = user === undefined ? forgetServer(home, url) : forgetAccount(home, url, user);
    if (!forgotten.ok) return forgotten;
    if (run.flags.json) run.out.json({ server: url, ...(user === undefined ? {} : { user }), forgotten: true });
    else run.out.done(`Forgot ${user === undefined ? serverName(url) : accountName(user, url)}.`);
  }
  return ok(undefined);
}
