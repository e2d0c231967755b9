import { expect, test } from 'vitest';
import { run } from './support/cli.ts';
import { startServer } from './support/server.ts';
import { temporaryFolder } from './support/tools.ts';

type Server = Awaited<ReturnType<typeof startServer>>;
const nameOf = (server: Server) => `127.0.0.1:${server.port}`;
const objects = (text: string) =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** One home in which commands run, as those of one person at one machine. */
function personalHome(folder: string) {
  const store = ['--home', `${folder}/home`, '--token-store', 'file'];
  const securechat = (args: readonly string[], env: NodeJS.ProcessEnv = {}, input = '') =>
    run([...args, ...store], { env, input });
  const signUp = async (user: string, server: Server) => {
    const signup = ['signup', user, '--server', server.url, '--pin', server.pin, '--password-stdin'];
    expect(await securechat(signup, {}, `the long password of ${user}\n`)).toMatchObject({ code: 0 });
  };
  const whoami = async (args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) => {
    const { out, err } = await securechat(['whoami', ...args], env);
    return out.trim() || err.trim();
  };
  return { securechat, signUp, whoami };
}

test('--server is for one command: only a log-in, a sign-up and `servers use` change the default', async () => {
  using folder = temporaryFolder();
  await using one = await startServer(folder.in('one'));
  await using two = await startServer(folder.in('two'));
  const { securechat, signUp, whoami } = personalHome(folder.path);
  await signUp('ann', one);
  await signUp('bob', two);
  expect(await whoami()).toBe(`bob at ${nameOf(two)}`);
  const at = ['--server', nameOf(one)];
  for (const args of [
    ['history'],
    ['send', 'hi'],
    ['rooms'],
    ['users'],
    ['whoami'],
    ['sessions'],
    ['chat', '--plain'],
  ]) {
    expect(await securechat([...args, ...at])).toMatchObject({ code: 0 });
    expect(await whoami(), args.join(' ')).toBe(`bob at ${nameOf(two)}`);
  }
  expect(await securechat(['servers', 'use', nameOf(one)])).toMatchObject({ code: 0 });
  expect(await whoami()).toBe(`ann at ${nameOf(one)}`);
  const login = ['login', 'bob', '--server', nameOf(two), '--password-stdin'];
  expect(await securechat(login, {}, 'the long password of bob\n')).toMatchObject({ code: 0 });
  expect(await whoami()).toBe(`bob at ${nameOf(two)}`);
  expect(await securechat(['servers', 'use', 'nowhere'])).toMatchObject({ code: 2 });
});

test('what writes says where it went', async () => {
  using folder = temporaryFolder();
  await using one = await startServer(folder.in('one'));
  await using two = await startServer(folder.in('two'));
  const { securechat, signUp } = personalHome(folder.path);
  await signUp('ann', one);
  await signUp('bob', two);
  for (const args of [
    ['send', 'hi'],
    ['rooms', 'create', 'ops'],
    ['rooms', 'leave', 'ops'],
    ['rooms', 'join', 'general'],
  ]) {
    const { out } = await securechat([...args, '--json', '--server', nameOf(one)]);
    expect(objects(out), args.join(' ')).toEqual([expect.objectContaining({ server: one.url, user: 'ann' })]);
  }
  const created = await securechat(['rooms', 'create', 'dev']);
  expect(created.out).toBe(`Created #dev at ${nameOf(two)} as bob.\n`);
});

test('two accounts of one server: each is reached by --as, SECURECHAT_USER and NAME@HOST', async () => {
  using folder = temporaryFolder();
  await using server = await startServer(folder.in('one'));
  const { securechat, signUp, whoami } = personalHome(folder.path);
  await signUp('ann', server);
  await signUp('bob', server);
  const at = nameOf(server);
  expect(await whoami()).toBe(`bob at ${at}`);
  expect(await whoami(['--as', 'ann'])).toBe(`ann at ${at}`);
  expect(await whoami([], { SECURECHAT_USER: 'ann' })).toBe(`ann at ${at}`);
  expect(await whoami(['--server', `ann@${at}`])).toBe(`ann at ${at}`);
  expect(await whoami([], { SECURECHAT_SERVER: `ann@${at}` })).toBe(`ann at ${at}`);
  expect(await whoami(['--as', 'bob'], { SECURECHAT_USER: 'ann' })).toBe(`bob at ${at}`);
  expect(await whoami()).toBe(`bob at ${at}`);
  expect((await securechat(['accounts'])).out).toBe(`  ann@${at}\n* bob@${at}\n`);
  expect(objects((await securechat(['accounts', '--json'])).out)).toEqual([
    { account: `ann@${at}`, user: 'ann', server: server.url, default: false },
    { account: `bob@${at}`, user: 'bob', server: server.url, default: true },
  ]);
  expect(await whoami(['--as', 'carol'])).toContain('securechat accounts');
  expect(await whoami(['--as', 'ann', '--server', `bob@${at}`])).toMatch(/ann.*bob/);
  expect(await securechat(['servers', 'use', `ann@${at}`])).toMatchObject({ code: 0 });
  expect(await whoami()).toBe(`ann at ${at}`);
  const chat = await securechat(['chat', '--as', 'bob'], {}, 'hello from bob\n/quit\n');
  expect(chat).toMatchObject({ code: 0 });
  expect((await securechat(['history'])).out).toContain('bob  hello from bob');
  // The one that is left is not taken instead: what was meant for one account never goes out as another.
  expect(await securechat(['logout', '--as', 'ann'])).toMatchObject({ code: 0 });
  expect(await securechat(['send', 'oops'])).toMatchObject({ code: 3, err: expect.stringContaining(`--as bob`) });
  expect(await whoami(['--as', 'bob'])).toBe(`bob at ${at}`);
  expect((await securechat(['accounts'])).out).toBe(`  bob@${at}\n`);
});

test('a token from the environment goes to the server it is for, and to no other', async () => {
  using folder = temporaryFolder();
  await using one = await startServer(folder.in('one'));
  await using two = await startServer(folder.in('two'));
  const { securechat, signUp, whoami } = personalHome(folder.path);
  await signUp('ann', one);
  const [token = ''] = Object.values(
    (
      JSON.parse(await (await import('node:fs/promises')).readFile(`${folder.path}/home/tokens.json`, 'utf8')) as {
        tokens: Record<string, string>;
      }
    ).tokens,
  );
  await signUp('bob', two);
  const set = { SECURECHAT_TOKEN: token };
  const refused = await securechat(['whoami'], set);
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('SECURECHAT_SERVER') });
  expect(await whoami(['--server', nameOf(one)], set)).toBe(`ann at ${nameOf(one)}`);
  const both = { ...set, SECURECHAT_SERVER: nameOf(one) };
  expect(await whoami([], both)).toBe(`ann at ${nameOf(one)}`);
  const other = await securechat(['whoami', '--server', nameOf(two)], both);
  expect(other).toMatchObject({ code: 2, err: expect.stringContaining(nameOf(one)) });
  expect(await whoami(['--as', 'bob'], both)).toMatch(/ann.*bob/);
});

test('a log-in ends the session that this home had; a bad name is refused before a password is read', async () => {
  using folder = temporaryFolder();
  await using server = await startServer(folder.in('one'));
  const { securechat, signUp } = personalHome(folder.path);
  await signUp('ann', server);
  for (let i = 0; i < 3; i++) {
    expect(await securechat(['login', 'ann', '--password-stdin'], {}, 'the long password of ann\n')).toMatchObject({
      code: 0,
    });
  }
  const sessions = objects((await securechat(['sessions', '--json'])).out);
  expect(sessions).toHaveLength(1);
  expect(sessions[0]).toMatchObject({ address: expect.stringMatching(/^(127\.0\.0\.1|0:0:0:0::\/64)$/) });
  expect((await securechat(['sessions'])).out).toMatch(/ UTC {2}(127\.0\.0\.1|0:0:0:0::\/64) {2}/);
  for (const command of ['login', 'signup']) {
    const refused = await securechat([command, 'a b', '--password-stdin']);
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('User names have 2–32 characters') });
  }
});
