import { expect, test } from 'vitest';
import { isGroupchat } from './dialects/xmpp.ts';
import { StanzaScanner } from './scan-stanzas.ts';

const one =
  "<message from='r0@rooms/u1' type='groupchat'><body>one &lt;message&gt;</body><stanza-id id='7'/></message>";
const two = '<message type="groupchat" to="u2"><body>two</body></message>';
const refused = "<message type='error' id='m3'><error type='wait'><policy-violation/></error></message>";
const stream = `<presence from='r0@rooms/u9'><x/></presence>${one}${two}<iq type='get'><ping/></iq>\n${refused}<mess`;

/** The stanzas that a scanner finds when the stream comes in pieces of this size. */
function stanzasOf(pieceBytes: number): string[] {
  const stanzas: string[] = [];
  const scanner = new StanzaScanner((buffer, from, to) => stanzas.push(buffer.toString('latin1', from, to)));
  const all = Buffer.from(stream);
  const shared = Buffer.alloc(all.length);
  for (let at = 0; at < all.length; at += pieceBytes) {
    // As with a socket, each piece overwrites the one before.
    const bytes = all.copy(shared, 0, at, at + pieceBytes);
    scanner.take(shared.subarray(0, bytes));
  }
  return stanzas;
}

test('messages are found wherever they are split, and nothing else is', () => {
  for (let pieceBytes = 1; pieceBytes <= stream.length; pieceBytes++)
    expect(stanzasOf(pieceBytes)).toEqual([one, two, refused]);
});

test('a refusal is no message of the room, even when followed by one', () => {
  const both = Buffer.from(refused + one);
  expect(isGroupchat(both, 0, refused.length)).toBe(false);
  expect(isGroupchat(both, refused.length, both.length)).toBe(true);
});
