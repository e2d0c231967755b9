import type { Session } from '@securechat/client';
import { type Err, err, ok, type Result } from '@securechat/protocol';
import type { CommandContext } from '../cli-args/command-context.ts';
import { rememberLogin } from '../config/known-servers.ts';
import type { CommandError } from '../output/command-error.ts';
import { serverName } from '../text/server-url.ts';
import { notLoggedInError, type Target } from './target.ts';
import { chooseTokens } from './tokens/choose.ts';
import { fileTokens } from './tokens/file.ts';
import { keychainTokens } from './tokens/keychain.ts';
import type { Tokens } from './tokens/token-store.ts';

/** The token stores of this run. */
export function tokensFor(run: CommandContext, target: Pick<Target, 'home'>): Tokens {
  const { tokensFile } = target.home;
  const stores = {
    keychain: keychainTokens({ variables: run.env.variables }),
    file: fileTokens(tokensFile),
    filePath: tokensFile,
  };
  return chooseTokens(run.flags.tokenStore, stores, run.out.note);
}

/** The name under which a token is stored. */
export function accountName(user: string, url: string): string {
  return `${user}@${serverName(url)}`;
}

/** Stores a new session: the token and the account, which becomes the default. */
export async function keepSession(
  run: CommandContext,
  target: Target,
  session: Session,
): Promise<Result<void, CommandError>> {
  if (session.token !== undefined) {
    const kept = await tokensFor(run, target).write(accountName(session.user, target.url), session.token);
    if (!kept.ok) return kept;
  }
  const facts = { user: session.user, ...(target.pin === undefined ? {} : { pin: target.pin }) };
  return rememberLogin(target.home, target.url, facts, run.env.nowMs());
}

/** The session token for a server: the one from the environment, else the stored one. */
export async function tokenFor(run: CommandContext, target: Target): Promise<Result<string, CommandError>> {
  if (target.token !== undefined) return ok(target.token);
  if (target.user === undefined) return notSignedIn(target);
  const token = await tokensFor(run, target).read(accountName(target.user, target.url));
  if (!token.ok) return token;
  return token.value === undefined ? notSignedIn(target) : ok(token.value);
}

/** The error of a command that needs a log-in. */
export function notSignedIn(target: Target): Err<CommandError> {
  return err(notLoggedInError(target));
}

/** Whether a token may exist at all; without one there is no reason to connect. */
export function mayBeSignedIn(target: Target): boolean {
  return target.user !== undefined || target.token !== undefined;
}
