import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { run, serverWith } from './support/cli.ts';
import { listsRooms } from './support/room-list.ts';
import { openChat, openTerminal, type Terminal } from './support/terminal.ts';
import { lacks } from './support/tools.ts';

const json = (text: string) =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const gone = (terminal: Terminal, text: string) => eventually(() => !terminal.screen().join('\n').includes(text));

/** Ada and bob, who are in #ops, and a second device of ada. */
async function devices() {
  const site = await serverWith('ada', 'bob');
  const { ada, bob, folder, server } = site;
  await ada.run(['rooms', 'create', 'ops']);
  await bob.run(['rooms', 'join', 'ops']);
  const home = `${folder.path}/second/ada`;
  const common = ['--home', home, '--server', server.url, '--pin', server.pin, '--token-store', 'file'];
  const login = await run(['login', 'ada', ...common, '--password-stdin'], { input: 'the long password of ada\n' });
  expect(login.code, login.err).toBe(0);
  return { ...site, second: { home, common } };
}

test.skipIf(lacks('tmux'))('two terminals of one user agree on stars, mutes, blocked people and drafts', async () => {
  await using site = await devices();
  const { ada, bob, second } = site;
  using one = openTerminal();
  using two = openTerminal();
  await openChat(one, ada, { more: '--room general' });
  await openChat(two, second, { more: '--room general' });
  await listsRooms(one, ['>#general', '#ops']);
  await listsRooms(two, ['>#general', '#ops']);

  one.enter('/star ops');
  await listsRooms(one, ['Favourites', '#ops', 'Rooms', '>#general']);
  await listsRooms(two, ['Favourites', '#ops', 'Rooms', '>#general']);
  two.enter('/unstar ops');
  await listsRooms(one, ['>#general', '#ops']);

  await bob.run(['send', '--room', 'ops', '@ada look']);
  await listsRooms(one, ['>#general', '#ops @1']);
  expect(await ada.run(['rooms', 'mute', 'ops'])).toMatchObject({
    code: 0,
    out: expect.stringContaining('Muted #ops'),
  });
  await listsRooms(one, ['>#general', '#ops']);
  await listsRooms(two, ['>#general', '#ops']);
  expect((await ada.run(['unread', '--format', '{unread}/{mentions} in {rooms}'])).out).toBe('0/0 in 0\n');
  await ada.run(['rooms', 'unmute', 'ops']);
  await listsRooms(two, ['>#general', '#ops @1']);
  expect((await ada.run(['unread', '--format', '{unread}/{mentions} in {rooms}'])).out).toBe('1/1 in 1\n');
  const [counts] = json((await ada.run(['unread', '--json'])).out);
  expect(counts).toEqual({
    room: expect.any(String),
    kind: 'public',
    roomName: 'ops',
    unread: 1,
    mentions: 1,
    direct: 0,
  });
  await listsRooms(one, ['>#general', '#ops @1']);

  await bob.run(['send', 'hello from bob']);
  await two.sees('hello from bob');
  one.enter('/block bob');
  await two.sees('message from bob, who is blocked');
  two.enter('/unblock bob');
  await one.sees('hello from bob');
  one.key('Escape');

  one.type('half a sentence');
  await two.sees('> half a sentence', 20_000);
  two.type(', and the rest');
  two.key('Enter');
  await two.sees(/ada +half a sentence, and the rest/);
  await gone(one, '> half a sentence');
  two.keep('devices');
});

test.skipIf(lacks('tmux'))(
  'a sent draft does not come back on a device that was away, and a conflict loses nothing',
  async () => {
    await using site = await devices();
    const { ada, second } = site;
    using one = openTerminal();
    using two = openTerminal();
    await openChat(one, ada, { more: '--room general' });
    const pid = await openChat(two, second, { more: '--room general' });
    await one.sees('online');
    await two.sees('online');
    one.type('written once');
    await two.sees('> written once', 20_000);
    process.kill(pid, 'SIGTERM');
    await two.sees(/\[ended \d+\]/);
    one.key('Enter');
    await one.sees(/ada +written once/);
    await openChat(two, second, { more: '--room general' });
    await two.sees(/ada +written once/);
    await two.sees('online');
    await gone(two, '> written once');

    two.type('from the second');
    one.type('from the first');
    // Somebody is still writing on the first when the draft of the second arrives there.
    await eventually(() => {
      if (one.screen().join('\n').includes('Alt+G takes it')) return true;
      one.type('.');
      return false;
    });
    expect(one.screen().join('\n')).toContain('> from the first.');
    expect(two.screen().join('\n')).toContain('> from the second');
    one.key('M-g');
    await one.sees('> from the second');
  },
);
