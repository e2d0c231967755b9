import { expect, test } from 'vitest';
import { fakeEnv } from '../testing/fake-env.ts';
import { createOutput, wantsColour } from './output.ts';

test('results go to stdout, notes to stderr', () => {
  const { env, out, err } = fakeEnv();
  const output = createOutput(env, {});
  output.line('a');
  output.json({ b: 'c\n' });
  output.note('d');
  output.progress('e');
  expect(out()).toBe('a\n{"b":"c\\n"}\n');
  expect(err()).toBe('d\n');
});

test('colours are used on terminals only, unless they are turned off', () => {
  const on = (options: Parameters<typeof fakeEnv>[0], flags = {}) => wantsColour(fakeEnv(options).env, flags);
  expect(on({ terminal: true })).toBe(true);
  expect(on({ terminal: false })).toBe(false);
  expect(on({ terminal: true }, { color: false })).toBe(false);
  expect(on({ terminal: true, variables: { NO_COLOR: '1' } })).toBe(false);
  expect(on({ terminal: true, variables: { NO_COLOR: '' } })).toBe(true);
  expect(on({ terminal: true, variables: { TERM: 'dumb' } })).toBe(false);
  const { env, out } = fakeEnv({ terminal: true });
  const output = createOutput(env, {});
  output.line(output.bold('x'));
  expect(out()).toBe('\u001b[1mx\u001b[22m\n');
});

test('JSON escapes control and invisible characters, and parses to the same value', () => {
  const { env, out } = fakeEnv();
  const value = { text: 'a\u009d0;title\u007f\u202eb\u200b\u2028c ✓ é 😀' };
  createOutput(env, {}).json(value);
  expect(out()).not.toMatch(/[\u007f-\u009f\u2028\u200b\u202e]/);
  expect(out()).toContain('✓ é 😀');
  expect(JSON.parse(out())).toEqual(value);
});
