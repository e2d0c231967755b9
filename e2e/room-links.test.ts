import { expect, test } from 'vitest';
import { serverWith } from './support/cli.ts';

test('scripts make a link to a room, list what is pending, and join with the link once', async () => {
  await using site = await serverWith('ada', 'bob');
  const { ada, bob, server } = site;
  const made = await ada.run(['rooms', 'create', 'ops', '--json']);
  const { room } = JSON.parse(made.out) as { readonly room: string };
  const { out } = await ada.run(['rooms', 'invite', 'ops', '--link']);
  expect(out).toMatch(new RegExp(`^https:${server.url.slice('wss:'.length)}/#join=[\\w-]{22}\n$`));
  const second = JSON.parse((await ada.run(['rooms', 'invite', 'ops', '--link', '--json'])).out) as object;
  expect(second).toMatchObject({ room, code: expect.any(String), link: expect.stringContaining('/#join=') });
  await ada.run(['rooms', 'invite', 'ops', 'bob']);
  expect((await ada.run(['rooms', 'invitations', 'ops'])).out).toBe('bob, invited by ada\n2 unused links\n');
  const listed = (await ada.run(['rooms', 'invitations', 'ops', '--json'])).out.trim().split('\n');
  expect(listed.map((line) => JSON.parse(line) as object)).toEqual([
    { room, user: 'bob', by: 'ada', at: expect.any(Number) },
    { room, links: 2 },
  ]);
  const elsewhere = out.trim().replace(/:\d+\//, ':1/');
  expect(await bob.run(['rooms', 'join', elsewhere])).toMatchObject({
    code: 2,
    err: expect.stringContaining('That link is for'),
  });
  expect(await bob.run(['rooms', 'join', out.trim()])).toMatchObject({ code: 0, out: 'Joined #ops.\n' });
  expect((await bob.run(['users', '--room', 'ops'])).out).toContain('bob');
  await bob.run(['rooms', 'leave', 'ops']);
  expect(await bob.run(['rooms', 'join', out.trim()])).toMatchObject({
    code: 5,
    err: expect.stringContaining('There is no such invitation'),
  });
  expect((await ada.run(['rooms', 'invitations', 'ops'])).out).toBe('1 unused link\n');
  // A name that has the form of a code is still a name.
  const name = 'a-room-with-a-long-nam';
  await ada.run(['rooms', 'create', name]);
  expect(await bob.run(['rooms', 'join', name])).toMatchObject({ code: 0 });
});
