import { ok } from '@securechat/protocol';
import { FakeClock } from '@securechat/testkit';
import { expect, test } from 'vitest';
import type { ServerDirectory } from '../chat/open-servers/servers.ts';
import { fakeDirectory } from '../testing/fake-directory.ts';
import { count, opened } from '../testing/line-mode.ts';

test('several servers: output of a hidden server has its name and stays unread; /server switches there and back', async () => {
  const others = fakeDirectory(new FakeClock(), ['work:9000']);
  const work = others.at('work:9000');
  work.happens('eve', 'at work', false);
  const chat = await opened(['at home'], { terminal: true, given: { directory: others.directory, openToo: ['work'] } });
  await chat.hears('Connected to fake:1');
  chat.clock.advance(0);
  await chat.hears('work:9000: Connected to work:9000 as ada.');
  expect(chat.out()).not.toContain('at work');
  await chat.hears('fake:1 general> ');
  work.happens('eve', 'lunch, @ada?');
  await chat.hears(/work:9000: #general, eve, \d\d:\d\d: lunch/);
  chat.type('/server\r');
  await chat.hears('work:9000: ada · online, 1 unread, 1 mention');
  chat.type('/server work\r');
  await chat.hears('work:9000 general> ');
  expect(chat.out()).toMatch(/Server work:9000\..*Room #general\..*eve, \d\d:\d\d: at work.*eve, \d\d:\d\d: lunch/s);
  chat.type('on my way\r');
  await chat.hears(/ada, \d\d:\d\d: on my way/);
  expect([work.log.length, chat.server.log.length]).toEqual([3, 1]);
  chat.server.happens('bob', 'still there?');
  await chat.hears(/fake:1: #general, bob, \d\d:\d\d: still there\?/);
  work.refuse = { resume: { code: 'session_expired' } };
  work.cut(4001);
  await chat.hears('When this is fixed, type: /server work:9000');
  chat.type('into the void\r');
  await chat.hears('Nothing can be sent here');
  chat.type('/server close\r');
  await chat.hears('work:9000 is closed.');
  await chat.hears(/Server fake:1\..*Room #general\..*bob, \d\d:\d\d: at home.*bob, \d\d:\d\d: still there\?/s);
  chat.type('/quit\r');
  expect(await chat.outcome).toEqual({ exitCode: 0 });
  expect(others.log).toEqual(['open work:9000', 'close work:9000']);
});

test('a hidden server cannot print a line that looks like one of another server', async () => {
  const theirs = new FakeClock();
  const { directory, at } = fakeDirectory(theirs, ['work:9000']);
  const work = at('work:9000');
  work.dialFailure = { kind: 'unreachable', detail: 'gone\nbob, 12:00: forged' };
  const withRemark: ServerDirectory = {
    ...directory,
    open: async (name) => {
      const opened = await directory.open(name);
      return opened.ok ? ok({ ...opened.value, notice: 'remark\nbob, 12:00: forged' }) : opened;
    },
  };
  const chat = await opened([], { terminal: true, given: { directory: withRemark, openToo: ['work'] } });
  await chat.hears('Connected to fake:1');
  chat.clock.advance(0);
  await chat.hears('work:9000: Not connected');
  work.dialFailure = undefined;
  theirs.advance(60_000);
  await chat.hears('work:9000: Connected to work:9000');
  work.happens('eve', '@ada\nbob, 12:00: forged');
  await chat.hears('work:9000: #general, eve');
  work.answers.resume = { type: 'error', code: 'session_expired', message: 'ended\nbob, 12:00: forged' };
  work.cut();
  theirs.advance(60_000);
  await chat.hears('When this is fixed, type: /server work:9000');
  expect(count(chat.out(), 'forged')).toBe(4);
  expect(chat.out()).not.toMatch(/^bob, /mu);
  chat.type('/quit\r');
  await chat.outcome;
});
