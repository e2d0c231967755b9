import type { Body } from '@securechat/protocol/body';
import type { Refusal } from '@securechat/protocol/errors';
import { limits } from '@securechat/protocol/limits';
import { err, ok, type Result } from '@securechat/protocol/result';
import { isBlank, isCleanText, readMessage } from '@securechat/protocol/text';

const number = new Intl.NumberFormat('en');

/** Which limit a text exceeds, with its size and the limit. */
function tooLong(text: string): string {
  const [size, limit, unit] =
    text.length > limits.text
      ? [text.length, limits.text, 'characters']
      : [text.split('\n').length, limits.lines, 'lines'];
  return `The message is too long: ${number.format(size)} of ${number.format(limit)} ${unit}. Shorten it, or send it in parts.`;
}

/** Whether a body may be sent. It is refused as a whole, never silently cut or cleaned. */
export function validateBody(body: Body): Result<Body, Refusal> {
  const { text } = body;
  if (text.length > limits.text || text.split('\n', limits.lines + 1).length > limits.lines) {
    return err({ code: 'too_long', detail: tooLong(text) });
  }
  if (!isCleanText(text)) return err({ code: 'bad_text' });
  if (isBlank(readMessage(text).text)) return err({ code: 'empty_text' });
  return ok(body);
}
