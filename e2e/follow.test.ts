import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { follows, person, serverWith } from './support/cli.ts';
import { openTerminal } from './support/terminal.ts';
import { cliCommand, lacks, shellWord } from './support/tools.ts';

type Event = { roomName: string; type: string; text?: string };
const texts = (lines: readonly string[]) =>
  lines
    .map((line) => JSON.parse(line) as Event)
    .filter(({ type }) => type === 'message')
    .map(({ roomName, text }) => `${roomName}: ${text}`);

test('tail follows the given rooms, or all of them, and resumes where it ended', async () => {
  await using site = await serverWith('ada', 'bob');
  const { ada, bob } = site;
  for (const room of ['ops', 'builds', 'random']) {
    await ada.run(['rooms', 'create', room]);
    await bob.run(['rooms', 'join', room]);
  }
  const send = (text: string, room: string) => ada.run(['send', '--room', room, text]);
  const two = bob.start(['tail', '--json', '--room', 'ops', '--room', '#builds', '--resume']);
  const all = bob.start(['tail', '--all']);
  await follows(two, 'ops', send);
  await follows(all, 'random', send);
  for (const room of ['general', 'builds', 'random', 'ops']) await send(`for ${room}`, room);
  await eventually(() => two.lines().some((line) => line.includes('for ops')));
  await eventually(() => all.lines().some((line) => line.includes('for ops')));
  expect(texts(two.lines()).filter((text) => text.includes('for '))).toEqual(['builds: for builds', 'ops: for ops']);
  expect(all.lines().filter((line) => line.includes('for '))).toEqual(
    ['general', 'builds', 'random', 'ops'].map((room) => expect.stringMatching(`#${room} ada  for ${room}`)),
  );
  for (const tail of [two, all]) tail.signal('SIGINT');
  await Promise.all([two.done, all.done]);

  for (const room of ['ops', 'random', 'builds']) await send(`later in ${room}`, room);
  const again = await bob.run(['tail', '--json', '--room', 'builds', '--room', 'ops', '--resume', '--count', '2']);
  expect([again.code, texts(again.out.trim().split('\n')).sort()]).toEqual([
    0,
    ['builds: later in builds', 'ops: later in ops'],
  ]);

  const refusals: [string[], number, RegExp][] = [
    [['--all', '--room', 'ops'], 2, /--all and --room cannot be used together/],
    [['--room', 'ops', '--room', 'builds', '--since', '3'], 2, /--since can only be used with a single --room/],
    [['--room', 'ops', '--room', 'nowhere'], 5, /#nowhere/],
    [['--wait', 'soon'], 2, /30s, 2m or 1h/],
  ];
  for (const [flags, code, message] of refusals) {
    const ran = await bob.run(['tail', ...flags]);
    expect([flags, ran.code, ran.err]).toEqual([flags, code, expect.stringMatching(message)]);
  }
});

test('tail begins after a seq of a room that is not the general one', async () => {
  await using site = await serverWith('ada');
  const { ada } = site;
  await ada.run(['rooms', 'create', 'ops']);
  // Two events have created the room and made ada a member.
  await ada.run(['send', '--lines', '--room', 'ops'], { input: 'three\nfour\nfive\n' });
  const tail = await ada.run(['tail', '--json', '--room', 'ops', '--since', '3', '--count', '2']);
  expect([tail.code, texts(tail.out.trim().split('\n'))]).toEqual([0, ['ops: four', 'ops: five']]);
});

test('history begins at a seq, a duration ago, a day or a time', async () => {
  await using site = await serverWith('ada');
  const { ada } = site;
  await ada.run(['send', '--lines'], { input: Array.from({ length: 60 }, (_, i) => `line ${i + 1}\n`).join('') });
  const lines = async (...flags: string[]) => {
    const ran = await ada.run(['history', '--json', ...flags]);
    expect([ran.err, ran.code]).toEqual(['', 0]);
    return texts(ran.out.split('\n').filter(Boolean)).length;
  };
  expect(await lines()).toBe(50);
  for (const since of ['1h', 'yesterday', '2020-01-01', '2020-01-01T10:00', '0']) {
    expect([since, await lines('--since', since)]).toEqual([since, 60]);
  }
  expect(await lines('--since', '2999-01-01')).toBe(0);
  expect(await lines('--before', '2020-01-01')).toBe(0);
  // The first two of the seven events are that the room was created and that ada joined.
  expect(await lines('--since', '1h', '--limit', '7')).toBe(5);
  const wrong = await ada.run(['history', '--since', 'last week']);
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringMatching(/2h, today, yesterday/)]);
});

test.skipIf(lacks('tmux'))(
  'tail explains on a terminal why it shows nothing and that it waits; a script gets no output',
  async () => {
    await using site = await serverWith('ada');
    const { folder, server, ada } = site;
    await ada.run(['rooms', 'create', '--history', 'joined', 'ops']);
    await ada.run(['send', '--room', 'ops', 'before bob came']);
    await ada.run(['send', 'before bob came']);
    const bob = await person('bob', folder.path, server);
    await bob.run(['rooms', 'join', 'ops']);
    using terminal = openTerminal({ columns: 160 });
    const tail = (flags: string, of: typeof ada) => {
      terminal.enter(`clear; ${cliCommand} tail ${flags} ${of.common.map(shellWord).join(' ')} | cat`);
    };
    tail('--room ops', bob);
    await terminal.sees('#ops: No messages since you joined. Earlier ones are not shown. Waiting for new ones;');
    terminal.key('C-c');
    // A room that shares its history has messages, which tail does not print.
    tail('', bob);
    await terminal.sees('Waiting for new messages in #general. Press Ctrl-C to stop.');
    await ada.run(['send', 'now']);
    await terminal.sees('ada  now');
    terminal.key('C-c');
    tail('--all', bob);
    await terminal.sees('Waiting for new messages in your rooms. Press Ctrl-C to stop.');
    terminal.key('C-c');
    tail('', bob);
    await terminal.sees('Waiting for new messages in #general. Press Ctrl-C to stop.');
    terminal.key('C-c');
    // The printed output is explanation enough.
    tail('--since 0', bob);
    await terminal.sees('ada  now');
    await ada.run(['send', 'later']);
    await terminal.sees('ada  later');
    expect(terminal.screen().join('\n')).not.toContain('Waiting');
    terminal.key('C-c');

    const script = bob.start(['tail', '--json']);
    await follows(script, 'general', (text) => ada.run(['send', text]));
    script.signal('SIGINT');
    expect((await script.done).err).toBe('');
  },
);
