import { readFileSync } from 'node:fs';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { run } from './support/cli.ts';
import { nameOf, type ServerProcess, startServer, twoServers } from './support/server.ts';
import { openTerminal } from './support/terminal.ts';
import { cliCommand, lacks, shellWord, temporaryFolder } from './support/tools.ts';

const objects = (text: string) =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** The home of one person on one machine, in which commands run. */
function personalHome(folder: string) {
  const store = ['--home', `${folder}/home`, '--token-store', 'file'];
  const securechat = (args: readonly string[], env: NodeJS.ProcessEnv = {}, input = '') =>
    run([...args, ...store], { env, input });
  const signUp = async (user: string, server: ServerProcess) => {
    const signup = ['signup', user, '--server', server.url, '--pin', server.pin, '--password-stdin'];
    expect(await securechat(signup, {}, `the long password of ${user}\n`)).toMatchObject({ code: 0 });
  };
  const whoami = async (args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) => {
    const { out, err } = await securechat(['whoami', ...args], env);
    return out.trim() || err.trim();
  };
  return { securechat, signUp, whoami };
}

/** Ann at one server and bob at another, which is the default, in one home. */
async function twoAccounts() {
  const servers = await twoServers();
  const home = personalHome(servers.folder.path);
  await home.signUp('ann', servers.one);
  await home.signUp('bob', servers.two);
  return { ...servers, ...home };
}

test('--server applies to one command: only a log-in, a sign-up and `servers use` change the default', async () => {
  await using site = await twoAccounts();
  const { nameOne, nameTwo, securechat, whoami } = site;
  expect(await whoami()).toBe(`bob at ${nameTwo}`);
  const at = ['--server', nameOne];
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
    expect(await whoami(), args.join(' ')).toBe(`bob at ${nameTwo}`);
  }
  expect(await securechat(['servers', 'use', nameOne])).toMatchObject({ code: 0 });
  expect(await whoami()).toBe(`ann at ${nameOne}`);
  const login = ['login', 'bob', '--server', nameTwo, '--password-stdin'];
  expect(await securechat(login, {}, 'the long password of bob\n')).toMatchObject({ code: 0 });
  expect(await whoami()).toBe(`bob at ${nameTwo}`);
  expect(await securechat(['servers', 'use', 'nowhere'])).toMatchObject({ code: 2 });
});

test('a command that writes prints where it went', async () => {
  await using site = await twoAccounts();
  const { one, nameOne, nameTwo, securechat } = site;
  for (const args of [
    ['send', 'hi'],
    ['rooms', 'create', 'ops'],
    ['rooms', 'leave', 'ops'],
    ['rooms', 'join', 'general'],
  ]) {
    const { out } = await securechat([...args, '--json', '--server', nameOne]);
    expect(objects(out), args.join(' ')).toEqual([expect.objectContaining({ server: one.url, user: 'ann' })]);
  }
  const created = await securechat(['rooms', 'create', 'dev']);
  expect(created.out).toBe(`Created #dev at ${nameTwo} as bob.\n`);
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
  // The remaining account is not used instead: what was meant for one account is never sent as another.
  expect(await securechat(['logout', '--as', 'ann'])).toMatchObject({ code: 0 });
  expect(await securechat(['send', 'oops'])).toMatchObject({ code: 3, err: expect.stringContaining(`--as bob`) });
  expect(await whoami(['--as', 'bob'])).toBe(`bob at ${at}`);
  expect((await securechat(['accounts'])).out).toBe(`  bob@${at}\n`);
});

test('a token from the environment is sent to its own server only', async () => {
  await using site = await twoAccounts();
  const { folder, nameOne, nameTwo, securechat, whoami } = site;
  const { tokens } = JSON.parse(readFileSync(folder.in('home/tokens.json'), 'utf8'));
  const token: string = tokens[`ann@${nameOne}`];
  const set = { SECURECHAT_TOKEN: token };
  const refused = await securechat(['whoami'], set);
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('SECURECHAT_SERVER') });
  expect(await whoami(['--server', nameOne], set)).toBe(`ann at ${nameOne}`);
  const both = { ...set, SECURECHAT_SERVER: nameOne };
  expect(await whoami([], both)).toBe(`ann at ${nameOne}`);
  const other = await securechat(['whoami', '--server', nameTwo], both);
  expect(other).toMatchObject({ code: 2, err: expect.stringContaining(nameOne) });
  expect(await whoami(['--as', 'bob'], both)).toMatch(/ann.*bob/);
});

test('a log-in ends the home’s previous session; a bad name is refused before a password is read', async () => {
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

test.skipIf(lacks('tmux'))('a log-in allows three attempts, then prints how to get the password reset', async () => {
  using folder = temporaryFolder();
  await using server = await startServer(folder.in('one'));
  const { signUp } = personalHome(folder.path);
  await signUp('ann', server);
  using terminal = openTerminal({ columns: 120 });
  const again = 'Wrong user name or password. Try again.';
  terminal.enter(`${cliCommand} login ann --home ${shellWord(folder.in('home'))} --token-store file; echo "code $?"`);
  for (let refused = 0; refused < 3; refused++) {
    const prompts = () => terminal.screen().filter((line) => line.startsWith('Password:')).length;
    await eventually(() => prompts() === refused + 1);
    expect(terminal.screen().filter((line) => line === again)).toHaveLength(refused);
    terminal.enter('it is not this one');
  }
  await terminal.sees('code 3');
  expect(terminal.screen().join(' ')).toMatch(
    /securechat: Wrong user name or password\. Forgotten\? Your operator can reset/,
  );
  expect(terminal.screen().filter((line) => line.startsWith('Password:'))).toHaveLength(3);
});

test.skipIf(lacks('tmux'))(
  'sign-up asks again after a taken name; join reports an existing account first',
  async () => {
    using folder = temporaryFolder();
    await using server = await startServer(folder.in('one'));
    const { signUp, securechat } = personalHome(folder.path);
    await signUp('ann', server);
    using terminal = openTerminal({ columns: 160 });
    const home = `--home ${shellWord(folder.in('home'))} --token-store file`;
    const answer = async (question: RegExp, text: string) => {
      await terminal.sees(question);
      terminal.enter(text);
    };
    const passwords = async () => {
      await answer(/Password \(at least 12 characters\):\s*$/, 'seven green bottles');
      await answer(/Repeat the password:\s*$/, 'seven green bottles');
    };
    terminal.enter(`clear; ${cliCommand} signup ${home}; echo "code $?"`);
    await answer(/User name \(.*\):\s*$/, 'ann');
    await passwords();
    await terminal.sees(/taken[\s\S]*User name \(.*\):\s*$/);
    await answer(/User name \(.*\):\s*$/, 'bob');
    for (const question of [/Password \(.*\):\s*$/, /Repeat the password:\s*$/]) await answer(question, 'password1234');
    await terminal.sees(/on the list of common ones[\s\S]*Password \(.*\):\s*$/);
    await passwords();
    await terminal.sees(/Signed up as bob at [\s\S]*code 0/);

    const link = `securechat://${nameOf(server)}/#pin=${server.pin}`;
    terminal.enter(`clear; ${cliCommand} join '${link}' ${home}`);
    const remark = `You are already logged in here as ann and bob (securechat chat --server ann@${nameOf(server)}).`;
    await terminal.sees(remark);
    await terminal.sees(/User name \(.*\):\s*$/);
    const lines = terminal.screen().join('\n');
    expect(lines.indexOf(remark)).toBeLessThan(lines.indexOf('User name'));
    terminal.key('C-c');
    await terminal.sees(/Interrupted\.\s+\$\s*$/);
    const { err } = await securechat(['join', link, '--login', '--user', 'ann', '--password-stdin'], {}, 'no\n');
    expect(err).not.toContain('already logged in');
  },
);

test('a suggested log-in command works with several accounts, and NAME@HOST selects one', async () => {
  await using site = await twoAccounts();
  const { nameOne, nameTwo, securechat } = site;
  const ann = ['--server', `ann@${nameOne}`];
  const [{ session = '' } = {}] = objects((await securechat(['whoami', '--json', ...ann])).out) as {
    session?: string;
  }[];
  // This ends the command's own connection, which is no failure.
  expect(await securechat(['sessions', 'revoke', session, ...ann])).toMatchObject({ code: 0, err: '' });
  const suggested = `Log in: securechat login ann@${nameOne}\n`;
  for (const args of [
    ['history'],
    ['send', 'x'],
    ['tail'],
    ['chat', '--plain'],
    ['rooms'],
    ['password', '--password-stdin'],
  ]) {
    const { code, err } = await securechat([...args, ...ann], {}, 'a\nb\n');
    expect([code, err], args.join(' ')).toEqual([3, expect.stringContaining(suggested)]);
  }
  const back = await securechat(['login', `ann@${nameOne}`, '--password-stdin'], {}, 'the long password of ann\n');
  expect([back.code, back.err]).toEqual([0, '']);
  expect(await securechat(['servers', 'use', `bob@${nameTwo}`])).toMatchObject({ code: 0 });
  const left = await securechat(['logout', ...ann]);
  expect(left.code).toBe(0);
  const gone = await securechat(['send', 'x', ...ann]);
  expect(gone.err).toContain(`Log in: securechat login ann@${nameOne}`);
  const both = ['login', `ann@${nameOne}`, '--server', nameTwo, '--password-stdin'];
  expect(await securechat(both)).toMatchObject({ code: 2, err: expect.stringContaining('Use only one of them') });
});

test('password names the account if there are several', async () => {
  await using site = await twoAccounts();
  const { folder, one, nameOne, nameTwo, securechat } = site;
  const passwords = 'the long password of ann\nseven green bottles\n';
  const ann = ['--server', `ann@${nameOne}`, '--password-stdin'];
  expect(await securechat(['password', ...ann], {}, passwords)).toMatchObject({
    code: 0,
    out: `Password of ann@${nameOne} changed. Your other devices were logged out.\n`,
  });
  const { out } = await securechat(['password', '--json', ...ann], {}, 'seven green bottles\neight green bottles\n');
  expect(objects(out)).toEqual([{ server: one.url, user: 'ann', passwordChanged: true }]);
  using terminal = openTerminal({ columns: 120 });
  terminal.enter(`${cliCommand} password --home ${shellWord(folder.in('home'))} --token-store file`);
  await terminal.sees(new RegExp(`Changing the password of bob@${nameTwo}\\.\\s+Current password:`));
  terminal.key('C-c');
});
