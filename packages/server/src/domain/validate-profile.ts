import type { Refusal } from '@securechat/protocol/errors';
import { limits } from '@securechat/protocol/limits';
import { err, ok, type Result } from '@securechat/protocol/result';
import { isBlank, isCleanLine } from '@securechat/protocol/text';
import type { ProfileChange } from './profile.ts';

/** A line of a profile: trimmed, clean, and without visible characters none at all. */
function validateLine(typed: string, what: string, max: number): Result<string, Refusal> {
  const line = typed.trim();
  if (line.length > max) {
    return err({ code: 'too_long', detail: `${what} is too long: ${line.length} of ${max} characters. Shorten it.` });
  }
  if (isCleanLine(line)) return ok(isBlank(line) ? '' : line);
  return err({
    code: 'bad_text',
    detail: `${what} has to be one line without control characters. Remove line breaks, tabs and colour codes.`,
  });
}

const lines = [
  ['displayName', 'The display name', limits.displayName],
  ['status', 'The status', limits.status],
  ['away', 'The reason for being away', limits.status],
] as const;

/** The change as it is stored, or why it is refused. */
export function validateProfileChange(typed: ProfileChange): Result<ProfileChange, Refusal> {
  let change = typed;
  for (const [field, what, max] of lines) {
    const text = typed[field];
    if (typeof text !== 'string') continue;
    const line = validateLine(text, what, max);
    if (!line.ok) return line;
    change = { ...change, [field]: line.value };
  }
  return ok(change);
}
