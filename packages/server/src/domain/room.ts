import type { Refusal } from '@securechat/protocol/errors';
import { isRoomName, type RoomName } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import { err, ok, type Result } from '@securechat/protocol/result';
import { isBlank, isCleanLine, isCleanText } from '@securechat/protocol/text';
import { typedRoomName } from '@securechat/protocol/typed-name';

/** The room's name for what was typed: without `#`, lower case, or `bad_name`. */
export function validateRoomName(typed: string): Result<RoomName, Refusal> {
  const name = typedRoomName(typed);
  return isRoomName(name)
    ? ok(name)
    : err({
        code: 'bad_name',
        detail: 'Room names have 1–32 characters: a–z, 0–9, _ and -, starting with a letter or digit.',
      });
}

/** As `validateRoomName`, for a room that gets a name: one that looks like an id could lead to another room than the one meant. */
export function validateNewRoomName(typed: string): Result<RoomName, Refusal> {
  const name = validateRoomName(typed);
  if (!name.ok || !/^r[a-z2-7]{20}$/.test(name.value)) return name;
  return err({ code: 'bad_name', detail: 'That is the id of a room, or could be one. Choose another name.' });
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

/** A reason is one line of clean text; one without visible characters is none. */
export function validateReason(typed: string | undefined): Result<string | undefined, Refusal> {
  const reason = typed?.trim() ?? '';
  if (isBlank(reason)) return ok(undefined);
  if (reason.length > limits.reason) {
    const detail = `The reason is too long: ${reason.length} of ${limits.reason} characters. Shorten it.`;
    return err({ code: 'too_long', detail });
  }
  if (isCleanLine(reason)) return ok(reason);
  return err({ code: 'bad_text', detail: 'A reason is a single line without control characters.' });
}
