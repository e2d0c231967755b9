import { expect, test } from 'vitest';
import { serverWith } from './support/cli.ts';

test('scripts use private rooms by name, list them, and create and leave those without one', async () => {
  await using site = await serverWith('ada', 'bob');
  const { ada, bob } = site;
  await ada.run(['rooms', 'create', '--private', 'hiring', '--topic', 'new people']);
  expect(await ada.run(['send', '--room', 'hiring', 'hello'])).toMatchObject({ code: 0 });
  expect((await ada.run(['rooms'])).out).toContain('* #hiring  1 member  private  new people');
  expect((await bob.run(['rooms'])).out).not.toContain('hiring');
  expect(await bob.run(['send', '--room', 'hiring', 'let me in'])).toMatchObject({ code: 5 });
  const unnamed = await ada.run(['rooms', 'create', '--private', '--json']);
  const { room, roomName } = JSON.parse(unnamed.out) as { readonly room: string; readonly roomName: string };
  expect(roomName).toBe(room);
  expect(await ada.run(['rooms', 'leave', room])).toMatchObject({ code: 0 });
  expect(await ada.run(['rooms', 'leave', 'hiring'])).toMatchObject({ code: 0, out: 'Left #hiring.\n' });
  expect((await ada.run(['rooms'])).out).not.toContain('hiring');
});

test('who is banned learns until when and why, and who invites them how to lift the ban', async () => {
  await using site = await serverWith('ada', 'bob');
  const { ada, bob } = site;
  await ada.run(['rooms', 'create', 'ops']);
  await bob.run(['rooms', 'join', 'ops']);
  await ada.run(['rooms', 'ban', 'ops', 'bob', '--for', '7d', '--reason', 'spam']);
  const until = 'banned from that room until 20\\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC\\.';
  expect(await bob.run(['rooms', 'join', 'ops'])).toMatchObject({
    code: 5,
    err: expect.stringMatching(new RegExp(`You are ${until} .* The reason given: spam`)),
  });
  expect(await ada.run(['rooms', 'invite', 'ops', 'bob'])).toMatchObject({
    code: 5,
    err: expect.stringMatching(new RegExp(`bob is ${until} .* To lift it: securechat rooms unban #?ops bob`)),
  });
  expect((await ada.run(['rooms', 'unban', 'ops', 'bob'])).code).toBe(0);
  expect((await ada.run(['rooms', 'invite', 'ops', 'bob'])).code).toBe(0);
});
