import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { findTarget } from './accounts/target.ts';
import type { CommandContext } from './cli-args/command-context.ts';
import { commandTable } from './command-table.ts';
import { homeAt } from './config/home.ts';
import { rememberLogin } from './config/known-servers.ts';
import { loginCommand, serverOption } from './output/command-error.ts';
import { createOutput } from './output/output.ts';
import { runCli } from './program.ts';
import { fakeEnv } from './testing/fake-env.ts';

const packages = fileURLToPath(new URL('../../', import.meta.url));
/** A word of a command line in a source text: plain, quoted, or interpolated. */
const word = String.raw`(?:'[^'\n]*'|"[^"\n]*"|\$\{[^}]*\}|\[[^\]"\n]*\]|[\w@:./#=-]*[\w@:/#=-])`;
const command = new RegExp(String.raw`(?<![\w/@.-])securechat((?: ${word})+)`, 'g');

/** The texts of all packages that name a `securechat` command, each with its file. */
function suggested(): readonly (readonly [text: string, file: string])[] {
  const files = ['cli/src', 'client/src', 'server/src', 'web/src', 'protocol/src'].flatMap((folder) =>
    readdirSync(join(packages, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !/\.test\.|testing\//.test(name))
      .map((name) => join(folder, name)),
  );
  return files.flatMap((file) => {
    const code = readFileSync(join(packages, file), 'utf8').replace(
      /\/\*\*.*?\*\/|^\s*\/\/.*$|`securechat/gms,
      (part) => (part === '`securechat' ? part : ''),
    );
    return [...code.matchAll(command)].map((match) => [(match[1] ?? '').trim(), file] as const);
  });
}

const names = new Set(commandTable.map(({ usage }) => usage.split(' ')[0]));
const link = `securechat://localhost:1/#pin=${'A'.repeat(43)}`;

/** The words of a suggestion, with sample values for its placeholders. No server listens at the addresses used. */
function argv(text: string): string[] {
  const words = text.match(new RegExp(word, 'g')) ?? [];
  return words.map((given, i) => {
    if (words[i - 1] === '--server') return 'localhost:1';
    if (/^'(LINK|securechat:.*|\$\{join\})'$/.test(given)) return link;
    return given.startsWith('${') ? 'ann' : given.replace(/^['"]|['"]$/g, '');
  });
}

const misused = /unknown|too many arguments|missing required|argument missing|not an invite link/i;

async function refusal(args: readonly string[]): Promise<string | undefined> {
  const home = mkdtempSync(join(tmpdir(), 'securechat-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const fake = fakeEnv({ input: '\n', variables: { SECURECHAT_SERVER: 'localhost:1' } });
  await runCli(['--home', home, '--token-store', 'file', ...args], fake.env);
  return misused.test(fake.err()) ? fake.err() : undefined;
}

test('every command that a message, a page or the help suggests is valid', async () => {
  const texts = suggested().filter(([text]) => names.has(text.split(' ')[0] ?? ''));
  // Guards against a change of format that would leave this test with nothing to check.
  expect(texts.length).toBeGreaterThan(60);
  const refused: string[] = [];
  for (const [text, file] of texts) {
    const why = await refusal(argv(text));
    if (why !== undefined) refused.push(`${file}: securechat ${text}: ${why}`);
  }
  expect(refused).toEqual([]);
});

/** A home with two accounts at one server and one, the default, at another; neither server is running. */
function severalAccounts() {
  const folder = mkdtempSync(join(tmpdir(), 'securechat-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [user, url] of [
    ['ann', 'wss://localhost:1'],
    ['bob', 'wss://localhost:1'],
    ['cyd', 'wss://localhost:2'],
  ] as const) {
    expect(rememberLogin(homeAt(folder), url, { user }, 0)).toMatchObject({ ok: true });
  }
  return folder;
}

test('a suggested log-in or option selects the right account, whatever the default and the environment are', async () => {
  const home = severalAccounts();
  const seen: string[] = [];
  for (const variables of [
    {},
    { SECURECHAT_USER: 'bob' },
    { SECURECHAT_SERVER: 'localhost:1' },
    { SECURECHAT_SERVER: 'bob@localhost:1' },
  ]) {
    for (const [user, server] of [
      ['ann', 'localhost:1'],
      ['bob', 'localhost:1'],
      ['cyd', 'localhost:2'],
    ] as const) {
      const { env } = fakeEnv({ variables });
      const flags = { home, server: `${user}@${server}` };
      const found = findTarget({ env, flags, out: createOutput(env, flags) } as CommandContext);
      expect(found).toMatchObject({ ok: true, value: { target: { user } } });
      if (!found.ok) continue;
      const { target } = found.value;
      for (const command of [loginCommand(target), `securechat whoami${serverOption(target)}`]) {
        const fake = fakeEnv({ input: 'a password\n', variables });
        const options = ['--home', home, '--token-store', 'file', '--verbose', '--password-stdin'];
        await runCli([...command.split(' ').slice(1), ...options], fake.env);
        expect(fake.err(), `${command} ${JSON.stringify(variables)}`).toContain(`server: ${server}, account: ${user},`);
        seen.push(command);
      }
    }
  }
  expect(seen).toContain('securechat login cyd');
  expect(seen).toContain('securechat whoami');
  expect(seen).toContain('securechat login ann@localhost:1');
  expect(seen).toContain('securechat whoami --server bob@localhost:1');
});
