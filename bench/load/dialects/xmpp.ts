import { dial, type Wire } from '../dial.ts';
import type { Dialect } from '../load-client.ts';
import { StanzaScanner } from '../scan-stanzas.ts';

/** The configured hosts of the servers: one for people, and one for rooms. */
export const hosts = { people: 'localhost', rooms: 'rooms.localhost' } as const;

const stream = `<?xml version='1.0'?><stream:stream to='${hosts.people}' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>`;
const auth = "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>";
const bind = "<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>";
const enter = (room: string, name: string) =>
  `<presence to='${room}@${hosts.rooms}/${name}'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>`;

const refusal = /<failure|<stream:error|type=['"]error['"]/;
/** An expected answer may be split across chunks, but is shorter than this. */
const keepChars = 200;

/** Sends something and waits for an answer that matches `until`; throws if the server refuses. */
function ask(wire: Wire, send: string, until: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let received = '';
    wire.socket.once('close', () => reject(new Error('the server closed the connection')));
    wire.reader = (chunk) => {
      received = received.slice(-keepChars) + chunk.toString('latin1');
      if (refusal.test(received)) reject(new Error(`refused: ${received.slice(0, 500)}`));
      else if (until.test(received)) resolve();
    };
    wire.socket.write(send, 'latin1');
  });
}

const groupchat = Buffer.from('groupchat');

/** Whether a `<message>` stanza is a message of a room; the other kind here is a refusal. */
export function isGroupchat(buffer: Buffer, from: number, to: number): boolean {
  const at = buffer.indexOf(groupchat, from);
  return at !== -1 && at < to;
}

/** XMPP over direct TLS: signs in anonymously (RFC 6120, SASL ANONYMOUS) and enters its room (XEP-0045), without the room's history. */
export const xmpp: Dialect = async (target, member, listener) => {
  const wire = await dial(target, () => listener.closed());
  await ask(wire, stream, /<\/stream:features>/);
  await ask(wire, auth, /<success/);
  await ask(wire, stream, /<\/stream:features>/);
  await ask(wire, bind, /<jid>/);
  // The room's subject is sent last.
  await ask(wire, enter(member.room, member.name), /<subject/);
  const scanner = new StanzaScanner((buffer, from, to) => {
    if (isGroupchat(buffer, from, to)) listener.message(buffer, from, to);
    else listener.refused(buffer.toString('latin1', from, to));
  });
  wire.reader = (chunk) => scanner.take(chunk);
  const to = `${member.room}@${hosts.rooms}`;
  return {
    acks: false,
    say: (number, text) =>
      void wire.socket.write(
        `<message to='${to}' type='groupchat' id='m${number}'><body>${text}</body></message>`,
        'latin1',
      ),
    close: () => void wire.socket.destroy(),
  };
};
