import type { Refusal } from '@securechat/protocol/errors';
import { isRoomName, type RoomName } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import { err, ok, type Result } from '@securechat/protocol/result';
import { isBlank, isCleanLine, isCleanText } from '@securechat/protocol/text';

/** The room's name for what was typed: without `#`, lower case, or `bad_name`. */
export function validateRoomName(typed: string): Result<RoomName, Refusal> {
  const bare = typed.trim().replace(/^#/, '');
  const name = bare.toLowerCase();
  return /^[\x21-\x7e]+$/.test(bare) && isRoomName(name)
    ? ok(name)
    : err({
        code: 'bad_name',
        detail: 'Room names have 1–32 characters: a–z, 0–9, _ and -, starting with a letter or digit.',
      });
}

/** A topic is one line of clean text; one without visible characters is no topic. */
export function validateTopic(typed: string): Result<string, Refusal> {
  const topic = typed.trim();
  if (topic.length > limits.topic) {
    const detail = `The topic is too long: ${topic.length} of ${limits.topic} characters. Shorten it.`;
    return err({ code: 'too_long', detail });
  }
  if (isCleanLine(topic)) return ok(isBlank(topic) ? '' : topic);
  if (!isCleanText(topic))
    return err({ code: 'bad_text', detail: 'The topic contains control characters. Remove them.' });
  return err({ code: 'bad_text', detail: 'A topic is a single line. Remove the line breaks and tabs.' });
}
