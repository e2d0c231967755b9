import type { ChatClient, Session } from '@securechat/client';
import { err, ok, type Result, type ServerFrameOf, sayError } from '@securechat/protocol';
import { keepSession, withClient } from './connect.ts';
import { type Stop, stop, stopOf } from './failure.ts';
import { firstLine } from './lines.ts';
import type { Run } from './run.ts';
import type { Target } from './target.ts';

type Welcome = ServerFrameOf<'welcome'>;
const passwordTries = 3;

/** The user's name: as given, else asked for. */
async function askUser(run: Run, given: string | undefined): Promise<Result<string, Stop>> {
  if (given !== undefined) return ok(given);
  const typed = await run.ask.text('User name: ');
  return typed.ok ? ok(typed.value.trim()) : typed;
}

async function passwordFromStdin(run: Run): Promise<Result<string, Stop>> {
  const line = await firstLine(run.env.stdin);
  return line ? ok(line) : stop('usage', 'No password came on stdin. Its first line is the password.');
}

/** Asks for a new password twice, until both are the same. */
async function askNewPassword(run: Run, welcome: Welcome): Promise<Result<string, Stop>> {
  for (let attempt = 0; attempt < passwordTries; attempt++) {
    const first = await run.ask.secret(`Password (at least ${welcome.passwordMin} characters): `);
    if (!first.ok) return first;
    const second = await run.ask.secret('Again: ');
    if (!second.ok || first.value === second.value) return second;
    run.out.note('The two are not the same. Try once more.');
  }
  return stop('usage', 'The two passwords were never the same.');
}

/** What the server's sign-up policy already forbids, before anybody types anything. */
function policyStop(run: Run, { signup }: Welcome): Result<void, Stop> {
  if (signup === 'closed') return stop('refused', sayError('signup_closed'));
  if (signup === 'invite' && !run.flags.invite) return stop('refused', sayError('invite_needed'));
  return ok(undefined);
}

/** Signs in over a connection of its own: while a person types, the server would end a waiting one. */
async function signIn(
  run: Run,
  target: Target,
  ask: (client: ChatClient) => ReturnType<ChatClient['logIn']>,
): Promise<{ readonly session: Result<Session, Stop>; readonly weak: boolean }> {
  let weak = false;
  const session = await withClient(run, target, { follow: false, reconnect: false }, async (client) => {
    const answer = await ask(client);
    if (!answer.ok) {
      weak = answer.error.kind === 'refused' && answer.error.refusal.code === 'weak_password';
      return err(stopOf(answer.error, target.url));
    }
    const kept = await keepSession(run, target, answer.value);
    return kept.ok ? answer : kept;
  });
  return { session, weak };
}

/** Makes an account and signs in: asks what was not given, and asks again for a password that is too weak. */
export async function signUp(run: Run, target: Target, givenUser: string | undefined): Promise<Result<Session, Stop>> {
  const welcome = await withClient(run, target, { follow: false, reconnect: false }, async (_, hello) => ok(hello));
  if (!welcome.ok) return welcome;
  const allowed = policyStop(run, welcome.value);
  if (!allowed.ok) return allowed;
  const user = await askUser(run, givenUser);
  if (!user.ok) return user;
  const invite = run.flags.invite ? { invite: run.flags.invite } : {};
  for (let attempt = 1; ; attempt++) {
    const password = run.flags.passwordStdin ? await passwordFromStdin(run) : await askNewPassword(run, welcome.value);
    if (!password.ok) return password;
    const ask = { user: user.value, password: password.value, ...invite };
    const { session, weak } = await signIn(run, target, (client) => client.signUp(ask));
    if (session.ok || !weak || !run.ask.possible || attempt === passwordTries) return session;
    run.out.note(session.error.say);
  }
}

/** Signs in to an account there is. */
export async function logIn(run: Run, target: Target, givenUser: string | undefined): Promise<Result<Session, Stop>> {
  const user = await askUser(run, givenUser);
  if (!user.ok) return user;
  const password = run.flags.passwordStdin ? await passwordFromStdin(run) : await run.ask.secret('Password: ');
  if (!password.ok) return password;
  const ask = { user: user.value, password: password.value };
  return (await signIn(run, target, (client) => client.logIn(ask))).session;
}
