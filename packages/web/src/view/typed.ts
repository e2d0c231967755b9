import { readSlash } from '@securechat/client';
import { err, ok, type Result } from '@securechat/protocol';
import { sayError } from '@securechat/protocol/errors';
import { isBlank, readMessage } from '@securechat/protocol/text';
import { sayTooLong } from './measure.ts';

/** A longer word is no command that anybody meant. */
const longestNamed = 32;

function unknownCommand(name: string): string {
  const short = name.length > longestNamed ? `${name.slice(0, longestNamed)}…` : name;
  return `Unknown command /${short}. The only command here is /me; to send it as text, start with //`;
}

/** The message that a person has typed, as it is to be sent; the error is the sentence that says why there is none. */
export function messageOf(typed: string): Result<string, string> {
  const read = readSlash(typed);
  if (read.kind === 'command' && read.name !== 'me') return err(unknownCommand(read.name));
  if (read.kind === 'command' && isBlank(read.argument)) return err('Usage: /me waves');
  const text = read.kind === 'text' ? read.text : `/me ${read.argument}`;
  if (isBlank(readMessage(text).text)) return err(sayError('empty_text'));
  const tooLong = sayTooLong(text);
  return tooLong === undefined ? ok(text) : err(tooLong);
}
