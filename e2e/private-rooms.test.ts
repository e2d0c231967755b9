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
