import { existsSync, readdirSync } from 'node:fs';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { person, serverWith } from './support/cli.ts';
import { startServer } from './support/server.ts';
import { openTerminal } from './support/terminal.ts';
import { cliCommand, lacks, shellWord, temporaryFolder } from './support/tools.ts';

type Event = { type: string; text?: string; author: string };
const texts = (out: string) =>
  out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Event)
    .filter(({ type }) => type === 'message')
    .map(({ text }) => text);

test('an input is one message; lines, colours, lengths and rooms follow the options', async () => {
  await using site = await serverWith('ada');
  const { ada } = site;
  const sent = async (room = 'general') => texts((await ada.run(['history', '--json', '--room', room])).out);

  expect(await ada.run(['send'], { input: 'one\n\n  two\n' })).toMatchObject({ code: 0, err: '' });
  expect(await ada.run(['send', '--lines'], { input: 'a\n\n \nb\n' })).toMatchObject({ code: 0, err: '' });
  expect(await ada.run(['send'], { input: '\u001b[31mred\u001b[0m\r\n1%\r100%\r\n' })).toMatchObject({
    code: 0,
    err: '',
  });
  expect(await sent()).toEqual(['one\n\n  two', 'a', 'b', 'red\n100%']);

  const refusals: [string[], string | Buffer, number, RegExp][] = [
    [['--strict'], '\u001b[31mred', 5, /contains control characters \(the first: U\+001B\)/],
    [[], 'a\nb\u0007', 5, /contains control characters \(the first: U\+0007 in line 2\)/],
    [[], ' \n\u2800\n', 5, /^securechat: The message is empty\.$/m],
    [[], '', 5, /^securechat: The message is empty\.$/m],
    [[], 'x'.repeat(20_000), 5, /20,000 of 16,000 characters\. --split/],
    [[], 'x\n'.repeat(600), 5, /600 of 500 lines\. --split/],
    [
      ['--lines'],
      `a\n${'x'.repeat(20_000)}\nb\n`,
      5,
      /^securechat: Line 2: .*20,000 of 16,000 characters.*Sent: 1\.$/m,
    ],
    [[], Buffer.from('gr\u00fcn', 'latin1'), 2, /not UTF-8 text: byte 3, in line 1/],
    [['--room', 'nowhere'], 'x', 5, /There is no room #nowhere/],
    [['--lines', '--id', 'x'], 'x', 2, /--id is for a single message/],
  ];
  for (const [flags, input, code, message] of refusals) {
    const ran = await ada.run(['send', ...flags], { input });
    expect([ran.code, ran.err], JSON.stringify(input.slice(0, 20))).toEqual([code, expect.stringMatching(message)]);
  }

  const long = Array.from({ length: 1200 }, (_, i) => `line ${i}`);
  expect(await ada.run(['send', '--split', '--room', 'long', '--create'], { input: long.join('\n') })).toMatchObject({
    code: 0,
    err: '',
  });
  expect((await sent('long')).map((text) => text?.split('\n').length)).toEqual([500, 500, 200]);
  expect((await sent('long')).join('\n').split('\n')).toEqual(long);
  expect((await ada.run(['send', '--room', 'long', '--create', 'again'])).code).toBe(0);
});

test('send and tail wait for a server that is down, for as long as --wait says', async () => {
  using folder = temporaryFolder();
  const first = await startServer(folder.path);
  const ada = await person('ada', folder.path, first);
  await first.kill('SIGTERM');
  for (const flags of [['--no-wait'], ['--wait', '0']]) {
    const none = await ada.run(['send', ...flags, 'lost']);
    expect([none.code, none.err]).toEqual([4, expect.stringMatching(/^securechat: Cannot reach/)]);
  }
  const short = await ada.run(['send', '--wait', '1s', 'lost']);
  expect([short.code, short.err]).toEqual([4, expect.stringMatching(/Cannot reach.*Tried for 1 s; --wait/)]);
  expect((await ada.run(['tail', '--wait', '0'])).code).toBe(4);
  const sending = ada.start(['send', '--wait', 'forever', 'the disk is full']);
  const tailing = ada.start(['tail', '--json', '--since', '0']);
  sending.endInput();
  await using second = await startServer(folder.path, { port: first.port });
  expect(await sending.done).toMatchObject({ code: 0, out: '', err: '' });
  await eventually(() => texts(tailing.lines().join('\n')).includes('the disk is full'), { withinMs: 180_000 });
  tailing.signal('SIGINT');
  await tailing.done;
  expect(second.port).toBe(first.port);
});

test('spooled messages are delivered once, in order, by the next run that reaches the server', async () => {
  using folder = temporaryFolder();
  const first = await startServer(folder.path);
  const ada = await person('ada', folder.path, first);
  await first.kill('SIGTERM');
  for (const text of ['first alert', 'second alert']) {
    const spooled = await ada.run(['send', '--spool', '--wait', '0', text]);
    expect([spooled.code, spooled.err]).toEqual([
      0,
      expect.stringMatching(/Cannot reach .* wait.? in .*next securechat send/),
    ]);
  }
  await using server = await startServer(folder.path, { port: first.port });
  const next = await ada.run(['send', '--json', 'third']);
  expect([next.code, next.err]).toEqual([0, 'Delivered 2 messages spooled earlier.\n']);
  expect(next.out.trim().split('\n')).toHaveLength(3);
  await ada.run(['send', '--spool', '--room', 'nowhere', '--lines'], { input: 'a\nb\n' }).then((refused) => {
    expect([refused.code, refused.err]).toEqual([5, expect.stringMatching(/#nowhere was refused: .* Its text is in /)]);
  });
  const again =
    /^securechat: 2 spooled messages were refused by the server and not sent: .*\*\.refused\. To retry one, /;
  for (const flags of [['--spool'], ['--quiet', 'fourth'], ['fifth']]) {
    const later = await ada.run(['send', ...flags], { input: '' });
    const said = flags[0] === '--quiet' ? expect.stringMatching(/^$/) : expect.stringMatching(again);
    expect([later.code, later.err], flags.join(' ')).toEqual([0, said]);
  }
  const doctor = await ada.run(['doctor']);
  expect(doctor.out).toMatch(/^warning {2}spool {5}2 spooled messages were refused .*To retry one, /m);
  const history = await ada.run(['history', '--json']);
  expect(texts(history.out)).toEqual(['first alert', 'second alert', 'third', 'fourth', 'fifth']);
  const spools = `${ada.home}/spool`;
  expect(existsSync(spools)).toBe(true);
  const left = readdirSync(spools).flatMap((account) => readdirSync(`${spools}/${account}`));
  expect(left.filter((name) => !name.endsWith('.refused'))).toEqual([]);
  expect(server.port).toBe(first.port);
});

test('a spool takes the lines before a bad one, otherwise all of an input or nothing; it stores --create, and several runs may deliver it concurrently', async () => {
  using folder = temporaryFolder();
  const first = await startServer(folder.path);
  const ada = await person('ada', folder.path, first);
  await first.kill('SIGTERM');
  const spool = (...args: string[]) => ada.run(['send', '--spool', '--wait', '0', ...args]);
  const long = await ada.run(['send', '--spool', '--wait', '0', '--lines'], { input: `a\n${'x'.repeat(20_000)}\n` });
  expect([long.code, long.err]).toEqual([
    5,
    expect.stringMatching(/^securechat: Line 2: Too long: .* Spooled before it: 1\.$/m),
  ]);
  const split = await ada.run(['send', '--spool', '--wait', '0', '--split'], { input: `${'x\n'.repeat(501)}\u0007` });
  expect([split.code, split.err]).toEqual([5, expect.stringMatching(/control characters/)]);
  for (let i = 0; i < 6; i++) await spool('--room', 'nowhere', `${i}`);
  await spool('good');
  expect((await spool('--room', 'fresh', '--create', 'to a new room')).err).toContain('9 messages wait');

  await using server = await startServer(folder.path, { port: first.port });
  const runs = await Promise.all(['x', 'y', 'z'].map((text) => ada.run(['send', '--spool', text])));
  for (const { code, err } of runs) {
    expect([0, 5]).toContain(code);
    expect(err).not.toMatch(/unexpected|ENOENT/);
  }
  // Each refusal is reported by one of them.
  expect(
    runs
      .map(({ err }) => err)
      .join('')
      .match(/#nowhere was refused/g),
  ).toHaveLength(6);
  const history = async (room: string) => texts((await ada.run(['history', '--json', '--room', room])).out);
  expect((await history('general')).sort()).toEqual(['a', 'good', 'x', 'y', 'z']);
  expect(await history('fresh')).toEqual(['to a new room']);
  expect(server.port).toBe(first.port);
});

test('messages spooled after the end of the session are kept, with a notice', async () => {
  await using site = await serverWith('ada');
  const { ada } = site;
  const sessions = (await ada.run(['sessions', '--json'])).out;
  const [, id = ''] = /"session":"([^"]+)"/.exec(sessions) ?? [];
  await ada.run(['sessions', 'revoke', id]);
  const ended = await ada.run(['send', '--spool', 'later']);
  expect([ended.code, ended.err]).toEqual([3, expect.stringMatching(/1 message waits in .*next securechat send/)]);
});

test.skipIf(lacks('tmux'))(
  'a command is never sent from a terminal or as TEXT unless its slash is doubled; a pipe is data',
  async () => {
    await using site = await serverWith('ada');
    const { ada } = site;
    const unknown = /Unknown command \/quit\. The only command here is \/me; to send it as text, start with \/\//;
    const refused = await ada.run(['send', '/quit']);
    expect([refused.code, refused.err]).toEqual([2, expect.stringMatching(unknown)]);
    expect((await ada.run(['send', '//quit'])).code).toBe(0);
    expect((await ada.run(['send', '/me waves'])).code).toBe(0);
    expect((await ada.run(['send'], { input: '/dev/sda1 is full\n' })).code).toBe(0);
    expect((await ada.run(['send', '--lines'], { input: '/a\n//b\n' })).code).toBe(0);

    using terminal = openTerminal();
    // A command may end before its Ctrl-D arrives, which would then end the shell.
    terminal.enter('set -o ignoreeof');
    const type = async (flags: string, ...lines: string[]) => {
      terminal.key('C-l');
      terminal.enter(`clear; ${cliCommand} send ${flags} ${ada.common.map(shellWord).join(' ')}; echo "code $?"`);
      await terminal.sees(/Ctrl-D to send it/);
      for (const line of lines) {
        terminal.enter(line);
      }
      terminal.key('C-d');
    };
    await type('', '/quit', 'now');
    await terminal.sees(/Unknown command \/quit\.[\s\S]*code 2/);
    await type('--lines', 'first', '/search x');
    await terminal.sees(/Unknown command \/search\.[\s\S]*code 2/);
    await type('', '//etc/hosts', 'is full');
    await terminal.sees('code 0');
    expect(texts((await ada.run(['history', '--json'])).out)).toEqual([
      '/quit',
      '/me waves',
      '/dev/sda1 is full',
      '/a',
      '//b',
      'first',
      '/etc/hosts\nis full',
    ]);
  },
);

test('each line of an open pipe is on disk immediately and delivered while it is open, also after the server was down', async () => {
  using folder = temporaryFolder();
  const first = await startServer(folder.path);
  const ada = await person('ada', folder.path, first);
  const sending = ada.start(['send', '--spool', '--lines', '--wait', '0']);
  const history = async () => texts((await ada.run(['history', '--json'])).out);
  const spooled = () => {
    const folders = existsSync(`${ada.home}/spool`) ? readdirSync(`${ada.home}/spool`) : [];
    return folders.flatMap((account) => readdirSync(`${ada.home}/spool/${account}`)).length;
  };
  sending.write('one\n');
  await eventually(async () => (await history()).length === 1);
  expect(spooled()).toBe(0);
  await first.kill('SIGTERM');
  sending.write('two\nthree\n');
  await eventually(() => spooled() === 2);
  await eventually(() => sending.err().includes('The input is still being spooled.'));
  await using server = await startServer(folder.path, { port: first.port });
  await eventually(async () => (await history()).length === 3);
  sending.write('four');
  sending.endInput();
  expect((await sending.done).code).toBe(0);
  expect(await history()).toEqual(['one', 'two', 'three', 'four']);
  expect([spooled(), server.port]).toEqual([0, first.port]);
});
