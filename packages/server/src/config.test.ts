import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readConfig } from './config.ts';

const folder = mkdtempSync(join(tmpdir(), 'securechat-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function errorOf(toml: string): string {
  const file = join(folder, 't.toml');
  writeFileSync(file, toml);
  const read = readConfig({ flags: { config: file }, env: {}, terminal: false });
  return read.ok ? 'ok' : read.error.replace(`${folder}/`, '');
}

test('an unknown option in the file is reported with the closest known one', () => {
  const help = 'See: securechat-server serve --help';
  expect(errorOf('hots = "x"')).toBe(`t.toml: unknown option hots. Did you mean host? ${help}`);
  expect(errorOf('logins-per-minutes = 3')).toBe(
    `t.toml: unknown option logins-per-minutes. Did you mean logins-per-minute? ${help}`,
  );
  expect(errorOf('banana = 1')).toBe(`t.toml: unknown option banana. ${help}`);
});

test('an invalid value is reported with what was expected', () => {
  expect(errorOf('port = 70000')).toBe('port in t.toml is 70000; expected a whole number from 0 to 65535.');
  expect(errorOf('signup = "maybe"')).toBe('signup in t.toml is maybe; expected one of open, invite, closed.');
});

test('an empty value of a variable or of the file is refused by its name', () => {
  const of = (env: Record<string, string>) => readConfig({ flags: {}, env, terminal: false });
  for (const name of ['HOST', 'DATA', 'NAME', 'ORIGIN', 'CONFIG', 'PORT', 'SIGNUP']) {
    const read = of({ [`SECURECHAT_${name}`]: '' });
    expect(read, name).toMatchObject({ ok: false, error: expect.stringContaining(`SECURECHAT_${name} is empty`) });
  }
  expect(errorOf('name = ""')).toBe('name in t.toml is empty.');
  expect(errorOf('name = []')).toBe('ok');
});
