import { spawnSync } from 'node:child_process';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { person, run } from './support/cli.ts';
import { nameOf, noLimits, startServer } from './support/server.ts';
import { openTerminal, type Terminal } from './support/terminal.ts';
import { cliCommand, lacks, serverBin, temporaryFolder } from './support/tools.ts';

/** A server with ada, who has the public room `team` and the private room `hiring`, and its operator. */
async function teamSite() {
  const folder = temporaryFolder();
  const server = await startServer(folder.path, { args: noLimits });
  const ada = await person('ada', folder.path, server);
  await ada.run(['rooms', 'create', 'team']);
  await ada.run(['rooms', 'create', '--private', 'hiring']);
  await ada.run(['send', '--room', 'team', 'welcome to the team']);
  const operate = (...args: string[]) => {
    const all = [serverBin, ...args, '--data', folder.in('data')];
    return spawnSync(process.execPath, all, { encoding: 'utf8' });
  };
  const at = (name: string) => ['--home', folder.in(name), '--token-store', 'file'];
  const stop = async () => {
    await server[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  };
  const place = nameOf(server);
  return { server, place, ada, operate, at, [Symbol.asyncDispose]: stop };
}

const linesOf = (text: string) => text.split('\n').filter(Boolean);
const objectsOf = (text: string) => linesOf(text).map((line) => JSON.parse(line) as Record<string, unknown>);

test('an invite that carries rooms: its list, its options, and what a script learns of the rooms', async () => {
  await using site = await teamSite();
  const { ada, operate, at } = site;
  const [created] = objectsOf(operate('invite', '--uses', '3', '--room', 'hiring', '--room', '#team', '--json').stdout);
  const hiring = { room: expect.stringMatching(/^r\w{20}$/), roomName: 'hiring', state: 'open' };
  const team = { room: expect.stringMatching(/^r\w{20}$/), roomName: 'team', state: 'open' };
  expect(created?.rooms).toEqual([hiring, team]);
  const link = String(created?.invite);
  expect(linesOf(operate('invite', 'list').stdout).map((line) => line.split('\t').slice(4))).toEqual([
    [expect.stringMatching(/^until /), link, 'hiring, team'],
  ]);
  expect(operate('invite', '--room', 'teem')).toMatchObject({
    status: 1,
    stderr: 'securechat-server: There is no room "teem". Did you mean team?\n',
  });
  const sign = (command: string[], name: string) =>
    run([...command, ...at(name), '--password-stdin'], { input: `the long password of ${name}\n` });
  const joined = await sign(['join', link, '--user', 'bob', '--json'], 'bob');
  const asPrinted = (kind: string, { room, roomName }: typeof team) => ({ room, kind, roomName });
  expect(objectsOf(joined.out)).toEqual([
    {
      ...{ user: 'bob', server: expect.stringContaining(site.place), missed: [] },
      rooms: [asPrinted('private', hiring), asPrinted('public', team)],
    },
  ]);
  expect((await ada.run(['users', '--room', 'hiring'])).out).toContain('bob');
  await ada.run(['rooms', 'archive', 'hiring']);
  const { url, pin } = site.server;
  const signup = ['signup', 'cyd', '--server', url, '--pin', pin, '--invite', link.split('invite=')[1] ?? ''];
  expect(await sign(signup, 'cyd')).toEqual({
    code: 0,
    out: `Signed up as cyd at ${site.place}. You are now a member of #team. Next: securechat chat\n`,
    err: 'You have not joined #hiring. It is archived. Its owners can end that.\n',
  });
  const [left] = linesOf(operate('invite', 'list').stdout);
  expect(left?.split('\t').at(-1)).toBe('hiring (archived), team');
});

const answer = async (terminal: Terminal, question: RegExp, text: string) => {
  await terminal.sees(question);
  terminal.enter(text);
};

test.skipIf(lacks('tmux'))(
  'the first chat of a newcomer opens in the first room of the invite: full-screen after `join`, and in line mode',
  async () => {
    await using site = await teamSite();
    const { ada, operate, at } = site;
    await ada.run(['rooms', 'create', 'old']);
    const rooms = ['team', 'old', 'hiring'].flatMap((room) => ['--room', room]);
    const [link = ''] = linesOf(operate('invite', '--uses', '2', ...rooms).stdout);
    await ada.run(['rooms', 'archive', 'old']);
    for (const name of ['bob', 'cyd']) {
      using terminal = openTerminal({ columns: 160, rows: 30 });
      const lines = name === 'cyd' ? 'TERM=dumb ' : '';
      terminal.type(`${lines}${cliCommand} join '${link}' --user ${name} ${at(name).join(' ')}\n`);
      await answer(terminal, /^Password.*:/m, `the long password of ${name}`);
      await answer(terminal, /^Repeat.*:/m, `the long password of ${name}`);
      if (name === 'cyd') {
        await terminal.sees('You are now a member of #team and #hiring. Next time: securechat chat');
        await terminal.sees('Room #team.');
        await terminal.sees(/^team>/m);
      } else await terminal.sees('welcome to the team');
      await terminal.sees('You have not joined #old. It is archived.');
      terminal.enter(`hello from ${name}`);
      await eventually(async () => (await ada.run(['history', '--room', 'team'])).out.includes(`hello from ${name}`));
      expect((await ada.run(['history'])).out).not.toContain(`hello from ${name}`);
      terminal.key('C-d');
      await eventually(() => terminal.screen().filter(Boolean).at(-1)?.startsWith('$'));
    }
  },
);
