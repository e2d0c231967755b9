import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { fakeEnv } from '../testing/fake-env.ts';
import { createPrompter } from './prompt.ts';

test('a name is echoed while it is typed, a password never', async () => {
  const { env, stdin, err } = fakeEnv({ terminal: true });
  const ask = createPrompter(env, false);
  const name = ask.text('User name: ');
  stdin.write('ada\r');
  expect(await name).toEqual({ ok: true, value: 'ada' });
  const password = ask.secret('Password: ');
  stdin.write('hunter2 is long\r');
  expect(await password).toEqual({ ok: true, value: 'hunter2 is long' });
  expect(err()).toContain('ada');
  expect(err()).toContain('Password: ');
  expect(err()).not.toContain('hunter');
  ask.close();
});

test('input between two questions is not echoed, and answers the next one', async () => {
  const { env, stdin, err } = fakeEnv({ terminal: true });
  const ask = createPrompter(env, false);
  const password = ask.secret('Password: ');
  stdin.write('wrong\rsecond try');
  expect(await password).toEqual({ ok: true, value: 'wrong' });
  stdin.write(' of mine');
  await eventually(() => stdin.readableLength === 0);
  const again = ask.secret('Password: ');
  stdin.write('!\r');
  expect(await again).toEqual({ ok: true, value: 'second try of mine!' });
  expect(err()).not.toMatch(/second|mine/);
  const name = ask.text('User name: ');
  stdin.write('ada\r');
  expect(await name).toEqual({ ok: true, value: 'ada' });
  expect(err()).toContain('ada');
  ask.close();
});

test('what is typed ahead answers the next question', async () => {
  const { env, stdin } = fakeEnv({ terminal: true });
  const ask = createPrompter(env, false);
  const first = ask.secret('Password: ');
  stdin.write('one\rtwo\r');
  expect([await first, await ask.secret('Again: ')]).toEqual([
    { ok: true, value: 'one' },
    { ok: true, value: 'two' },
  ]);
  ask.close();
});

test('Ctrl-C restores the terminal and interrupts this question and later ones', async () => {
  const { env, stdin } = fakeEnv({ terminal: true });
  const raw: boolean[] = [];
  Object.assign(stdin, { setRawMode: (on: boolean) => raw.push(on) });
  const ask = createPrompter(env, false);
  const password = ask.secret('Password: ');
  await eventually(() => raw.length > 0);
  stdin.write('\u0003');
  expect(await password).toMatchObject({ ok: false, error: { exit: 'interrupted' } });
  expect(await ask.text('User name: ')).toMatchObject({ ok: false, error: { exit: 'interrupted' } });
  expect(raw).toEqual([true, false]);
});

test('without a terminal, or with --password-stdin, nothing is asked', async () => {
  for (const ask of [createPrompter(fakeEnv().env, false), createPrompter(fakeEnv({ terminal: true }).env, true)]) {
    expect(ask.possible).toBe(false);
    const answer = await ask.secret('Password: ');
    expect(answer).toMatchObject({ ok: false, error: { exit: 'usage' } });
    expect(answer.ok ? '' : answer.error.message).toContain('--password-stdin');
  }
});
