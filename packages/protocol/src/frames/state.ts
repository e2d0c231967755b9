import * as v from 'valibot';
import { requestId } from '../ids.ts';
import { limits } from '../limits.ts';
import { stateEntry, wireStateEntry } from '../user-state.ts';

/** How often the entries of a user have changed. A client that knows those up to a `ver` asks for the later ones. */
export const stateVer = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/**
 * Client → server. Changes what the user keeps on all devices; all entries or none. A later change replaces an earlier one, except that a
 * `read` mark only rises: the higher `epoch` wins, and within an epoch the higher `seq`. It cannot be removed; the deletion of its room
 * removes it, with all that members keep of the room. Refused with `state_full` beyond the limits. Answered by `state-saved`.
 */
export const setState = v.object({
  type: v.literal('state.set'),
  id: requestId,
  entries: v.pipe(v.array(stateEntry), v.minLength(1), v.maxLength(limits.stateSet)),
});

/** Server → client. Answers `state.set`: it is on disk. `ver` is the number of this change; it is missing if nothing had to change. */
export const stateSaved = v.object({ type: v.literal('state-saved'), re: requestId, ver: v.optional(stateVer) });

/**
 * Server → client. Entries that were changed by other devices of the user, or by a sent message: after a `sync` with `state`, all above
 * it, and then each change as it happens. With this frame the client has everything up to `ver`, except its own changes, which it knows.
 * If `reset` is present, the client first discards what it has: the server no longer knows what was removed since, or has an older state.
 */
export const state = v.object({
  type: v.literal('state'),
  ver: stateVer,
  reset: v.optional(v.literal(true)),
  entries: v.pipe(v.array(wireStateEntry), v.maxLength(limits.stateEntries)),
});
