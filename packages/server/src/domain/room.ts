import type { Refusal } from '@securechat/protocol/errors';
import { isRoomId, type RoomId } from '@securechat/protocol/ids';
import { err, ok, type Result } from '@securechat/protocol/result';
import { isBlank, isCleanLine } from '@securechat/protocol/text';

/** The room's id from what was typed: without `#`, lower case, or `bad_name`. */
export function judgeRoomName(typed: string): Result<RoomId, Refusal> {
  const bare = typed.trim().replace(/^#/, '');
  const name = bare.toLowerCase();
  return /^[\x21-\x7e]+$/.test(bare) && isRoomId(name)
    ? ok(name)
    : err({
        code: 'bad_name',
        detail: 'A room name is 1 to 32 of a-z, 0-9, _ and -, beginning with a letter or digit.',
      });
}

/** A topic is one line of clean text; one with nothing visible in it is no topic. */
export function judgeTopic(typed: string): Result<string, Refusal> {
  return isCleanLine(typed) ? ok(isBlank(typed) ? '' : typed.trim()) : err({ code: 'bad_text' });
}
