import { randomUUID } from 'node:crypto';
import { type EventId, encodeFrame, PROTOCOL_VERSION, type RoomId, SUBPROTOCOL } from '@securechat/protocol';
import { orderedId } from '../../../packages/client/src/adapters/ordered-id.ts';
import { openWs } from '../dial.ts';
import type { Dialect, Listener } from '../load-client.ts';

/** The start of every frame of our server; its type follows. */
const before = '{"type":"'.length;
const code = (text: string, at: number) => text.charCodeAt(at);
const [e, v, quote] = [code('e', 0), code('v', 0), code('"', 0)];
const isMessage = (buffer: Buffer, at: number) => buffer[at] === e && buffer[at + 1] === v && buffer[at + 5] === quote;

/** Handles frames other than the messages of the measurement. */
function hearOther(text: string, listener: Listener, answered: (type: string) => void): void {
  const type = /^\{"type":"([a-z.-]+)"/.exec(text)?.[1] ?? '';
  if (type === 'ack') listener.acked(Number(/"re":"m(\d+)"/.exec(text)?.[1]));
  else if (type === 'error') {
    const number = /"re":"m(\d+)"/.exec(text)?.[1];
    listener.refused(text, number === undefined ? undefined : Number(number));
    answered(type);
  } else answered(type);
}

/** How many events a batch holds: each has one `seq`. */
const eventsIn = (text: string) => text.split('"seq":').length - 1;

/** Our own server: sends hello, resumes a session with its token, follows its rooms, and waits until all are synced. */
export const securechat: Dialect = async (target, member, listener) => {
  let answered: (type: string) => void = () => {};
  let live = false;
  const onFrame = (_: number, buffer: Buffer, from: number, to: number) => {
    const at = from + before;
    if (isMessage(buffer, at)) listener.message(buffer, from, to);
    else if (buffer[at] === e && buffer[at + 1] === v) {
      if (live) listener.messages(eventsIn(buffer.toString('latin1', from, to)));
    } else hearOther(buffer.toString('latin1', from, to), listener, answered);
  };
  const whole = (buffer: Buffer, from: number) => member.sampled || !isMessage(buffer, from + before);
  const ask = { path: '/ws', protocol: SUBPROTOCOL, whole };
  const ws = await openWs(target, ask, onFrame, () => {
    answered('closed');
    listener.closed();
  });
  const answer = (want: string) =>
    new Promise<void>((resolve, reject) => {
      answered = (type) => {
        if (type === want) resolve();
        else if (type === 'closed' || type === 'error') reject(new Error(`${type} instead of ${want}`));
      };
    });
  // Greeting and token are sent together, as our client does.
  ws.send(
    encodeFrame({ type: 'hello', id: '1', version: PROTOCOL_VERSION, client: { name: 'bench', version: '1' } }),
    encodeFrame({ type: 'resume', id: '2', token: member.secret ?? '' }),
  );
  await answer('signed-in');
  ws.send(encodeFrame({ type: 'sync', id: '3', cursors: [], recent: 0 }));
  await answer('synced');
  answered = () => {};
  live = true;
  return {
    acks: true,
    say: (number, text) =>
      ws.send(
        encodeFrame({
          type: 'message.send',
          id: `m${number}`,
          room: member.room as RoomId,
          clientId: orderedId(Date.now(), randomUUID()) as EventId,
          body: { kind: 'text', text },
        }),
      ),
    close: () => ws.close(),
  };
};
