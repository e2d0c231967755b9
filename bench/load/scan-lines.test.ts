import { expect, test } from 'vitest';
import { isPrivmsg } from './dialects/irc.ts';
import { LineScanner } from './scan-lines.ts';

const stream =
  ':irc.bench 001 u1 :Welcome\r\n:u2!~u2@host PRIVMSG #r0 :one\r\nPING :irc.bench\r\n:u3!~u3@host PRIVMSG #r0 :PRIVMSG two\r\n';

/** The lines that a scanner finds when the stream comes in pieces of this size. */
function linesOf(pieceBytes: number): string[] {
  const lines: string[] = [];
  const scanner = new LineScanner((buffer, from, to) => lines.push(buffer.toString('latin1', from, to)));
  const all = Buffer.from(stream);
  const shared = Buffer.alloc(all.length);
  for (let at = 0; at < all.length; at += pieceBytes) {
    // As with a socket, each piece overwrites the one before.
    const bytes = all.copy(shared, 0, at, at + pieceBytes);
    scanner.take(shared.subarray(0, bytes));
  }
  return lines;
}

test('lines are found wherever they are split', () => {
  const whole = stream.split('\n').slice(0, -1);
  for (let pieceBytes = 1; pieceBytes <= stream.length; pieceBytes++) expect(linesOf(pieceBytes)).toEqual(whole);
});

test('a line without its end is not reported', () => {
  const lines: string[] = [];
  const scanner = new LineScanner((buffer, from, to) => lines.push(buffer.toString('latin1', from, to)));
  scanner.take(Buffer.from('half of'));
  expect(lines).toEqual([]);
});

test('only PRIVMSG counts as a message', () => {
  const message = (line: string) => isPrivmsg(Buffer.from(line), 0, line.length);
  expect(message(':u2!~u2@host PRIVMSG #r0 :one')).toBe(true);
  expect(message(':u2!~u2@host JOIN :#r0')).toBe(false);
  expect(message(':irc.bench 404 u1 #r0 :PRIVMSG refused')).toBe(false);
  expect(message('PING :PRIVMSG ')).toBe(false);
  expect(message('')).toBe(false);
});
