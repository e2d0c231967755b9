import type { ProfileChange } from '@securechat/client';
import { asSentence, personFacts } from '@securechat/client/present';
import { isUserId, ok, type PersonSummary, type Result, typedUserName } from '@securechat/protocol';
import { asked, withSession } from '../accounts/connect.ts';
import { whereFields, whereWords } from '../accounts/where.ts';
import type { CommandContext } from '../cli-args/command-context.ts';
import { type CommandError, commandError, sayRefusal } from '../output/command-error.ts';
import { cleanLine } from '../text/clean.ts';
import { users } from './users.ts';

/** A person in JSON output. Fields keep their names and meaning; new ones may be added. */
function personJson({ lastSeenMs, hidden, ...person }: PersonSummary): Record<string, unknown> {
  return {
    ...person,
    ...(lastSeenMs === undefined ? {} : { lastSeen: new Date(lastSeenMs).toISOString() }),
    ...(hidden === undefined ? {} : { invisible: hidden }),
  };
}

function printPerson({ out, flags }: CommandContext, person: PersonSummary): void {
  if (flags.json) out.json(personJson(person));
  else for (const { term, text } of personFacts(person, Date.now())) out.line(`${term.padEnd(14)}${text}`);
}

/** Prints what is known of a user; without a name, the members of a room. */
export async function who(run: CommandContext, name: string | undefined): Promise<Result<void, CommandError>> {
  if (name === undefined) return await users(run);
  const user = typedUserName(name);
  if (!isUserId(user)) return commandError('refused', sayRefusal({ code: 'no_such_user' }));
  return await withSession(run, { follow: false }, async ({ client, target }) => {
    const person = await asked(client.person(user), target);
    if (!person.ok) return person;
    printPerson(run, person.value);
    return ok(undefined);
  });
}

/** Prints the user's own profile. */
export async function showAccount(run: CommandContext): Promise<Result<void, CommandError>> {
  return await withSession(run, { follow: false }, async ({ client, target, session }) => {
    const person = await asked(client.person(session.user), target);
    if (!person.ok) return person;
    printPerson(run, person.value);
    return ok(undefined);
  });
}

/** Changes the user's profile; `done` is a sentence without a full stop. */
async function setProfile(
  run: CommandContext,
  change: ProfileChange,
  done: string,
): Promise<Result<void, CommandError>> {
  return await withSession(run, { follow: false }, async ({ client, target, session: { user } }) => {
    const set = await asked(client.setProfile(change), target);
    if (!set.ok) return set;
    const person = await asked(client.person(user), target);
    if (!person.ok) return person;
    if (run.flags.json) run.out.json({ ...whereFields(target, user), ...personJson(person.value) });
    else run.out.done(asSentence(`${done}${whereWords(target, user)}`));
    return ok(undefined);
  });
}

const textOf = (typed: string) => (typed === 'none' || typed === '-' ? '' : typed);

/** Sets the display name; `none` removes it. */
export async function setDisplayName(run: CommandContext, typed: string): Promise<Result<void, CommandError>> {
  const displayName = textOf(typed);
  const done = displayName === '' ? 'Removed your display name' : `Your display name is ${cleanLine(displayName)}`;
  return await setProfile(run, { displayName }, done);
}

/** Sets the status; `none` removes it. */
export async function setStatus(run: CommandContext, typed: string): Promise<Result<void, CommandError>> {
  const status = textOf(typed);
  return await setProfile(
    run,
    { status },
    status === '' ? 'Removed your status' : `Your status is: ${cleanLine(status)}`,
  );
}

/** Shows the user as away, with an optional reason, until `setBack`. */
export async function setAway(run: CommandContext, reason = ''): Promise<Result<void, CommandError>> {
  return await setProfile(run, { away: reason }, reason === '' ? 'You are away' : `You are away: ${cleanLine(reason)}`);
}

/** Ends being away. */
export async function setBack(run: CommandContext): Promise<Result<void, CommandError>> {
  return await setProfile(run, { away: null }, 'You are no longer away');
}

/** Hides the user's presence and typing, or shows them again. */
export async function setInvisible(run: CommandContext, word: string): Promise<Result<void, CommandError>> {
  if (word !== 'on' && word !== 'off') return commandError('usage', 'Usage: securechat account invisible on|off');
  return await setProfile(
    run,
    { hidden: word === 'on' },
    word === 'on' ? 'You are invisible' : 'You are visible again',
  );
}
