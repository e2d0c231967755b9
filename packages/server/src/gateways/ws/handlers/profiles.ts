import { type ClientFrameOf, ok } from '@securechat/protocol';
import type { AuthenticatedSession } from '../../../app/connection-session.ts';
import type { Connection } from '../../shared/connection.ts';
import { done, type RequestOutcome } from '../answer.ts';

/** profile.set → done. */
export async function setProfile(
  c: Connection,
  { id, type: _, ...change }: ClientFrameOf<'profile.set'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  return done(id, await c.session.app.setProfile(auth.caller, change));
}

/** profile.get → profile. */
export async function getProfile(
  c: Connection,
  frame: ClientFrameOf<'profile.get'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  const person = await c.session.app.getProfile(auth.caller, frame.user);
  return person.ok ? ok({ type: 'profile', re: frame.id, person: person.value }) : person;
}

/** idle.set: counts for whether the user is away; never answered. */
export async function setIdle(
  _: Connection,
  frame: ClientFrameOf<'idle.set'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  auth.following?.setIdle(frame.on);
  return undefined;
}
