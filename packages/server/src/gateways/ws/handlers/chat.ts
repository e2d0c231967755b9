import { type ClientFrameOf, ok } from '@securechat/protocol';
import type { Answer, Conversation, Signed } from '../conversation.ts';

/** say → ack, once it is on disk. The next frame is dealt with as soon as this one has its place in the queue. */
export async function say(c: Conversation, frame: ClientFrameOf<'say'>, signed: Signed): Promise<Answer> {
  const ask = { room: frame.room, id: frame.clientId, body: frame.body };
  const admitted = await signed.speaker.admit(ask);
  if (!admitted.ok) return admitted;
  const saying = signed.speaker.say(ask).then((said): Answer => {
    if (!said.ok) return said;
    const { room, seq, id, at } = said.value;
    return ok({ type: 'ack', re: frame.id, room, seq, clientId: id, at });
  });
  c.meanwhile(frame.id, saying);
  return undefined;
}

/** history → page. */
export async function history(c: Conversation, frame: ClientFrameOf<'history'>, signed: Signed): Promise<Answer> {
  const { room, before, after, limit } = frame;
  const page = await c.app.readHistory(signed.caller, { room, before, after, limit });
  if (!page.ok) return page;
  return ok({ type: 'page', re: frame.id, room, events: [...page.value.events], more: page.value.more });
}

/** search → found. The next frame is dealt with meanwhile: a search may take a while. */
export async function search(c: Conversation, frame: ClientFrameOf<'search'>, signed: Signed): Promise<Answer> {
  const { room, words, before, limit } = frame;
  const searching = c.app.searchRoom(signed.caller, { room, words, before, limit }).then((page): Answer => {
    if (!page.ok) return page;
    const { events, next } = page.value;
    const more = next === undefined ? { more: false } : { more: true, next };
    return ok({ type: 'found', re: frame.id, room, events: [...events], ...more });
  });
  c.meanwhile(frame.id, searching);
  return undefined;
}

/** sync → events …, synced; and from then on whatever happens. */
export async function sync(c: Conversation, frame: ClientFrameOf<'sync'>, signed: Signed): Promise<Answer> {
  const starting = c
    .follow(signed)
    .start({
      cursors: new Map(frame.cursors.map((cursor) => [cursor.room, cursor])),
      sameHistory: frame.generation === undefined || frame.generation === c.app.generation,
      recent: frame.recent,
    })
    .then(
      (rooms): Answer =>
        ok({ type: 'synced', re: frame.id, rooms: rooms.map((room) => ({ ...room, online: [...room.online] })) }),
    );
  c.meanwhile(frame.id, starting);
  return undefined;
}

/** typing.set: told to the others, never stored, never answered. */
export async function setTyping(c: Conversation, frame: ClientFrameOf<'typing.set'>, signed: Signed): Promise<Answer> {
  c.app.setTyping(signed.caller, signed.following, frame.room, frame.on);
  return undefined;
}

/** ping → pong. */
export async function ping(_: Conversation, frame: ClientFrameOf<'ping'>): Promise<Answer> {
  return ok({ type: 'pong', re: frame.id });
}
