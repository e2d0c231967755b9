import { ok, type Result } from '@securechat/protocol';
import { atAccount, logIn } from '../accounts/account.ts';
import { resolveTarget, type Target } from '../accounts/target.ts';
import type { CommandContext } from '../cli-args/command-context.ts';
import type { CommandError } from '../output/command-error.ts';
import { serverName } from '../text/server-url.ts';
import { type Entered, signUpWithRooms } from './sign-up.ts';

/** How an account is entered. */
export type Enter = (
  run: CommandContext,
  target: Target,
  argument: string | undefined,
) => Promise<Result<Entered, CommandError>>;

/** Logs in to an existing account, of whose rooms nothing is said. */
export const enterByLogIn: Enter = async (...asked) => {
  const session = await logIn(...asked);
  return session.ok ? ok({ user: session.value.user, joined: '', missed: '', json: {} }) : session;
};

/** Opens a session of the named account, and prints what was done. */
const opens =
  (enter: Enter, done: string) =>
  async (given: CommandContext, argument: string | undefined): Promise<Result<void, CommandError>> => {
    const at = atAccount(given, argument);
    if (!at.ok) return at;
    const { run, user: named } = at.value;
    const target = await resolveTarget(run);
    if (!target.ok) return target;
    const { url } = target.value;
    const entered = await enter(run, target.value, named);
    if (!entered.ok) return entered;
    const { user, joined, json } = entered.value;
    if (run.flags.json) run.out.json({ user, server: url, ...json });
    else run.out.done(`${done} as ${user} at ${serverName(url)}.${joined} Next: securechat chat`);
    return ok(undefined);
  };

/** Logs in to an existing account, which becomes the default. */
export const login = opens(enterByLogIn, 'Logged in');

/** Creates an account, which becomes the default. */
export const signup = opens(signUpWithRooms, 'Signed up');
