import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { serverWith } from './support/cli.ts';
import { followedRoom } from './support/followed-room.ts';
import { openTerminal } from './support/terminal.ts';
import { cliCommand } from './support/tools.ts';

test('a room is renamed and its topic changed by its owner; everybody sees it, and the old name leads to it', async () => {
  await using site = await followedRoom();
  const { ada, bob, tail } = site;
  const renamed = await ada.run(['rooms', 'rename', 'ops', 'Operations', '--json']);
  expect(JSON.parse(renamed.out)).toMatchObject({ roomName: 'operations', owners: ['ada'], role: 'owner', members: 2 });
  await ada.run(['rooms', 'topic', 'operations', 'on call: ada']);
  await eventually(() => tail.lines().some((line) => line.includes('ada renamed the room to #operations')));
  await eventually(() => tail.lines().some((line) => line.includes('ada set the topic: on call: ada')));
  tail.signal('SIGINT');
  await tail.done;
  const listed = await bob.run(['rooms']);
  expect(listed.out).toMatch(/\* #operations +2 members +on call: ada/);

  // By its old name, which no other room can have yet.
  const sent = await bob.run(['send', '--room', 'ops', '--json', 'by the old name']);
  expect(JSON.parse(sent.out)).toMatchObject({ roomName: 'operations' });
  // What newcomers can read is closed, and who may invite; both are printed, and seen by everybody.
  const policy = await ada.run([
    'rooms',
    'policy',
    'operations',
    '--invite',
    'moderators',
    '--history',
    'joined',
    '--json',
  ]);
  expect(JSON.parse(policy.out)).toMatchObject({ roomName: 'operations', inviters: 'moderators', history: 'joined' });
  expect((await bob.run(['rooms', 'policy', 'operations'])).out).toBe(
    'Only moderators and owners may invite. Newcomers can read only what is said after they join.\n',
  );

  // Another room of this name that the renamer can see is reported; one of others is not.
  await bob.run(['rooms', 'create', '--private', 'cellar']);
  expect((await ada.run(['rooms', 'rename', 'operations', 'cellar'])).err).not.toContain('Another room');
  await ada.run(['rooms', 'create', '--private', 'attic']);
  const both = await ada.run(['rooms', 'rename', 'cellar', 'attic']);
  await ada.run(['rooms', 'rename', 'cellar', 'operations']);
  expect([both.code, both.err]).toEqual([
    0,
    expect.stringMatching(/Another room is called #attic, too\. To name this one, use its id: --room r[a-z2-7]{20}/),
  ]);

  const refusals: [typeof ada, string[], RegExp][] = [
    [ada, ['rooms', 'create', 'ops'], /already exists/],
    [bob, ['rooms', 'rename', 'operations', 'mine'], /Only the owners of a room can rename it/],
    [bob, ['rooms', 'topic', 'operations', 'mine'], /Only the moderators and owners/],
    [
      bob,
      ['rooms', 'policy', 'operations', '--history', 'shared'],
      /Only the owners of a room can change who may invite/,
    ],
    [bob, ['rooms', 'invite', 'operations', 'ada'], /Your role in that room does not allow this/],
    [ada, ['rooms', 'rename', 'general', 'mine'], /Only the owners of a room can rename it/],
    [ada, ['rooms', 'rename', 'operations', 'two words'], /Invalid room name/],
    [ada, ['rooms', 'topic', 'operations', 'x'.repeat(201)], /too long: 201 of 200/],
  ];
  for (const [who, args, message] of refusals) {
    const refused = await who.run(args);
    expect([args, refused.code === 0, refused.err]).toEqual([args, false, expect.stringMatching(message)]);
  }
});

test('in the chat, /rename and /topic change the header and the list of everybody', async () => {
  await using site = await serverWith('ada', 'bob');
  const { ada, bob, server } = site;
  await ada.run(['rooms', 'create', 'ops']);
  await bob.run(['rooms', 'join', 'ops']);
  using left = openTerminal();
  using right = openTerminal();
  const open = `--server ${server.url} --pin ${server.pin} --token-store file --room ops`;
  left.type(`${cliCommand} chat --home ${ada.home} ${open}\n`);
  right.type(`${cliCommand} chat --home ${bob.home} ${open}\n`);
  await left.sees('online');
  await right.sees('online');
  left.enter('/topic all about tea');
  await right.sees('ada set the topic: all about tea');
  left.enter('/rename kitchen');
  await right.sees('ada renamed the room to #kitchen');
  await right.sees(/#kitchen +all about tea/);
  right.enter('/rename mine');
  await right.sees('Only the owners of a room can rename it.');
});
