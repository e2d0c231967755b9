import { type ChangeType, type ClientFrameOf, type MessageState, ok } from '@securechat/protocol';
import type { AuthenticatedSession } from '../../../app/connection-session.ts';
import type { Connection } from '../../shared/connection.ts';
import { type RequestOutcome, respondLater } from '../answer.ts';

/** A change of a room → ack, once it is on disk. The next frame is handled as soon as this one has its place in the queue. */
export async function makeChange(
  c: Connection,
  { id: re, room, clientId, ...change }: ClientFrameOf<ChangeType>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  const admitted = await auth.sender.admit({ room, id: clientId, change });
  if (!admitted.ok) return admitted;
  const storing = auth.sender.send(admitted.value).then((stored): RequestOutcome => {
    if (!stored.ok) return stored;
    const { room, seq, id, at } = stored.value;
    return ok({ type: 'ack', re, room, seq, clientId: id, at });
  });
  respondLater(c, re, storing);
  return undefined;
}

/** history → page. */
export async function history(
  c: Connection,
  frame: ClientFrameOf<'history'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  const { room, before, after, limit } = frame;
  const page = await c.session.app.readHistory(auth.caller, { room, before, after, limit });
  if (!page.ok) return page;
  const { asOf, events, changed, next } = page.value;
  const rest = { ...changedOf(changed), more: next !== undefined, ...(next !== undefined && { next }) };
  return ok({ type: 'page', re: frame.id, room, asOf, events: [...events], ...rest });
}

/** The field of a reply for the state of messages, which most replies do not have. */
function changedOf<T extends MessageState>(changed: readonly T[]): { readonly changed?: T[] } {
  return changed.length === 0 ? {} : { changed: [...changed] };
}

/** log → log-page. */
export async function log(
  c: Connection,
  { id: re, room, before, after, limit }: ClientFrameOf<'log'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  const page = await c.session.app.readLog(auth.caller, { room, before, after, limit });
  if (!page.ok) return page;
  return ok({ type: 'log-page', re, room, events: [...page.value.events], more: page.value.more });
}

/** search → found. The next frame is handled in the meantime, because a search may take long. */
export async function search(
  c: Connection,
  frame: ClientFrameOf<'search'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  const { room, words, before, limit } = frame;
  const searching = c.session.app
    .searchRoom(auth.caller, { room, words, before, limit })
    .then((page): RequestOutcome => {
      if (!page.ok) return page;
      const { events, changed, next } = page.value;
      const more = next === undefined ? { more: false } : { more: true, next };
      return ok({ type: 'found', re: frame.id, room, events: [...events], ...changedOf(changed), ...more });
    });
  respondLater(c, frame.id, searching);
  return undefined;
}

/** mention.list → mentions. */
export async function listMentions(
  c: Connection,
  frame: ClientFrameOf<'mention.list'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  const { before, limit } = frame;
  const page = await c.session.app.listMentions(auth.caller, { before, limit });
  if (!page.ok) return page;
  const { events, changed, next } = page.value;
  return ok({ type: 'mentions', re: frame.id, events: [...events], ...changedOf(changed), ...(next && { next }) });
}

/** sync → state …, events …, synced; then everything that happens. */
export async function sync(
  c: Connection,
  frame: ClientFrameOf<'sync'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  const starting = c.session
    .follow(auth)
    .start(
      {
        cursors: new Map(frame.cursors.map((cursor) => [cursor.room, cursor])),
        sameHistory: frame.generation === undefined || frame.generation === c.session.app.generation,
        recent: frame.recent,
      },
      frame.state,
    )
    .then(async (rooms): Promise<RequestOutcome> => {
      const invitations = [...(await c.session.app.listInvitations(auth.caller))];
      const counts = await c.session.app.mentionCounts(auth.caller);
      const followed = rooms.map(({ online, ...room }) => {
        const mentions = counts.get(room.id);
        return { ...room, online: [...online], ...(mentions !== undefined && { mentions }) };
      });
      return ok({ type: 'synced', re: frame.id, invitations, rooms: followed });
    });
  respondLater(c, frame.id, starting);
  return undefined;
}

/** state.set → state-saved, once it is on disk. The next frame is handled as soon as this one has its place in the queue. */
export async function setState(
  c: Connection,
  { id: re, entries }: ClientFrameOf<'state.set'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  const storing = c.session.app.setState(auth.caller, auth.following, entries).then((saved): RequestOutcome => {
    if (!saved.ok) return saved;
    return ok({ type: 'state-saved', re, ...(saved.value === undefined ? {} : { ver: saved.value }) });
  });
  respondLater(c, re, storing);
  return undefined;
}

/** typing.set: sent to the other members, never stored, never answered. */
export async function setTyping(
  c: Connection,
  frame: ClientFrameOf<'typing.set'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  await c.session.app.setTyping(auth.caller, { following: auth.following, room: frame.room, on: frame.on });
  return undefined;
}

/** ping → pong. */
export async function ping(_: Connection, frame: ClientFrameOf<'ping'>): Promise<RequestOutcome> {
  return ok({ type: 'pong', re: frame.id });
}
