import type { ChatClient, Failure, Session } from '@securechat/client';
import { ok, type Result, type ServerFrameOf, sayError, typedUserName } from '@securechat/protocol';
import type { CommandContext } from '../cli-args/command-context.ts';
import { type CommandError, commandError, commandErrorOf } from '../output/command-error.ts';
import { firstLine } from '../text/read-lines.ts';
import { parsePlace } from '../text/server-url.ts';
import { isUserName, userNameRule } from '../text/user-name.ts';
import { accountName, keepSession, tokensFor } from './account-token.ts';
import { withClient } from './connect.ts';
import { endSession } from './end-session.ts';
import { askNewPassword, maxAttempts } from './new-password.ts';
import type { Target } from './target.ts';

type Welcome = ServerFrameOf<'welcome'>;

/** The given user name, or one asked for until it is valid, so that nobody types a password for an invalid name. */
async function askUser(
  run: CommandContext,
  question: string,
  given: string | undefined,
): Promise<Result<string, CommandError>> {
  for (let attempt = 1; ; attempt++) {
    const typed = given === undefined ? await run.ask.text(question) : ok(given);
    if (!typed.ok) return typed;
    const user = typedUserName(typed.value);
    if (isUserName(user)) return ok(user);
    if (given !== undefined || attempt === maxAttempts) return commandError('usage', userNameRule);
    run.out.warn(userNameRule);
  }
}

/** The context for an account named as NAME@HOST, and the user name. */
export function atAccount(
  run: CommandContext,
  argument: string | undefined,
): Result<{ readonly run: CommandContext; readonly user: string | undefined }, CommandError> {
  const name = argument?.trim().replace(/^@/, '');
  if (!name?.includes('@')) return ok({ run, user: name });
  const place = parsePlace(name);
  if (!place.ok) return commandError('usage', place.error);
  if (run.flags.server !== undefined) {
    return commandError(
      'usage',
      `${argument} names a server, and so does --server ${run.flags.server}. Use only one of them.`,
    );
  }
  return ok({ run: { ...run, flags: { ...run.flags, server: name } }, user: undefined });
}

/** The user name on the command line: an argument, `--as`, NAME@HOST or SECURECHAT_USER. Two that differ are refused. */
function givenUser(target: Target, argument: string | undefined): Result<string | undefined, CommandError> {
  const { chosen } = target;
  if (argument === undefined || chosen === undefined || typedUserName(argument) === chosen)
    return ok(argument ?? chosen);
  return commandError(
    'usage',
    `The command names ${argument}, but its options or the environment name ${chosen}. Use only one of them.`,
  );
}

async function passwordFromStdin(run: CommandContext): Promise<Result<string, CommandError>> {
  const line = await firstLine(run.env.stdin);
  return line ? ok(line) : commandError('usage', 'No password on stdin. The first line must be the password.');
}

/** Refuses a sign-up that the server's policy does not allow, before anything is typed. */
function signupError(run: CommandContext, { signup }: Welcome): Result<void, CommandError> {
  if (signup === 'closed') return commandError('refused', sayError('signup_closed'));
  if (signup === 'invite' && !run.flags.invite) return commandError('refused', sayError('invite_needed'));
  return ok(undefined);
}

type Opening =
  | { readonly ok: true; readonly value: Session }
  /** `failure` is absent if the server agreed but the session could not be stored here. */
  | { readonly ok: false; readonly error: CommandError; readonly failure?: Failure };

const isRefused = (opening: Opening, code: string) =>
  !opening.ok && opening.failure?.kind === 'refused' && opening.failure.refusal.code === code;

/**
 * Opens a session over a new connection, since the server closes idle ones while a person types. Once the new session is stored, this
 * home's previous one of the account is revoked, so that repeated log-ins do not use up the account's devices.
 */
async function openSession(
  run: CommandContext,
  target: Target,
  ask: (client: ChatClient) => ReturnType<ChatClient['logIn']>,
): Promise<Opening> {
  let failure: Failure | undefined;
  let before: string | undefined;
  const session = await withClient(run, target, { follow: false, reconnect: false }, async (client) => {
    const answer = await ask(client);
    if (!answer.ok) {
      failure = answer.error;
      return { ok: false, error: commandErrorOf(answer.error, target) };
    }
    const stored = await tokensFor(run, target).read(accountName(answer.value.user, target.url));
    before = stored.ok ? stored.value : undefined;
    const kept = await keepSession(run, target, answer.value);
    return kept.ok ? answer : kept;
  });
  if (!session.ok) return { ...session, ...(failure === undefined ? {} : { failure }) };
  const { token: _, user: __, ...place } = target;
  // Revoking may fail, because that session has ended or the server is gone; the log-in succeeds anyway.
  if (before !== undefined && before !== session.value.token) await endSession(run, place, before);
  return session;
}

/** Creates an account and logs in. Asks for what was not given, and again if a name is taken or a password is too weak. */
export async function signUp(
  run: CommandContext,
  target: Target,
  argument: string | undefined,
): Promise<Result<Session, CommandError>> {
  const given = givenUser(target, argument);
  if (!given.ok) return given;
  if (given.value !== undefined && !isUserName(typedUserName(given.value))) return commandError('usage', userNameRule);
  const welcome = await withClient(run, target, { follow: false, reconnect: false }, async (_, hello) => ok(hello));
  if (!welcome.ok) return welcome;
  const allowed = signupError(run, welcome.value);
  if (!allowed.ok) return allowed;
  const invite = run.flags.invite ? { invite: run.flags.invite } : {};
  const askName = () => askUser(run, 'User name (a–z, 0–9, _ or -): ', given.value);
  const { passwordMin } = welcome.value;
  const question = `Password (at least ${passwordMin} characters): `;
  let user = await askName();
  for (let attempt = 1; ; attempt++) {
    if (!user.ok) return user;
    const password = run.flags.passwordStdin
      ? await passwordFromStdin(run)
      : await askNewPassword(run, question, passwordMin);
    if (!password.ok) return password;
    const ask = { user: user.value, password: password.value, ...invite };
    const opening = await openSession(run, target, (client) => client.signUp(ask));
    const otherName = isRefused(opening, 'name_taken') && given.value === undefined;
    const again = otherName || isRefused(opening, 'weak_password');
    if (opening.ok || !again || !run.ask.possible || attempt === maxAttempts) return opening;
    run.out.warn(opening.error.message);
    if (otherName) user = await askName();
  }
}

/** Logs in to an existing account. A person has three attempts; a script has one. */
export async function logIn(
  run: CommandContext,
  target: Target,
  argument: string | undefined,
): Promise<Result<Session, CommandError>> {
  const given = givenUser(target, argument);
  if (!given.ok) return given;
  for (let attempt = 1; ; attempt++) {
    const user = await askUser(run, 'User name: ', given.value);
    if (!user.ok) return user;
    const password = run.flags.passwordStdin ? await passwordFromStdin(run) : await run.ask.secret('Password: ');
    if (!password.ok) return password;
    const ask = { user: user.value, password: password.value };
    const opening = await openSession(run, target, (client) => client.logIn(ask));
    const again = isRefused(opening, 'wrong_credentials') && run.ask.possible && attempt < maxAttempts;
    if (opening.ok || !again) return opening;
    run.out.warn('Wrong user name or password. Try again.');
  }
}
