import { typedMessage } from '@securechat/client';
import { tooLongText } from '@securechat/client/present';
import { err, type Result } from '@securechat/protocol';
import { sayError } from '@securechat/protocol/errors';
import { isBlank, readMessage } from '@securechat/protocol/text';

/** The message to send for a typed text; the error is a sentence. */
export function messageOf(typed: string): Result<string, string> {
  const text = typedMessage(typed);
  if (!text.ok) return text;
  if (isBlank(readMessage(text.value).text)) return err(sayError('empty_text'));
  const tooLong = tooLongText(text.value);
  return tooLong === undefined ? text : err(`${tooLong} Nothing was sent. Shorten it, or send it in parts.`);
}
