import type { Refusal } from '@securechat/protocol/errors';
import { isUserId, type UserId } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import { err, ok, type Result } from '@securechat/protocol/result';
import { utf8Bytes } from '@securechat/protocol/text';
import { typedUserName } from '@securechat/protocol/typed-name';

/** Names under which a user could pose as the server or as everybody. */
const reserved = new Set([
  'admin',
  'administrator',
  'all',
  'everyone',
  'here',
  'room',
  'root',
  'securechat',
  'server',
  'system',
]);

/** The id that a new user gets for what was typed, or `bad_name`. */
export function validateUserName(typed: string): Result<UserId, Refusal> {
  const name = typedUserName(typed);
  if (!isUserId(name)) return err({ code: 'bad_name' });
  if (reserved.has(name)) return err({ code: 'bad_name', detail: 'That user name is reserved. Choose another.' });
  return ok(name);
}

/** The user that a typed name means; there need not be an account. */
export function userNamed(typed: string): Result<UserId, Refusal> {
  const name = typedUserName(typed);
  return isUserId(name) ? ok(name) : err({ code: 'no_such_user' });
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

const tooLong: Refusal = {
  code: 'weak_password',
  detail: `That password is longer than ${limits.passwordBytes} bytes. Shorten it.`,
};
/** Composing makes a text at most this much shorter, so a longer one need not be composed to be refused. */
const maxTypedPassword = 4 * limits.passwordBytes;

/** What a log-in is told whose password no account can have. */
export const impossiblePassword: Refusal = {
  code: 'wrong_credentials',
  detail: `Wrong user name or password: no password has control characters or more than ${limits.passwordBytes} bytes.`,
};

/** Like `validatePassword`, but without the rules for new passwords: for log-ins. */
export function preparePassword(typed: string): Result<string, Refusal> {
  if (typed.length > maxTypedPassword) return err(tooLong);
  if (!typed.isWellFormed() || hasControls(typed)) {
    return err({ code: 'weak_password', detail: 'The password contains control characters. Choose another.' });
  }
  const password = typed.replace(/\p{Zs}/gu, ' ').normalize('NFC');
  return utf8Bytes(password) > limits.passwordBytes ? err(tooLong) : ok(password);
}

function hasControls(text: string): boolean {
  return /\p{Cc}/u.test(text);
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
