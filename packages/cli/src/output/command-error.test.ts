import type { Failure } from '@securechat/client';
import { closeCodes, type ErrorCode, sayError } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { exitCode, exitCodes, exitName } from '../process/exit-codes.ts';
import { type At, commandErrorOf, sessionEndedError } from './command-error.ts';

const url = 'wss://h:8443';
const codeOf = (failure: Failure) => exitCode(commandErrorOf(failure, { url }).exit);
const refused = (code: ErrorCode): Failure => ({ kind: 'refused', refusal: { code } });

test('each kind of failure has its own exit code', () => {
  for (const [failure, code] of [
    [refused('wrong_credentials'), 3],
    [refused('not_signed_in'), 3],
    [refused('session_expired'), 3],
    [refused('name_taken'), 5],
    [refused('weak_password'), 5],
    [refused('not_a_member'), 5],
    [refused('slow_down'), 6],
    [{ kind: 'timed-out' }, 8],
    [{ kind: 'offline', detail: 'lost' }, 4],
    [{ kind: 'offline', detail: '', dial: { kind: 'unreachable', detail: 'ECONNREFUSED' } }, 4],
    [{ kind: 'offline', detail: '', dial: { kind: 'refused', detail: '404' } }, 4],
    [{ kind: 'offline', detail: '', dial: { kind: 'unknown-pin', seen: 's', detail: '' } }, 7],
    [{ kind: 'offline', detail: '', dial: { kind: 'pin-changed', known: 'k', seen: 's' } }, 7],
  ] as const) {
    expect(codeOf(failure), JSON.stringify(failure)).toBe(code);
    expect(commandErrorOf(failure, { url }).message).not.toBe('');
  }
});

test('a changed pin names both pins and the command to trust the server again', () => {
  const { message } = commandErrorOf(
    { kind: 'offline', detail: '', dial: { kind: 'pin-changed', known: 'KNOWN', seen: 'SEEN' } },
    { url },
  );
  expect(message).toMatch(/KNOWN.*SEEN.*securechat servers forget h:8443/);
});

test('a refused connection names the reason once, and what else may have answered', () => {
  const refused = commandErrorOf(
    { kind: 'offline', detail: '', dial: { kind: 'refused', detail: 'HTTP 404' } },
    { url },
  );
  expect(refused.message).toBe('Cannot connect to h:8443: HTTP 404.');
  const changed = commandErrorOf(
    { kind: 'offline', detail: '', dial: { kind: 'pin-changed', known: 'KNOWN', seen: 'SEEN' } },
    { url },
  );
  expect(changed.message).toContain('login page');
});

test('an unknown pin is shown with the option that trusts it', () => {
  const { message } = commandErrorOf(
    { kind: 'offline', detail: '', dial: { kind: 'unknown-pin', seen: 'SEEN', detail: '' } },
    { url },
  );
  expect(message).toMatch(/SEEN.*--pin/);
});

test('control characters in the detail of a refusal do not reach the terminal', () => {
  const { message } = commandErrorOf(
    { kind: 'refused', refusal: { code: 'bad_name', detail: 'x\u001b[2Jy' } },
    { url },
  );
  expect(message).not.toContain('\u001b');
});

test('exit codes are as documented, and an unknown one is unexpected', () => {
  expect(exitCodes.map(({ code }) => code)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 129, 130, 143]);
  expect(exitName(7)).toBe('pin');
  expect([exitName(129), exitName(143)]).toEqual(['hung_up', 'terminated']);
  expect(exitName(99)).toBe('unexpected');
});

test('an ended session is reported once, with the command to type', () => {
  const detail = sayError('session_expired');
  const { message } = commandErrorOf({ kind: 'refused', refusal: { code: 'session_expired', detail } }, { url });
  expect(message).toBe('Your session has ended. Log in: securechat login --server h:8443');
});

test('the log-in that is suggested is for the server and the account, unless they are the default', () => {
  const ended = (at: At) => commandErrorOf({ kind: 'refused', refusal: { code: 'session_expired' } }, at).message;
  const user = 'ann';
  expect(ended({ url, user })).toBe('Your session has ended. Log in: securechat login ann@h:8443');
  expect(ended({ url, user, isDefault: true })).toBe('Your session has ended. Log in: securechat login ann');
  expect(ended({ url, isDefault: true })).toBe('Your session has ended. Log in: securechat login');
  expect(ended({ url, token: 'secret' })).toMatch(
    /SECURECHAT_TOKEN .*unset it and log in: securechat login --server h:8443$/,
  );
  const { message } = sessionEndedError('Your session has ended. Log in again.', { url, user });
  expect(message).toBe('Your session has ended. Log in: securechat login ann@h:8443');
  // Nobody can log in to a deleted account.
  const gone = closeCodes.account_deleted.message;
  expect(sessionEndedError(gone, { url, user }).message).toBe('This account was deleted. Nobody can log in to it.');
  expect(commandErrorOf({ kind: 'refused', refusal: { code: 'session_expired', detail: gone } }, { url }).message).toBe(
    gone,
  );
  expect(sessionEndedError('Not logged in.', { url, user }).message).toBe('Not logged in.');
});
