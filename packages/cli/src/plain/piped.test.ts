import { roomOf } from '@securechat/client';
import { generalRoom } from '@securechat/protocol';
import { eventually, FakeClock } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { fakeDirectory } from '../testing/fake-directory.ts';
import { opened } from '../testing/line-mode.ts';

test('the lines of a pipe are sent in order, and it ends once all are acknowledged', async () => {
  const chat = await opened([]);
  chat.type('one\n//two\n/me waves\n//me waves\n');
  chat.end();
  expect(await chat.outcome).toEqual({ exitCode: 0 });
  expect(chat.server.log.map((event) => event.type === 'message' && event.body)).toEqual([
    { kind: 'text', text: 'one' },
    { kind: 'text', text: '/two' },
    { kind: 'text', text: '/me waves' },
    { kind: 'text', text: '//me waves' },
  ]);
  expect(chat.out()).toMatch(
    /ada, \d\d:\d\d: one\nada, \d\d:\d\d: \/two\n\* ada waves, \d\d:\d\d\nada, \d\d:\d\d: \/me waves\n/,
  );
});

test('an output pipe that is not read costs bounded memory, and the number of dropped entries is reported', async () => {
  const chat = await opened([]);
  await chat.hears('Connected');
  chat.stdout.pause();
  const long = 'x'.repeat(16_000);
  for (let i = 0; i < 400; i++) chat.server.happens('bob', long);
  await eventually(() => roomOf(chat.client.getSnapshot(), generalRoom).cursor === 400);
  expect(chat.stdout.writableLength).toBeLessThan(5 * 1024 * 1024);
  chat.stdout.resume();
  await chat.hears(/\d+ entries were not shown: the reader is too slow/);
  chat.end();
  expect(await chat.outcome).toEqual({ exitCode: 0 });
});

test('a refused line of a pipe ends the chat as it ends send', async () => {
  const chat = await opened([]);
  await chat.hears('Connected');
  chat.server.refuse = { 'message.send': { code: 'bad_text' } };
  chat.type('one\n');
  chat.end();
  expect(await chat.outcome).toMatchObject({ exitCode: 5, message: expect.stringContaining('Line 1: ') });
  expect(chat.out()).toContain('Not sent: one. ');
});

test('after a room that cannot be joined no line goes to another room', async () => {
  const chat = await opened([]);
  await chat.hears('Connected');
  chat.server.refuse = { 'room.join': { code: 'no_such_room' } };
  chat.type('/join ops\nfor ops only\n');
  chat.end();
  expect(await chat.outcome).toMatchObject({ exitCode: 5, message: expect.stringContaining('#ops') });
  expect(chat.server.log).toEqual([]);
});

test('the lines of a pipe are never sent to another server', async () => {
  const others = fakeDirectory(new FakeClock(), ['work:9000']);
  const chat = await opened([], { given: { directory: others.directory, openToo: ['work'] } });
  await chat.hears('Connected');
  chat.type('/server work\nfor work only\n');
  chat.end();
  expect(await chat.outcome).toMatchObject({ exitCode: 5, message: expect.stringContaining('one server') });
  expect([chat.server.log, others.log]).toEqual([[], []]);
});
