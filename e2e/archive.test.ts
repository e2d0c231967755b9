import { eventually } from '@securechat/testkit';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { followedRoom } from './support/followed-room.ts';

const weekMs = 7 * 24 * 60 * 60 * 1000;

test('a room is archived, taken out of the archive, and deleted a week after it was archived again', async () => {
  await using site = await followedRoom();
  const { ada, bob, tail } = site;
  expect((await bob.run(['rooms', 'archive', 'ops'])).err).toContain('Only the owners of a room can archive it');
  const archived = await ada.run(['rooms', 'archive', 'ops', '--json']);
  expect(JSON.parse(archived.out)).toMatchObject({ roomName: 'ops', archived: true });
  await eventually(() => tail.lines().some((line) => line.includes('ada archived the room')));
  const refused = await bob.run(['send', '--room', 'ops', 'hello?']);
  expect([refused.code, refused.err]).toEqual([5, expect.stringContaining('That room is archived')]);
  expect((await bob.run(['rooms', 'list'])).out).not.toContain('#ops');
  for (const command of [
    ['rooms', 'list', '--archived'],
    ['rooms', '--archived'],
  ]) {
    expect((await bob.run(command)).out).toMatch(/^\* #ops +2 members/);
  }
  await ada.run(['rooms', 'unarchive', 'ops']);
  await eventually(() => tail.lines().some((line) => line.includes('ada unarchived the room')));
  expect((await bob.run(['send', '--room', 'ops', 'hello again'])).code).toBe(0);
  tail.signal('SIGINT');
  await tail.done;

  const remove = () => ada.run(['rooms', 'delete', 'ops', '--yes']);
  expect((await remove()).err).toContain('Archive it first');
  await ada.run(['rooms', 'archive', 'ops']);
  expect((await remove()).err).toMatch(/That room can be deleted from 20\d\d-\d\d-\d\d \d\d:\d\d UTC on/);
  const db = new Database(site.folder.in('data/securechat.db'));
  db.prepare('UPDATE rooms SET archived_ms = archived_ms - ?').run(weekMs);
  db.close();
  const unconfirmed = await ada.run(['rooms', 'delete', 'ops']);
  expect([unconfirmed.code, unconfirmed.err]).toEqual([2, expect.stringContaining('add --yes')]);
  const deleted = await ada.run(['rooms', 'delete', 'ops', '--yes', '--json']);
  expect(JSON.parse(deleted.out)).toMatchObject({ deleted: true });
  for (const args of [
    ['history', '--room', 'ops'],
    ['send', '--room', 'ops', 'hi'],
    ['rooms', 'archive', 'ops'],
  ]) {
    const gone = await bob.run(args);
    expect([args, gone.code === 0, gone.err]).toEqual([args, false, expect.stringMatching(/There is no (such )?room/)]);
  }
  expect((await bob.run(['rooms', 'create', 'ops'])).code).toBe(0);
});
