import { probePin } from '@securechat/client/node';
import { type Err, ok, type Result } from '@securechat/protocol';
import type { CommandContext } from '../cli-args/command-context.ts';
import { type Home, homeAt } from '../config/home.ts';
import { accountsOf, allAccounts, type KnownServers, readServers, rememberServer } from '../config/known-servers.ts';
import {
  type At,
  type CommandError,
  commandError,
  dialError,
  loginCommand,
  pinUnknown,
} from '../output/command-error.ts';
import { serverName } from '../text/server-url.ts';
import { choosePin, chooseTarget, type TargetChoice, usualChoice } from './choose-target.ts';

/** The server of a command, how it is authenticated, and the account. */
export type Target = {
  readonly home: Home;
  readonly url: string;
  /** The pin the server must show; without one, a certificate authority must vouch for it. */
  readonly pin?: string;
  /** The account to use there: as chosen on the command line or in the environment, else the default one. */
  readonly user?: string;
  /** The account, if the command line or the environment named it. */
  readonly chosen?: string;
  /** A session token from the environment for this server. It takes precedence over a stored one. */
  readonly token?: string;
  /** More than one account is known here, so a command that writes says where it wrote. */
  readonly ambiguous?: boolean;
  /** A command without target options uses this server and this account. */
  readonly isDefault?: boolean;
};

const probeLimitMs = 10_000;

/** Shows the pin of a new server and asks whether it is the right one. */
async function trust(
  run: CommandContext,
  home: Home,
  url: string,
  seen: string,
): Promise<Result<string, CommandError>> {
  if (!run.ask.possible) return { ok: false, error: pinUnknown(url, seen) };
  run.out.warn(
    `${serverName(url)} is not known yet. Its pin is:\n\n  ${seen}\n\nCompare it with the pin that the server printed when it started.`,
  );
  const answer = await run.ask.text('Trust this server? [y/N] ');
  if (!answer.ok) return answer;
  if (!/^y(es)?$/i.test(answer.value.trim()))
    return commandError('pin', "Not connected: you did not trust the server's key.");
  const kept = rememberServer(home, url, { pin: seen }, run.env.nowMs());
  return kept.ok ? ok(seen) : kept;
}

/** The target of a choice, with what this home stores about it; the pin is not looked up yet. */
export function knownTarget(
  run: CommandContext,
  home: Home,
  known: KnownServers,
  { url, user, token }: TargetChoice,
): Target {
  const chosen = user ?? (token === undefined ? known.servers[url]?.user : undefined);
  const usual = usualChoice(run, known.last);
  const isDefault = usual?.url === url && (usual.user ?? known.servers[url]?.user) === chosen;
  return {
    home,
    url,
    isDefault,
    ...(chosen === undefined ? {} : { user: chosen }),
    ...(user === undefined ? {} : { chosen: user }),
    ...(token === undefined ? {} : { token }),
    ambiguous: allAccounts(known).length > 1,
  };
}

/** Refuses NODE_TLS_REJECT_UNAUTHORIZED, which turns off certificate checks in all of Node. */
function tlsError(run: CommandContext): Result<void, CommandError> {
  if (!run.env.variables.NODE_TLS_REJECT_UNAUTHORIZED) return ok(undefined);
  return commandError('pin', 'NODE_TLS_REJECT_UNAUTHORIZED is set, which would turn off certificate checks. Unset it.');
}

type Found = { readonly servers: KnownServers; readonly target: Target };

/** The target by command line, environment and home, without contacting the server. */
export function findTarget(run: CommandContext): Result<Found, CommandError> {
  const tls = tlsError(run);
  if (!tls.ok) return tls;
  const home = homeAt(run.flags.home);
  const servers = readServers(home);
  if (!servers.ok) return servers;
  const choice = chooseTarget(run, servers.value.last);
  if (!choice.ok) return choice;
  const { url } = choice.value;
  const pin = choosePin(url, run.flags.pin, servers.value.servers[url]?.pin);
  if (!pin.ok) return pin;
  const target = knownTarget(run, home, servers.value, choice.value);
  if (run.flags.verbose) {
    const account = target.token === undefined ? (target.user ?? 'none') : 'the one of SECURECHAT_TOKEN';
    run.out.warn(`securechat: server: ${serverName(url)}, account: ${account}, home: ${home.folder}`);
  }
  return ok({ servers: servers.value, target: pin.value === undefined ? target : { ...target, pin: pin.value } });
}

/** The target, once its server is trusted; asks the user to compare the pin of an unknown one. */
async function trusted(run: CommandContext, { servers, target }: Found): Promise<Result<Target, CommandError>> {
  const { home, url } = target;
  if (target.pin !== undefined || servers.servers[url] !== undefined) return ok(target);
  const probed = await probePin(url, probeLimitMs);
  if (!probed.ok) return { ok: false, error: dialError(probed.error, url) };
  if (probed.value.trusted) return ok(target);
  const { pin: seen, fault } = probed.value;
  if (fault) return { ok: false, error: dialError({ kind: 'bad-certificate', seen, ...fault }, url) };
  const pin = await trust(run, home, url, seen);
  return pin.ok ? ok({ ...target, pin: pin.value }) : pin;
}

/** Finds a server to log in or sign up at. */
export async function resolveTarget(run: CommandContext): Promise<Result<Target, CommandError>> {
  const found = findTarget(run);
  return found.ok ? await trusted(run, found.value) : found;
}

/** Finds the server and the account of a command that needs one. Without an account, nothing is asked and nothing is contacted. */
export async function resolveAccount(run: CommandContext): Promise<Result<Target, CommandError>> {
  const found = findTarget(run);
  if (!found.ok) return found;
  const { servers, target } = found.value;
  const server = servers.servers[target.url];
  const there = server === undefined ? [] : accountsOf(server);
  const isThere = target.user !== undefined && there.includes(target.user);
  if (target.token === undefined && !isThere) return notLoggedIn(target, servers, there);
  return await trusted(run, found.value);
}

/** The error if nobody is logged in there, or not as this user, with the command to type instead. */
function notLoggedIn(target: Target, servers: KnownServers, there: readonly string[]): Err<CommandError> {
  const { exit, message } = notLoggedInError(target);
  const accounts = allAccounts(servers);
  if (accounts.length === 0) return commandError(exit, message);
  const other =
    target.user === undefined && there.length > 0 ? `. Or use another account: --as ${there.join(', --as ')}` : '';
  return commandError(exit, `${message}${other}. Your accounts: securechat accounts`);
}

/** The error if nobody is logged in there, with the command to type. */
export function notLoggedInError(at: At): CommandError {
  const as = at.user === undefined ? '' : ` as ${at.user}`;
  const message = `Not logged in at ${serverName(at.url)}${as}. Log in: ${loginCommand(at)}`;
  return { exit: 'not_signed_in', message };
}
