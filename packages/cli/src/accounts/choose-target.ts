import { ok, type Result } from '@securechat/protocol/result';
import { typedUserName } from '@securechat/protocol/typed-name';
import type { CommandContext } from '../cli-args/command-context.ts';
import { type CommandError, commandError } from '../output/command-error.ts';
import { defaultServer, isPin, parsePlace, type ServerPlace, serverName } from '../text/server-url.ts';
import { isUserName, userNameRule } from '../text/user-name.ts';

type Given = Pick<CommandContext, 'flags' | 'env'>;

/** A user name from an option or a variable, and the name of its source. */
type GivenUser = { readonly user: string; readonly by: string };

/** The user names in options and variables. SECURECHAT_SERVER is ignored if an option names the server. */
function usersSaid(
  { flags, env }: Given,
  flag: ServerPlace | undefined,
  variable: ServerPlace | undefined,
): GivenUser[] {
  const { SECURECHAT_USER } = env.variables;
  const options = [
    ...(flags.as === undefined ? [] : [{ user: typedUserName(flags.as), by: '--as' }]),
    ...(flag?.user === undefined ? [] : [{ user: flag.user, by: '--server' }]),
  ];
  if (options.length > 0) return options;
  return [
    ...(SECURECHAT_USER ? [{ user: typedUserName(SECURECHAT_USER), by: 'SECURECHAT_USER' }] : []),
    ...(flag !== undefined || variable?.user === undefined ? [] : [{ user: variable.user, by: 'SECURECHAT_SERVER' }]),
  ];
}

/** The user name on which all sources must agree. */
function oneUser([first, ...others]: readonly GivenUser[]): Result<string | undefined, CommandError> {
  const other = others.find(({ user }) => user !== first?.user);
  if (first && other)
    return commandError('usage', `${first.by} and ${other.by} name different users: ${first.user} and ${other.user}.`);
  if (first && !isUserName(first.user))
    return commandError('usage', `${first.by}: "${first.user}" is not a user name. ${userNameRule}`);
  return ok(first?.user);
}

function placeOf(text: string | undefined): Result<ServerPlace | undefined, CommandError> {
  if (!text) return ok(undefined);
  const place = parsePlace(text);
  return place.ok ? place : commandError('usage', place.error);
}

/** A token from the environment belongs to SECURECHAT_SERVER, or to the server that an option names; it is sent to no other. */
function tokenFor({ env }: Given, url: string, flag: ServerPlace | undefined, variable: ServerPlace | undefined) {
  const { SECURECHAT_TOKEN: token } = env.variables;
  if (!token) return ok(undefined);
  if (variable === undefined && flag === undefined) {
    return commandError(
      'usage',
      'SECURECHAT_TOKEN is set, but not its server. Set SECURECHAT_SERVER as well, or add --server HOST.',
    );
  }
  if (variable !== undefined && variable.url !== url) {
    return commandError(
      'usage',
      `SECURECHAT_TOKEN is for ${serverName(variable.url)} (SECURECHAT_SERVER) and is not sent to ${serverName(url)}. Unset it for this command.`,
    );
  }
  return ok(token);
}

/** What a command line and its environment choose: a server, and optionally an account and a token. */
export type TargetChoice = { readonly url: string; readonly user?: string; readonly token?: string };

/** The server by option or variable, else the default one, else this machine; and the account. Contradictions are refused. */
export function chooseTarget(run: Given, last: string | undefined): Result<TargetChoice, CommandError> {
  const flag = placeOf(run.flags.server);
  if (!flag.ok) return flag;
  const variable = placeOf(run.env.variables.SECURECHAT_SERVER);
  if (!variable.ok) return variable;
  const url = flag.value?.url ?? variable.value?.url ?? last ?? defaultServer;
  const user = oneUser(usersSaid(run, flag.value, variable.value));
  if (!user.ok) return user;
  const token = tokenFor(run, url, flag.value, variable.value);
  if (!token.ok) return token;
  return ok({
    url,
    ...(user.value === undefined ? {} : { user: user.value }),
    ...(token.value === undefined ? {} : { token: token.value }),
  });
}

/** The choice of a command without any of these options. Undefined if it would be refused. */
export function usualChoice({ flags, env }: Given, last: string | undefined): TargetChoice | undefined {
  const { server: _, as: __, ...others } = flags;
  const choice = chooseTarget({ flags: others, env }, last);
  return choice.ok ? choice.value : undefined;
}

/** The pin that a server must show: the known one, which a given one must equal. */
export function choosePin(
  url: string,
  given: string | undefined,
  known: string | undefined,
): Result<string | undefined, CommandError> {
  if (given === undefined) return ok(known);
  if (!isPin(given)) {
    return commandError('usage', 'A pin has 43 characters, as the server prints it when it starts. Check --pin.');
  }
  if (known !== undefined && known !== given) {
    return commandError(
      'pin',
      `The given pin is not the one known for ${serverName(url)}. Given: ${given}. Known: ${known}. Nothing was sent. ` +
        `Check --pin or the link. If the server has a new key: securechat servers forget ${serverName(url)}`,
    );
  }
  return ok(given);
}
