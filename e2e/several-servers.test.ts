import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { person, run } from './support/cli.ts';
import { listsRooms, roomList } from './support/room-list.ts';
import { startServer, twoServers } from './support/server.ts';
import { openChat, openTerminal } from './support/terminal.ts';
import { lacks } from './support/tools.ts';

/** Ada with an account at both servers, in one home; bob at each, in separate homes. */
async function people({ folder, one, two }: Awaited<ReturnType<typeof twoServers>>) {
  const home = folder.in('ada');
  const common = ['--home', home, '--token-store', 'file'];
  for (const { url, pin } of [one, two]) {
    const signup = ['signup', 'ada', ...common, '--server', url, '--pin', pin, '--password-stdin'];
    const { code, err } = await run(signup, { input: 'the long password of ada\n' });
    expect(code, err).toBe(0);
  }
  const [bobOne, bobTwo] = [await person('bob', folder.in('1'), one), await person('bob', folder.in('2'), two)];
  return { bobOne, bobTwo, ada: { home, common } };
}

test.skipIf(lacks('tmux'))('two servers at once: chatting on each, one is killed and comes back', async () => {
  await using site = await twoServers();
  const { folder, two, nameOne, nameTwo } = site;
  const { bobOne, bobTwo, ada } = await people(site);
  await bobOne.run(['send', 'hello from the first']);
  await bobTwo.run(['send', 'hello from the second']);

  using terminal = openTerminal({ columns: 110, rows: 24 });
  await openChat(terminal, ada, { more: `--server ${nameOne}` });
  await terminal.sees('hello from the first');
  terminal.type('/server\r');
  await terminal.sees(`${nameTwo}  ada · not open`);
  terminal.key('Escape');
  await terminal.sees('hello from the first');
  terminal.type(`/server ${two.port}\r`);
  await terminal.sees('You are not logged in at');
  terminal.type(`/server ${nameTwo.slice(0, -1)}`);
  terminal.key('Tab');
  await terminal.sees(`> /server ${nameTwo}`);
  terminal.key('Enter');
  await terminal.sees('hello from the second');
  expect(terminal.screen().join('\n')).not.toContain('hello from the first');
  expect(roomList(terminal)).toEqual([nameOne, '#general', nameTwo, '>#general']);

  terminal.type('ada to the second\r');
  await terminal.sees(/\d\d:\d\d ada +ada to the second/);
  await bobOne.run(['send', '@ada come back']);
  await terminal.sees(/#general +@1/);
  terminal.keep('several-servers');
  terminal.key('M-a');
  await terminal.sees('@ada come back');
  terminal.type('ada to the first\r');
  await terminal.sees('ada to the first');
  const history = await bobTwo.run(['history', '--limit', '50']);
  expect(history.out).toContain('ada to the second');
  expect(history.out).not.toContain('ada to the first');

  await two.kill('SIGKILL');
  await listsRooms(terminal, [nameOne, '>#general', `${nameTwo} off`, '#general']);
  await bobOne.run(['send', 'the first goes on']);
  await terminal.sees('the first goes on');
  terminal.key('M-2');
  await terminal.sees('hello from the second');
  terminal.type('said while it is down\r');
  await terminal.sees(/…\s+said while it is down/);
  terminal.key('M-1');
  await terminal.sees('the first goes on');

  await using again = await startServer(`${folder.path}/two`, { port: two.port });
  expect(again.pin).toBe(two.pin);
  await bobTwo.run(['send', 'the second is back']);
  await listsRooms(terminal, [nameOne, '>#general', nameTwo, '#general 1']);
  terminal.key('M-a');
  await terminal.sees('the second is back');
  await terminal.sees(/(?<!… *)said while it is down/);
  expect(roomList(terminal)).toEqual([nameOne, '#general', nameTwo, '>#general']);
  const said = (await bobTwo.run(['history', '--limit', '50'])).out.match(/said while it is down/g);
  expect(said).toHaveLength(1);

  terminal.type(`/server close ${nameTwo}\r`);
  await terminal.sees(`${nameTwo} is closed.`);
  expect(roomList(terminal)).toEqual(['>#general']);
  terminal.type('/quit\r');
  await terminal.sees('[ended 0]');
});

test.skipIf(lacks('tmux'))('servers of settings.toml open at the start; one ended session ends no other', async () => {
  await using site = await twoServers();
  const { nameOne, nameTwo } = site;
  const { bobOne, bobTwo, ada } = await people(site);
  const at = ['--server', nameTwo, ...ada.common];
  expect(await run(['config', 'set', 'servers', `["${nameTwo}"]`, ...ada.common])).toMatchObject({ code: 0 });

  using terminal = openTerminal({ columns: 110, rows: 24 });
  await openChat(terminal, ada, { more: `--server ${nameOne}` });
  await listsRooms(terminal, [nameOne, '>#general', nameTwo, '#general']);
  await bobTwo.run(['send', 'hello from the second']);
  await listsRooms(terminal, [nameOne, '>#general', nameTwo, '#general 1']);
  terminal.key('M-2');
  await terminal.sees('hello from the second');
  const sessions = (await run(['sessions', '--json', ...at])).out.trim().split('\n');
  const own = sessions.map((line) => JSON.parse(line) as { session: string; current: boolean }).find((s) => s.current);
  // It ends its own connection, too.
  await run(['sessions', 'revoke', own?.session ?? '', ...at]);
  await listsRooms(terminal, [nameOne, '#general', `${nameTwo} !`, '>#general']);
  await terminal.sees(`${nameTwo} · ada · disconnected`);
  terminal.type('too late\r');
  await terminal.sees('Nothing can be sent here');
  await terminal.sees('> too late');
  terminal.key('M-1');
  await terminal.sees('>#general');
  await bobOne.run(['send', 'the first goes on']);
  await terminal.sees('the first goes on');
  const login = await run(['login', 'ada', ...at, '--password-stdin'], { input: 'the long password of ada\n' });
  expect(login.code, login.err).toBe(0);
  terminal.type(`/server ${nameTwo}\r`);
  await terminal.sees('hello from the second');
  await terminal.sees(`${nameTwo} · ada · online`);
  await terminal.sees('> too late');
  terminal.key('Enter');
  await terminal.sees(/\d\d:\d\d ada +too late/);
  terminal.type('/quit\r');
  await terminal.sees('[ended 0]');
});

test.skipIf(lacks('tmux'))('line mode switches between servers; a given token is for the first one only', async () => {
  await using site = await twoServers();
  const { folder, nameOne, nameTwo } = site;
  const { bobOne, bobTwo, ada } = await people(site);
  const tokens = JSON.stringify(JSON.parse(readFileSync(`${folder.path}/ada/tokens.json`, 'utf8')));
  const given = new RegExp(`"ada@${nameOne}":"([^"]+)"`).exec(tokens)?.[1] ?? '';
  expect(given).toMatch(/^sct_/);
  await bobTwo.run(['send', 'hello from the second']);

  using terminal = openTerminal({ columns: 100, rows: 30, env: { SECURECHAT_TOKEN: given } });
  await openChat(terminal, ada, { more: `--plain --server ${nameOne}` });
  await terminal.sees(`Connected to ${nameOne} as ada.`);
  terminal.type(`/server ${nameTwo}\r`);
  await terminal.sees(`Connected to ${nameTwo} as ada.`);
  await terminal.sees(/bob, \d\d:\d\d: hello from the second/);
  await terminal.sees(`${nameTwo} general>`);
  terminal.type('in lines\r');
  await terminal.sees(/ada, \d\d:\d\d: in lines/);
  await bobOne.run(['send', 'hello from the first']);
  await terminal.sees(`${nameOne}: #general, bob, `);
  terminal.type('/server close\r');
  await terminal.sees(`${nameTwo} is closed.`);
  await terminal.sees(/\ngeneral>/);
  terminal.type('/quit\r');
  await terminal.sees('[ended 0]');
  expect((await bobOne.run(['history']))?.out).not.toContain('in lines');
});
