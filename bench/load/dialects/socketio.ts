import { openWs } from '../dial.ts';
import type { Dialect } from '../load-client.ts';

/** The kind of a packet of a Socket.IO server, by its first two characters (Engine.IO 4, Socket.IO 5). */
export function packetAt(buffer: Buffer, at: number): 'open' | 'ping' | 'connected' | 'refused' | 'event' | 'other' {
  const [engine, socket] = [buffer[at], buffer[at + 1]];
  if (engine === 0x30) return 'open';
  if (engine === 0x32) return 'ping';
  if (engine !== 0x34) return 'other';
  if (socket === 0x32) return 'event';
  return socket === 0x30 ? 'connected' : socket === 0x34 ? 'refused' : 'other';
}

/** Socket.IO, with hand-written packets: connects to the main namespace with its room, and emits `say`. */
export const socketio: Dialect = async (target, member, listener) => {
  const entered = Promise.withResolvers<void>();
  const ask = { path: '/socket.io/?EIO=4&transport=websocket', whole: () => member.sampled };
  const ws = await openWs(
    target,
    ask,
    (_, buffer, from, to) => {
      const packet = packetAt(buffer, from);
      if (packet === 'event') listener.message(buffer, from, to);
      // The first packet, `open`, may arrive before `openWs` has returned, so nothing waits for it.
      else if (packet === 'ping') ws.send('3');
      else if (packet === 'connected') entered.resolve();
      else if (packet === 'refused') entered.reject(new Error(buffer.toString('latin1', from, to)));
    },
    () => {
      entered.reject(new Error('the server closed the connection'));
      listener.closed();
    },
  );
  ws.send(`40${JSON.stringify({ room: member.room, name: member.name })}`);
  await entered.promise;
  return {
    acks: false,
    say: (_, text) => ws.send(`42${JSON.stringify(['say', { room: member.room, text }])}`),
    close: () => ws.close(),
  };
};
