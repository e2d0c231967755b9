import { expect, test } from 'vitest';
import { createOutput } from '../output/output.ts';
import { createPrompter } from '../output/prompt.ts';
import { fakeEnv } from '../testing/fake-env.ts';
import { askNewPassword } from './new-password.ts';

async function typed(keys: string, minLength?: number) {
  const { env, stdin, err } = fakeEnv({ terminal: true });
  const flags = { quiet: true };
  const ask = createPrompter(env, false);
  const answer = askNewPassword({ env, flags, ask, out: createOutput(env, flags) }, 'New: ', minLength);
  stdin.write(keys);
  const password = await answer;
  ask.close();
  return { password, err: err() };
}

test('a new password is asked for twice, and again after a mismatch, also with --quiet', async () => {
  const { password, err } = await typed('one\rtwo\rone\rone\r');
  expect(password).toEqual({ ok: true, value: 'one' });
  expect(err).toBe(
    'New: \nRepeat the password: \nThe passwords do not match. Try again.\nNew: \nRepeat the password: \n',
  );
});

test('a password that is too short is asked for once, as the server refuses it', async () => {
  const { password, err } = await typed('café\r', 5);
  expect(password).toEqual({ ok: true, value: 'café' });
  expect(err).toBe('New: \n');
  expect(await typed('café\rcafé\r', 4)).toMatchObject({ err: 'New: \nRepeat the password: \n' });
});

test('three mismatches are the end', async () => {
  const { password, err } = await typed('a\rb\r'.repeat(3));
  expect(err.split('Try again.')).toHaveLength(4);
  expect(password).toMatchObject({ ok: false, error: { exit: 'usage', message: expect.stringContaining('Nothing') } });
});

test('Ctrl-C at either question interrupts', async () => {
  for (const keys of ['\u0003', 'one\r\u0003']) {
    expect((await typed(keys)).password).toMatchObject({ ok: false, error: { exit: 'interrupted' } });
  }
});
