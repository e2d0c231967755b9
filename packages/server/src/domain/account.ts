import type { Refusal } from '@securechat/protocol/errors';
import { isUserId, type UserId } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import { err, ok, type Result } from '@securechat/protocol/result';

/** Names under which a user could pose as the server or as everybody. */
const reserved = new Set([
  'admin',
  'administrator',
  'all',
  'everyone',
  'here',
  'root',
  'securechat',
  'server',
  'system',
]);

/** The user's id for what was typed: lower case, or `bad_name`. */
export function validateUserName(typed: string): Result<UserId, Refusal> {
  const name = typed.trim().toLowerCase();
  // Checked before folding, which may turn a look-alike letter into an ASCII one (K, the Kelvin sign, becomes k).
  if (!/^[\x21-\x7e]*$/.test(typed.trim()) || !isUserId(name)) return err({ code: 'bad_name' });
  if (reserved.has(name)) return err({ code: 'bad_name', detail: 'That user name is reserved. Choose another.' });
  return ok(name);
}

/** One character or a short run repeated: `aaaaaaaaaaaa`, `abcabcabcabc`. */
const repeated = /^(.{1,4})\1+.{0,3}$/su;

/**
 * The password in the form that is hashed (RFC 8265 OpaqueString: NFC, other spaces as space), or `weak_password` with the
 * rule that was broken (NIST 800-63B-4: length and a list of common ones, no composition rules).
 */
export function validatePassword(
  typed: string,
  rules: { readonly user: string; readonly min: number; readonly isCommon: (password: string) => boolean },
): Result<string, Refusal> {
  const weak = (detail: string) => err<Refusal>({ code: 'weak_password', detail });
  const prepared = preparePassword(typed);
  if (!prepared.ok) return prepared;
  const password = prepared.value;
  if ([...password].length < rules.min)
    return weak(`A password needs at least ${rules.min} characters. Add some words.`);
  const folded = password.toLowerCase();
  if (repeated.test(folded)) return weak('That password repeats itself. Choose one that is harder to guess.');
  const rest = folded.replaceAll(rules.user, '').replaceAll('securechat', '');
  if (rest.length < rules.min / 2)
    return weak('That password is mostly your name. Choose one that is harder to guess.');
  if (rules.isCommon(folded)) return weak('That password is on the list of common ones. Choose another.');
  return ok(password);
}

/** Like `validatePassword`, but without the rules for new passwords: for log-ins. */
export function preparePassword(typed: string): Result<string, Refusal> {
  if (!typed.isWellFormed() || hasControls(typed)) {
    return err({ code: 'weak_password', detail: 'The password contains control characters. Choose another.' });
  }
  const password = typed.replace(/\p{Zs}/gu, ' ').normalize('NFC');
  if (utf8Bytes(password) > limits.passwordBytes) {
    return err({
      code: 'weak_password',
      detail: `That password is longer than ${limits.passwordBytes} bytes. Shorten it.`,
    });
  }
  return ok(password);
}

function hasControls(text: string): boolean {
  return /\p{Cc}/u.test(text);
}

function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const c of text) {
    const code = c.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** How long sessions last: unused, and at most. */
export type Lifetimes = { readonly idleMs: number; readonly absoluteMs: number };

/** When a session ends if it is not used again: milliseconds since 1970. */
export function sessionEndsMs(
  session: { createdMs: number; lastSeenMs: number },
  { idleMs, absoluteMs }: Lifetimes,
): number {
  return Math.min(session.createdMs + absoluteMs, session.lastSeenMs + idleMs);
}
