import type { Body } from '@securechat/protocol/body';
import type { Refusal } from '@securechat/protocol/errors';
import { limits } from '@securechat/protocol/limits';
import { err, ok, type Result } from '@securechat/protocol/result';
import { isBlank, isCleanText, readMessage } from '@securechat/protocol/text';

/** Whether a body may be said: refused whole, never cut or cleaned in silence. */
export function judgeBody(body: Body): Result<Body, Refusal> {
  const { text } = body;
  if (text.length > limits.text || text.split('\n', limits.lines + 1).length > limits.lines) {
    const detail = `A message is at most ${limits.text} characters and ${limits.lines} lines. Shorten it or send it in parts.`;
    return err({ code: 'too_long', detail });
  }
  if (!isCleanText(text)) return err({ code: 'bad_text' });
  if (isBlank(readMessage(text).text)) return err({ code: 'empty_text' });
  return ok(body);
}
