import { expect, test } from 'vitest';
import type { Run } from './run.ts';
import { choosePin, chooseServer } from './target.ts';

const [one, two] = ['A'.repeat(43), 'B'.repeat(43)];

test('a given pin must equal the known one', () => {
  expect(choosePin('wss://h:1', undefined, undefined)).toEqual({ ok: true, value: undefined });
  expect(choosePin('wss://h:1', one, undefined)).toEqual({ ok: true, value: one });
  expect(choosePin('wss://h:1', undefined, one)).toEqual({ ok: true, value: one });
  expect(choosePin('wss://h:1', one, one)).toEqual({ ok: true, value: one });
  const other = choosePin('wss://h:1', two, one);
  expect(other).toMatchObject({ ok: false, error: { exit: 'pin' } });
  expect(other.ok ? '' : other.error.say).toMatch(new RegExp(`Given: ${two}.*Known: ${one}.*servers forget`));
});

test('the server is the one given, else the variable, else the last, else this machine', () => {
  const run = (server?: string, variable?: string) =>
    ({ flags: server ? { server } : {}, env: { variables: { SECURECHAT_SERVER: variable } } }) as unknown as Run;
  const chosen = (r: Run, last?: string) => {
    const url = chooseServer(r, last);
    return url.ok ? url.value : url.error.say;
  };
  expect(chosen(run('a', 'b'), 'wss://c:1')).toBe('wss://a:8443');
  expect(chosen(run(undefined, 'b'), 'wss://c:1')).toBe('wss://b:8443');
  expect(chosen(run(), 'wss://c:1')).toBe('wss://c:1');
  expect(chosen(run())).toBe('wss://127.0.0.1:8443');
});
