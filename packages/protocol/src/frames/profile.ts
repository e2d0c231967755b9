import * as v from 'valibot';
import { nameAsTyped, requestId } from '../ids.ts';
import { limits } from '../limits.ts';
import { personSummary, profile } from '../people.ts';

const rawText = v.pipe(v.string(), v.maxLength(limits.rawProfileText));

/**
 * Client → server. Changes what the account's profile says; fields that are missing stay as they are, and an empty text removes one. `away`
 * is the reason for being away, which may be empty; `null` says that the user is back. While `hidden`, nobody is told whether the user is
 * online or typing, and the user is not told it of others. Answered by `done`.
 */
export const setProfile = v.object({
  type: v.literal('profile.set'),
  id: requestId,
  displayName: v.optional(rawText),
  status: v.optional(rawText),
  away: v.optional(v.nullable(rawText)),
  hidden: v.optional(v.boolean()),
});

/** Client → server. Requests what is known of a user, who need not share a room with the asker. Answered by `profile`. */
export const getProfile = v.object({ type: v.literal('profile.get'), id: requestId, user: nameAsTyped });

/** Server → client. Answers `profile.get`. */
export const person = v.object({ type: v.literal('profile'), re: requestId, person: personSummary });

/**
 * Server → client. The profile of somebody who shares a room with the user, as it is now. Sent in rooms with at most `presenceMembers`
 * members, and not to users who are `hidden`. Best effort: `room.members` and `profile.get` have the profiles, too. A user's own profile
 * is sent to all of their devices, and once on each connection, in answer to `sync`.
 */
export const profileChanged = v.object({
  type: v.literal('profile-changed'),
  ...profile.entries,
  /** Whether the user is hidden; only in the frame about the user of this connection. */
  hidden: v.optional(v.boolean()),
});

/**
 * Client → server. Nobody has used this device for a while (`on`), or somebody uses it again. A user whose devices are all idle is shown as
 * away. Not stored, not answered; a new connection counts as used.
 */
export const setIdle = v.object({ type: v.literal('idle.set'), on: v.boolean() });
