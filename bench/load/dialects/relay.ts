import { openWs } from '../dial.ts';
import type { Dialect } from '../load-client.ts';

/** The relays: the room is the path, a message is one JSON object in each direction. */
export const relay: Dialect = async (target, member, listener) => {
  const ask = { path: `/${member.room}?${member.name}`, whole: () => member.sampled };
  const onFrame = (_: number, buffer: Buffer, from: number, to: number) => listener.message(buffer, from, to);
  const ws = await openWs(target, ask, onFrame, () => listener.closed());
  return {
    acks: false,
    say: (_, text) => ws.send(JSON.stringify({ type: 'say', room: member.room, text })),
    close: () => ws.close(),
  };
};
