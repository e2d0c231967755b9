import * as v from 'valibot';
import { momentMs, sessionId, userId } from './ids.ts';
import { limits } from './limits.ts';

/** What a user says about themselves. */
export const profileFields = {
  /** A name to show beside the user name, which alone identifies the user. */
  displayName: v.optional(v.pipe(v.string(), v.maxLength(limits.displayName))),
  status: v.optional(v.pipe(v.string(), v.maxLength(limits.status))),
  /** Present while the user is away, by their own word or because none of their devices is in use: the reason, which may be empty. */
  away: v.optional(v.pipe(v.string(), v.maxLength(limits.status))),
};

/** A user's name and profile. */
export const profile = v.object({ user: userId, ...profileFields });
export type Profile = v.InferOutput<typeof profile>;

/** What is known of a user. */
export const personSummary = v.object({
  ...profile.entries,
  /** Whether any of their devices is connected; missing while they, or the user who asks, are hidden. */
  online: v.optional(v.boolean()),
  /** When one of their devices was last connected. Missing if they are online, if it is unknown, and as in `online`. */
  lastSeenMs: v.optional(momentMs),
  /** Whether their presence and typing are told to nobody. Only the user themselves are told. */
  hidden: v.optional(v.boolean()),
  /** They have deleted their account. */
  deleted: v.optional(v.literal(true)),
});
export type PersonSummary = v.InferOutput<typeof personSummary>;

/** A device that is logged in. */
export const sessionSummary = v.object({
  id: sessionId,
  device: v.pipe(v.string(), v.maxLength(64)),
  /**
   * Address of its last connection, so that people can recognise it: an IPv4 address, or an IPv6 network (`2001:db8:0:1::/64`).
   * Missing if unknown.
   */
  address: v.optional(v.pipe(v.string(), v.maxLength(64))),
  createdMs: momentMs,
  lastSeenMs: momentMs,
  /** Whether this is the session of the requesting connection. */
  current: v.boolean(),
});
export type SessionSummary = v.InferOutput<typeof sessionSummary>;

/** Who may sign up: anyone, people with an invite, or nobody. */
export const signupPolicy = v.picklist(['open', 'invite', 'closed']);
export type SignupPolicy = v.InferOutput<typeof signupPolicy>;
