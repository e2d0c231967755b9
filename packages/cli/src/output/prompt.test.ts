import { expect, test } from 'vitest';
import { fakeEnv } from '../testing/fake-env.ts';
import { createPrompter } from './prompt.ts';

test('a name is echoed while it is typed, a password never', async () => {
  const { env, stdin, out, err } = fakeEnv({ terminal: true });
  const ask = createPrompter(env, false);
  const name = ask.text('User name: ');
  stdin.write('ada\r');
  expect(await name).toEqual({ ok: true, value: 'ada' });
  const password = ask.secret('Password: ');
  stdin.write('hunter2 is long\r');
  expect(await password).toEqual({ ok: true, value: 'hunter2 is long' });
  expect(err()).toBe('User name: ada\nPassword: \n');
  expect(out()).toBe('');
  ask.close();
});

test('Ctrl-C interrupts this question and later ones', async () => {
  const { env, stdin } = fakeEnv({ terminal: true });
  const ask = createPrompter(env, false);
  const password = ask.secret('Password: ');
  stdin.write('\u0003');
  expect(await password).toMatchObject({ ok: false, error: { exit: 'interrupted' } });
  expect(await ask.text('User name: ')).toMatchObject({ ok: false, error: { exit: 'interrupted' } });
});

test('without a terminal, or with --password-stdin, nothing is asked', async () => {
  for (const ask of [createPrompter(fakeEnv().env, false), createPrompter(fakeEnv({ terminal: true }).env, true)]) {
    expect(ask.possible).toBe(false);
    const answer = await ask.secret('Password: ');
    expect(answer).toMatchObject({ ok: false, error: { exit: 'usage' } });
    expect(answer.ok ? '' : answer.error.message).toContain('--password-stdin');
  }
});
