import { err, ok } from '@securechat/protocol/result';
import type { StateEntry } from '@securechat/protocol/user-state';
import { stateLimits } from '../domain/state-limits.ts';
import type { AsyncResult, Caller, Context } from './context.ts';

/** Changes what the caller keeps, and tells its other connections; `origin` names the one that asks. Returns the `ver` of the change, if there was one. */
export async function setState(
  ctx: Context,
  { user, session }: Caller,
  entries: readonly StateEntry[],
  origin: string | undefined,
): AsyncResult<number | undefined> {
  const stored = await ctx.store.setState({ user, session, entries, limits: stateLimits });
  if (!stored.ok) return err({ code: stored.error });
  const { ver, entries: changed } = stored.value;
  if (changed.length === 0) return ok(undefined);
  ctx.bus.publish({ kind: 'state', user, ver, entries: changed, origin });
  return ok(ver);
}
