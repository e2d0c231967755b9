import { ok, type Result } from '@securechat/protocol';
import { homeAt } from '../config/home.ts';
import { forgetServer, readServers } from '../config/known-servers.ts';
import { parseServer, serverName } from '../config/server-url.ts';
import { accountName, tokensFor } from '../connect.ts';
import { type Stop, stop } from '../failure.ts';
import type { Run } from '../run.ts';

/** Prints the servers that were trusted from here, with their pins. */
export async function listServers(run: Run): Promise<Result<void, Stop>> {
  const known = readServers(homeAt(run.flags.home));
  if (!known.ok) return known;
  const { last, servers } = known.value;
  for (const [url, { pin = null, user = null, addedMs }] of Object.entries(servers)) {
    const added = new Date(addedMs).toISOString();
    if (run.flags.json) run.out.json({ server: url, pin, user, last: url === last, added });
    else {
      const vouched = pin ?? '(vouched for by a certificate authority)';
      run.out.line(`${url === last ? '*' : ' '} ${serverName(url)}  ${vouched}${user ? `  ${user}` : ''}`);
    }
  }
  if (!run.flags.json && Object.keys(servers).length === 0) {
    run.out.note('No servers yet. Take up an invite: securechat join LINK');
  }
  return ok(undefined);
}

/** Whether a known server is the one a person means: by its address, or by its host alone. */
export function meansServer(wanted: string, url: string): boolean {
  const parsed = parseServer(wanted);
  return (parsed.ok && parsed.value === url) || new URL(url).hostname === wanted.toLowerCase();
}

/** Forgets a server, its pin, and the session there. */
export async function forget(run: Run, wanted: string): Promise<Result<void, Stop>> {
  const home = homeAt(run.flags.home);
  const known = readServers(home);
  if (!known.ok) return known;
  const found = Object.entries(known.value.servers).filter(([url]) => meansServer(wanted, url));
  if (found.length === 0) return stop('usage', `No server ${wanted} is known. List them: securechat servers`);
  for (const [url, { user }] of found) {
    if (user !== undefined) await tokensFor(run, { home }).remove(accountName(user, url));
    const forgotten = forgetServer(home, url);
    if (!forgotten.ok) return forgotten;
    if (run.flags.json) run.out.json({ server: url, forgotten: true });
    else run.out.line(`Forgot ${serverName(url)}.`);
  }
  return ok(undefined);
}
