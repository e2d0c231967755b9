import { expect, test } from 'vitest';
import { writtenAttention } from '../../testing/attention.ts';
import { openBoth, openSeveral } from '../../testing/open-several.ts';
import { linkNumbers } from '../../text/link-numbers.ts';

test('a single server has no heading, and /server lists the others', async () => {
  await using chat = await openSeveral();
  expect(chat.list()).toEqual(['>#general']);
  chat.enter('/server');
  await chat.seen(() => chat.screen().includes('Servers'));
  expect(chat.screen()).toMatch(/fake +ada · online · current/);
  expect(chat.screen()).toMatch(/work:9000 +ada · not open/);
  expect(chat.others.log).toEqual([]);
});

test('/server opens a server by part of its name; each has its own status and draft', async () => {
  await using chat = await openSeveral();
  const work = chat.others.at('work:9000');
  work.happens('eve', 'at work', false);
  chat.controller.press({ text: '/server wo' });
  chat.key('tab');
  expect(chat.screen()).toContain('> /server work:9000');
  chat.key('enter');
  await chat.seen(() => chat.screen().includes('at work'));
  expect(chat.list()).toEqual(['fake', ' #general', 'work:9000', '>#general']);
  expect(chat.status()).toContain('work:9000');
  expect(chat.screen()).not.toContain('hello');

  chat.enter('to work');
  await chat.seen(() => chat.screen().includes('ada  to work'));
  expect(work.seen.filter(({ type }) => type === 'message.send')).toHaveLength(1);
  expect(chat.sentOf('message.send')).toHaveLength(0);

  chat.controller.press({ text: 'a draft' });
  chat.key('alt+1');
  expect(chat.screen()).toContain('hello');
  expect(chat.screen()).not.toContain('a draft');
  expect(chat.list()).toEqual(['fake', '>#general', 'work:9000', ' #general ✎']);
  chat.key('ctrl+n');
  expect(chat.screen()).toContain('> a draft');
  chat.stop();
  expect([...(chat.others.drafts.get('work:9000')?.drafts ?? [])]).toEqual([['general', 'a draft']]);
});

test('unread messages of another server are counted in its heading until they are shown, and found by Alt-A and the switcher', async () => {
  await using chat = await openSeveral({ openToo: ['work', 'home.example'] });
  chat.clock.advance(0);
  await chat.seen(() => chat.list().length === 6 && !chat.list().join().includes('…'));
  expect(chat.list()).toEqual(['fake', '>#general', 'work:9000', ' #general', 'home.example', ' #general']);
  const [work, home] = [chat.others.at('work:9000'), chat.others.at('home.example:8443')];
  work.happens('eve', 'unimportant');
  home.happens('eve', 'hey @ada');
  expect(chat.list().slice(2)).toEqual(['work:9000', ' #general 1', 'home.example', ' #general @1']);
  chat.enter('/server');
  await chat.seen(() => /home.example:8443 +ada · online, 1 unread, 1 mention/.test(chat.screen()));
  // Mentions first, on whichever server.
  chat.key('escape', 'alt+a');
  expect(chat.screen()).toContain('hey @ada');
  expect(chat.status()).toContain('home.example:8443');
  chat.key('ctrl+k');
  expect(chat.screen()).toMatch(/> #general +work:9000/);
  chat.key('enter');
  expect(chat.screen()).toContain('unimportant');
  expect(chat.list()).toEqual(['fake', ' #general', 'work:9000', '>#general', 'home.example', ' #general']);
  chat.key('alt+a');
  expect(chat.screen()).toContain('Nothing new in other rooms');
});

test('the switcher opens a server with a stored account', async () => {
  await using chat = await openSeveral();
  chat.key('ctrl+k');
  chat.controller.press({ text: 'home' });
  expect(chat.screen()).toMatch(/> home\.example:8443 +ada · open this server/);
  chat.key('enter');
  await chat.seen(() => chat.status().includes('home.example:8443'));
});

test('a problem with a server is shown on its screen', async () => {
  await using chat = await openBoth();
  const { work } = chat;
  work.dialFailure = { kind: 'pin-changed', known: 'PIN-ONE', seen: 'PIN-TWO' };
  work.cut(1006);
  chat.otherClock.advance(60_000);
  await chat.seen(() => chat.list().includes('work:9000 !'));
  expect(chat.screen()).not.toContain('PIN');
  chat.key('alt+2');
  expect(chat.status()).toContain('work:9000 · disconnected');
  expect(chat.screen()).toMatch(/PIN-ONE.*PIN-TWO/s);
  expect([chat.outcomes, chat.others.log]).toEqual([[], ['open work:9000']]);
});

test('/server close closes one, reports unsent messages, and refuses to close the last one', async () => {
  await using chat = await openBoth();
  chat.enter('/server work');
  await chat.seen(() => chat.status().includes('work:9000'));
  chat.others.at('work:9000').silent = true;
  chat.enter('unanswered');
  chat.enter('/server close');
  await chat.seen(() => chat.list().join() === '>#general');
  expect(chat.screen()).toMatch(/work:9000 is closed\. 1 message was not confirmed.*It is kept/s);
  await chat.seen(() => chat.others.log.at(-1) === 'close work:9000');
  chat.enter('/server close fake');
  await chat.seen(() => chat.screen().includes('No other server is open'));
  chat.enter('/server close home');
  await chat.seen(() => chat.screen().includes('home.example:8443 is not open'));
  const work = chat.others.at('work:9000');
  expect(work.log).toEqual([]);
  work.silent = false;
  chat.enter('/server work');
  await chat.seen(() => /\d ada +unanswered/.test(chat.screen()));
  expect(work.log).toHaveLength(1);
});

test('a draft is stored when its server is closed', async () => {
  await using chat = await openBoth();
  chat.key('alt+2');
  chat.controller.press({ text: 'half' });
  chat.key('alt+1');
  chat.enter('/server close work');
  await chat.seen(() => chat.others.log.at(-1) === 'close work:9000');
  expect([...(chat.others.drafts.get('work:9000')?.drafts ?? [])]).toEqual([['general', 'half']]);
  chat.enter('/server work');
  await chat.seen(() => chat.screen().includes('> half'));
});

test('a hidden server gets no requests; link numbers belong to one server', async () => {
  const links = { numbers: linkNumbers(), inline: true };
  await using chat = await openBoth({ links, size: () => ({ columns: 120, rows: 24 }) });
  const { work } = chat;
  const asked = () => work.seen.filter(({ type }) => type === 'room.members').length;
  chat.server.happens('bob', 'see https://one.example/');
  work.happens('eve', 'see https://two.example/');
  expect(chat.screen()).toContain('[1]https://one.example/');
  expect(asked()).toBe(0);
  chat.key('alt+2');
  expect(asked()).toBe(1);
  expect(chat.screen()).toContain('[1]https://two.example/');
});

test('quitting reports unsent messages of all servers, and closes each', async () => {
  await using chat = await openBoth();
  chat.server.silent = true;
  chat.others.at('work:9000').silent = true;
  chat.enter('one');
  chat.key('alt+2');
  await chat.seen(() => chat.status().includes('work:9000'));
  chat.enter('two');
  chat.enter('/quit');
  expect(chat.outcomes).toMatchObject([
    { exitCode: 0, message: expect.stringMatching(/^2 messages were not confirmed/) },
  ]);
  await chat.controller.close();
  expect(chat.others.log.at(-1)).toBe('close work:9000');
  expect(chat.client.getSnapshot().link.status).toBe('offline');
});

test('cut text, /dnd and the title are shared by all servers', async () => {
  const { written, attention } = writtenAttention();
  await using chat = await openBoth({ attention });
  const { work } = chat;
  work.happens('eve', '@ada ping');
  expect(written.filter((bytes) => bytes === '\u0007')).toHaveLength(1);
  chat.clock.advance(1000);
  expect(written.at(-1)).toBe('\u001b]2;(1) SecureChat · #general · fake\u0007');
  chat.enter('/dnd');
  chat.controller.press({ text: 'cut out' });
  chat.key('ctrl+u');
  chat.key('alt+2', 'ctrl+y');
  expect(chat.screen()).toContain('> cut out');
  chat.clock.advance(1000);
  expect(written.at(-1)).toBe('\u001b]2;SecureChat · #general · work:9000\u0007');
  chat.server.happens('bob', '@ada quiet');
  expect(written.filter((bytes) => bytes === '\u0007')).toHaveLength(1);
  // The last setting counts, also of the server that was left.
  chat.key('ctrl+u');
  chat.enter('/dnd off');
  chat.server.happens('bob', '@ada loud');
  expect(written.filter((bytes) => bytes === '\u0007')).toHaveLength(2);
});

test('all servers together notify at most once a second; typing ends when a server is left', async () => {
  const { written, attention } = writtenAttention({ TERM: 'foot' });
  await using chat = await openSeveral({ openToo: ['work', 'home.example'], attention });
  chat.clock.advance(0);
  await chat.seen(() => chat.list().length === 6 && !chat.list().join().includes('…'));
  const notices = () => written.filter((bytes) => bytes.includes('notify')).map((bytes) => bytes.split(';')[2]);
  chat.others.at('work:9000').happens('eve', '@ada one');
  chat.others.at('work:9000').happens('eve', '@ada two');
  chat.others.at('home.example:8443').happens('eve', '@ada three');
  expect(notices()).toEqual(['#general (work:9000): you are mentioned']);
  chat.clock.advance(1000);
  expect(notices()).toHaveLength(2);
  chat.clock.advance(1000);
  expect(notices()).toHaveLength(3);

  chat.controller.press({ text: 'half' });
  chat.key('alt+2');
  expect(chat.sentOf('typing.set')).toMatchObject([{ on: true }, { on: false }]);
});
