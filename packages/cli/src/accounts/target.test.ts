import { expect, test } from 'vitest';
import type { CommandContext } from '../cli-args/command-context.ts';
import { choosePin, chooseTarget } from './choose-target.ts';

const [one, two] = ['A'.repeat(43), 'B'.repeat(43)];

test('a given pin must equal the known one', () => {
  expect(choosePin('wss://h:1', undefined, undefined)).toEqual({ ok: true, value: undefined });
  expect(choosePin('wss://h:1', one, undefined)).toEqual({ ok: true, value: one });
  expect(choosePin('wss://h:1', undefined, one)).toEqual({ ok: true, value: one });
  expect(choosePin('wss://h:1', one, one)).toEqual({ ok: true, value: one });
  const other = choosePin('wss://h:1', two, one);
  expect(other).toMatchObject({ ok: false, error: { exit: 'pin' } });
  expect(other.ok ? '' : other.error.message).toMatch(new RegExp(`Given: ${two}.*Known: ${one}.*servers forget`));
});

/** The choice made by options and variables, with this default; the error if they are refused. */
function chosen(flags: { server?: string; as?: string }, variables: NodeJS.ProcessEnv = {}, last?: string) {
  const choice = chooseTarget({ flags, env: { variables } } as unknown as CommandContext, last);
  return choice.ok ? choice.value : choice.error.message;
}

test('the server comes from the option, else the variable, else the default, else this machine', () => {
  const SECURECHAT_SERVER = 'b';
  expect(chosen({ server: 'a' }, { SECURECHAT_SERVER }, 'wss://c:1')).toEqual({ url: 'wss://a:8443' });
  expect(chosen({}, { SECURECHAT_SERVER }, 'wss://c:1')).toEqual({ url: 'wss://b:8443' });
  expect(chosen({}, {}, 'wss://c:1')).toEqual({ url: 'wss://c:1' });
  expect(chosen({}, { SECURECHAT_SERVER: '' })).toEqual({ url: 'wss://127.0.0.1:8443' });
});

test('the account may be given in any form; two that differ are refused', () => {
  const user = 'ann';
  expect(chosen({ as: 'Ann' })).toMatchObject({ user });
  expect(chosen({ server: 'ann@a' }, { SECURECHAT_USER: 'bob' })).toEqual({ url: 'wss://a:8443', user });
  expect(chosen({ as: 'ann' }, { SECURECHAT_SERVER: 'bob@b' })).toEqual({ url: 'wss://b:8443', user });
  expect(chosen({}, { SECURECHAT_SERVER: 'ann@b' })).toEqual({ url: 'wss://b:8443', user });
  expect(chosen({ server: 'a' }, { SECURECHAT_SERVER: 'bob@b' })).toEqual({ url: 'wss://a:8443' });
  expect(chosen({ server: 'a' }, { SECURECHAT_USER: 'ann' })).toEqual({ url: 'wss://a:8443', user });
  expect(chosen({ server: 'ann@a', as: 'bob' })).toMatch(/--as and --server name different users: bob and ann/);
  expect(chosen({}, { SECURECHAT_SERVER: 'bob@b', SECURECHAT_USER: 'ann' })).toMatch(/ann.*bob/);
  expect(chosen({ as: 'a b' })).toMatch(/not a user name/);
});

test('a token is sent only to the server that it is for', () => {
  const token = 'secret';
  const SECURECHAT_TOKEN = token;
  expect(chosen({}, { SECURECHAT_TOKEN }, 'wss://last:1')).toMatch(/SECURECHAT_SERVER/);
  expect(chosen({ server: 'a' }, { SECURECHAT_TOKEN })).toEqual({ url: 'wss://a:8443', token });
  expect(chosen({}, { SECURECHAT_TOKEN, SECURECHAT_SERVER: 'b' })).toEqual({ url: 'wss://b:8443', token });
  expect(chosen({ server: 'b:8443' }, { SECURECHAT_TOKEN, SECURECHAT_SERVER: 'b' })).toMatchObject({ token });
  expect(chosen({ server: 'a' }, { SECURECHAT_TOKEN, SECURECHAT_SERVER: 'b' })).toMatch(
    /for b:8443.*not sent to a:8443/,
  );
});
