import { dial } from '../dial.ts';
import type { Dialect } from '../load-client.ts';
import { LineScanner } from '../scan-lines.ts';

const [colon, space] = [0x3a, 0x20];
const privmsg = Buffer.from('PRIVMSG ');

/** Whether a line of a server is a message: `:who PRIVMSG #room :text`. */
export function isPrivmsg(buffer: Buffer, from: number, to: number): boolean {
  if (buffer[from] !== colon) return false;
  let at = from + 1;
  while (at < to && buffer[at] !== space) at++;
  for (let i = 0; i < privmsg.length; i++) if (buffer[at + 1 + i] !== privmsg[i]) return false;
  return true;
}

const endOfNames = '366';
/** Replies from 400 on are refusals, except that there is no message of the day. */
const refusal = /^([45]\d\d)$/;
const noMotd = '422';

/** IRC: uses its name as nickname, and joins its room. Servers do not echo a message to its author. */
export const irc: Dialect = async (target, member, listener) => {
  const entered = Promise.withResolvers<void>();
  const wire = await dial(target, () => {
    entered.reject(new Error('the server closed the connection'));
    listener.closed();
  });
  const send = (line: string) => void wire.socket.write(`${line}\r\n`, 'latin1');
  const hearOther = (line: string) => {
    const [first = '', second = ''] = line.split(' ');
    if (first === 'PING') send(`PONG ${line.slice('PING '.length).trim()}`);
    else if (second === endOfNames) entered.resolve();
    else if (first === 'ERROR' || (refusal.test(second) && second !== noMotd)) {
      entered.reject(new Error(line));
      listener.refused(line);
    }
  };
  const scanner = new LineScanner((buffer, from, to) => {
    if (isPrivmsg(buffer, from, to)) listener.message(buffer, from, to);
    else hearOther(buffer.toString('latin1', from, to));
  });
  wire.reader = (chunk) => scanner.take(chunk);
  send(`NICK ${member.name}`);
  send(`USER ${member.name} 0 * :bench`);
  send(`JOIN #${member.room}`);
  await entered.promise;
  return {
    acks: false,
    say: (_, text) => send(`PRIVMSG #${member.room} :${text}`),
    close: () => void wire.socket.destroy(),
  };
};
