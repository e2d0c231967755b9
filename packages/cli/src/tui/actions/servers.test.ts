import { eventually, FakeClock } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { defaultSettings } from '../../settings/table.ts';
import { fakeBook } from '../testing/fake-book.ts';
import { openChat } from '../testing/open-chat.ts';
import { linkNumbers } from '../text/link-numbers.ts';
import type { ControllerParts } from './controller.ts';

/** A chat at `fake`, with accounts at two other servers. */
async function open(given: Partial<ControllerParts> = {}) {
  const clock = new FakeClock();
  const others = fakeBook(clock, ['work:9000', 'home.example:8443']);
  const chat = await openChat(['hello'], undefined, { book: others.book, ...given });
  const seen = async (look: () => boolean) => {
    await eventually(() => look() || undefined, {
      what: `${chat.list().join(' | ')}\n${chat.screen()}\n${chat.status()}`,
    });
  };
  return { ...chat, others, seen, otherClock: clock };
}

test('one server has no heading, and /server lists what else there is', async () => {
  await using chat = await open();
  expect(chat.list()).toEqual(['>#general']);
  chat.enter('/server');
  await chat.seen(() => chat.screen().includes('Servers'));
  expect(chat.screen()).toMatch(/fake +ada · online · shown/);
  expect(chat.screen()).toMatch(/work:9000 +ada · not open/);
  expect(chat.others.log).toEqual([]);
});

test('/server opens one by some of its name; each talks for itself, and keeps what is typed', async () => {
  await using chat = await open();
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
  expect(work.seen.filter(({ type }) => type === 'say')).toHaveLength(1);
  expect(chat.sentOf('say')).toHaveLength(0);

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

test('what is new at another server is counted there, unread until it is on the screen, and found by Alt-A and the switcher', async () => {
  await using chat = await open({ openToo: ['work', 'home.example'] });
  chat.clock.advance(0);
  await chat.seen(() => chat.list().length === 6 && !chat.list().join().includes('…'));
  expect(chat.list()).toEqual(['fake', '>#general', 'work:9000', ' #general', 'home.example', ' #general']);
  const [work, home] = [chat.others.at('work:9000'), chat.others.at('home.example:8443')];
  work.happens('eve', 'unimportant');
  home.happens('eve', 'hey @ada');
  expect(chat.list().slice(2)).toEqual(['work:9000', ' #general 1', 'home.example', ' #general @1']);
  chat.enter('/server');
  await chat.seen(() => /home.example:8443 +ada · online, 1 unread, 1 naming you/.test(chat.screen()));
  // Mentions first, wherever they are.
  chat.key('escape', 'alt+a');
  expect(chat.screen()).toContain('hey @ada');
  expect(chat.status()).toContain('home.example:8443');
  chat.key('ctrl+k');
  expect(chat.screen()).toMatch(/> #general +work:9000/);
  chat.key('enter');
  expect(chat.screen()).toContain('unimportant');
  expect(chat.list()).toEqual(['fake', ' #general', 'work:9000', '>#general', 'home.example', ' #general']);
  chat.key('alt+a');
  expect(chat.screen()).toContain('Nothing is new in another room');
});

test('the switcher opens a server of which an account is kept', async () => {
  await using chat = await open();
  chat.key('ctrl+k');
  chat.controller.press({ text: 'home' });
  expect(chat.screen()).toMatch(/> home\.example:8443 +ada · opens this server/);
  chat.key('enter');
  await chat.seen(() => chat.status().includes('home.example:8443'));
});

test('a server that fails says so at its heading, and disturbs nobody; /server takes it up again', async () => {
  await using chat = await open({ openToo: ['work', 'nowhere'] });
  chat.clock.advance(0);
  await chat.seen(() => chat.screen().includes('You have no account at nowhere here'));
  await chat.seen(() => chat.list().join() === 'fake,>#general,work:9000, #general');
  const work = chat.others.at('work:9000');
  work.cut(1006);
  await chat.seen(() => chat.list().includes('work:9000 off'));
  chat.otherClock.advance(60_000);
  await chat.seen(() => chat.list().includes('work:9000'));
  work.refuse = { resume: { code: 'session_expired' } };
  work.cut(4001);
  await chat.seen(() => chat.list().includes('work:9000 !'));
  expect(chat.outcomes).toEqual([]);
  chat.enter('still here');
  await chat.seen(() => chat.screen().includes('ada  still here'));
  work.refuse = {};
  chat.enter('/server work');
  await chat.seen(() => chat.status().includes('work:9000') && chat.status().includes('online'));
  expect(chat.others.log).toEqual(['open work:9000', 'close work:9000', 'open work:9000']);
  expect(chat.list()).toEqual(['fake', ' #general', 'work:9000', '>#general']);
});

test('what a server that has ended the session did not get stays where it is, and goes out once when it is taken up again', async () => {
  await using chat = await open({ openToo: ['work'] });
  chat.clock.advance(0);
  await chat.seen(() => chat.list().join() === 'fake,>#general,work:9000, #general');
  const work = chat.others.at('work:9000');
  chat.key('alt+2');
  work.refuse = { say: { code: 'not_a_member' } };
  chat.enter('refused');
  await chat.seen(() => chat.screen().includes('not sent'));
  work.refuse = {};
  work.silent = true;
  chat.enter('unanswered');
  work.cut(4001);
  work.silent = false;
  await chat.seen(() => chat.list().includes('work:9000 !'));
  chat.enter('too late');
  expect(chat.screen()).toMatch(/Nothing can be sent here: .*type:\s+\/server\s+work:9000/s);
  expect(chat.screen()).toContain('> too late');
  expect(chat.screen()).toMatch(/… .*unanswered/);
  chat.key('ctrl+u');
  for (const command of ['/retry', '/discard']) {
    chat.enter(command);
    expect(chat.screen()).toContain('Nothing can be sent here');
    expect(chat.screen()).toMatch(/! .*refused/);
  }
  chat.key('ctrl+y');
  chat.key('alt+1');
  chat.enter('/server work');
  await chat.seen(() => work.log.length === 1 && !/… .*unanswered/.test(chat.screen()));
  expect(chat.screen()).toContain('> too late');
  chat.key('enter');
  await chat.seen(() => work.log.length === 2);
  chat.enter('/retry');
  await chat.seen(() => work.log.length === 3 && !chat.screen().includes('not sent'));
  expect(work.log.map((event) => event.type === 'message' && event.body.kind === 'text' && event.body.text)).toEqual([
    'unanswered',
    'too late',
    'refused',
  ]);
});

test('a server that cannot be opened again stays, and can be tried as often as wanted', async () => {
  await using chat = await open({ openToo: ['work'] });
  chat.clock.advance(0);
  await chat.seen(() => chat.list().join() === 'fake,>#general,work:9000, #general');
  const { at, fails, accounts, drafts } = chat.others;
  const work = at('work:9000');
  // Nothing is kept of what is being written there.
  drafts.clear();
  chat.key('alt+2');
  chat.controller.press({ text: 'half' });
  work.refuse = { resume: { code: 'session_expired' } };
  work.cut(4001);
  await chat.seen(() => chat.list().includes('work:9000 !'));
  accounts.delete('work:9000');
  chat.key('alt+1');
  chat.enter('/server work:9000');
  await chat.seen(() => /You have no account at\s+work:9000/.test(chat.screen()));
  expect(chat.others.log).toEqual(['open work:9000']);
  accounts.add('work:9000');
  fails.set('work:9000', 'The disk is on fire.');
  for (const attempt of ['first', 'second']) {
    chat.enter('/server work:9000');
    await chat.seen(() => chat.screen().includes('The disk is on fire.'));
    expect([attempt, chat.list()]).toEqual([attempt, ['fake', '>#general', 'work:9000 off', ' #general ✎']]);
    chat.key('escape');
  }
  fails.clear();
  work.refuse = {};
  // From its own room, too, where something is being written.
  chat.key('alt+2', 'alt+k');
  chat.controller.press({ text: 'work' });
  expect(chat.screen()).toMatch(/work:9000 +ada · opens this server again/);
  for (let i = 0; i < 5 && !/> work:9000/.test(chat.screen()); i++) chat.key('down');
  chat.key('enter');
  await chat.seen(() => chat.status().includes('online') && chat.screen().includes('> half'));
});

test('an error while one is opened is said and ends nothing, at the start and later', async () => {
  await using chat = await open({ openToo: ['work', 'home.example'] });
  chat.others.fails.set('work:9000', new Error('EACCES: permission\u001b denied'));
  chat.clock.advance(0);
  const said = () => /work:9000\s+could\s+not\s+be\s+opened\s+\(EACCES:\s+permission/.test(chat.screen());
  await chat.seen(said);
  await chat.seen(() => chat.list().join() === 'fake,>#general,home.example, #general');
  chat.key('escape');
  chat.enter('/server work');
  await chat.seen(said);
  expect(chat.outcomes).toEqual([]);
});

test('what is typed behind /server in one go is for that server', async () => {
  await using chat = await open();
  const work = chat.others.at('work:9000');
  work.silent = true;
  chat.enter('/server work');
  chat.controller.press({ text: 'for ' });
  chat.controller.paste('work');
  chat.enter(' only');
  // Nothing of it is dealt with before it is clear where.
  expect(chat.screen()).not.toContain('only');
  await chat.seen(() => chat.status().includes('work:9000') && chat.screen().includes('> for work only'));
  work.silent = false;
  await chat.seen(() => chat.list().includes('>#general') && chat.screen().includes('> for work only'));
  chat.key('enter');
  await chat.seen(() => work.log.length === 1);
  chat.key('alt+1');
  chat.enter('for fake');
  chat.enter('/server home');
  chat.key('alt+1');
  chat.enter('/server work');
  chat.enter('for work again');
  await chat.seen(() => work.log.length === 2);
  expect(chat.server.log).toHaveLength(2);
  await chat.seen(() => chat.list().length === 6);
});

test('where a server cannot be opened, what was meant for it is sent to no other', async () => {
  await using chat = await open();
  chat.others.fails.set('work:9000', 'The disk is on fire.');
  chat.enter('/server work');
  chat.enter('for work only');
  chat.enter('and more');
  await chat.seen(() => chat.screen().includes('The disk is on fire.'));
  expect(chat.screen()).toContain('> for work only');
  chat.key('ctrl+u');
  chat.enter('for fake');
  await chat.seen(() => chat.server.log.length === 2);
  expect(chat.sentOf('say')).toHaveLength(1);
});

test('what is typed before a server has its rooms stays together, in front of what was left there', async () => {
  await using chat = await open();
  const work = chat.others.at('work:9000');
  chat.others.drafts.get('work:9000')?.drafts.set('general', 'left here');
  work.silent = true;
  chat.enter('/server work');
  await chat.seen(() => chat.status().includes('work:9000'));
  chat.controller.press({ text: 'hel' });
  expect(chat.screen()).toContain('> hel');
  work.silent = false;
  await chat.seen(() => chat.list().includes('>#general'));
  chat.controller.press({ text: 'lo' });
  expect(chat.screen()).toMatch(/> hello *\n *left here/);
  chat.stop();
  expect([...(chat.others.drafts.get('work:9000')?.drafts ?? [])]).toEqual([['general', 'hello\nleft here']]);
});

test('what is wrong with a server is told where it is looked at', async () => {
  await using chat = await open({ openToo: ['work'] });
  chat.clock.advance(0);
  await chat.seen(() => chat.list().join() === 'fake,>#general,work:9000, #general');
  const work = chat.others.at('work:9000');
  work.dialFailure = { kind: 'pin_changed', known: 'PIN-ONE', seen: 'PIN-TWO' };
  work.cut(1006);
  chat.otherClock.advance(60_000);
  await chat.seen(() => chat.list().includes('work:9000 !'));
  expect(chat.screen()).not.toContain('PIN');
  chat.key('alt+2');
  expect(chat.status()).toContain('work:9000 · refused');
  expect(chat.screen()).toMatch(/PIN-ONE.*PIN-TWO/s);
  expect([chat.outcomes, chat.others.log]).toEqual([[], ['open work:9000']]);
});

test('/server close leaves one, tells what was not sent, and the last one stays', async () => {
  await using chat = await open({ openToo: ['work'] });
  chat.clock.advance(0);
  await chat.seen(() => chat.list().length === 4);
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

test('a draft is kept when its server is left', async () => {
  await using chat = await open({ openToo: ['work'] });
  chat.clock.advance(0);
  await chat.seen(() => chat.list().join() === 'fake,>#general,work:9000, #general');
  chat.key('alt+2');
  chat.controller.press({ text: 'half' });
  chat.key('alt+1');
  chat.enter('/server close work');
  await chat.seen(() => chat.others.log.at(-1) === 'close work:9000');
  expect([...(chat.others.drafts.get('work:9000')?.drafts ?? [])]).toEqual([['general', 'half']]);
  chat.enter('/server work');
  await chat.seen(() => chat.screen().includes('> half'));
});

test('a server off the screen is asked for nothing; links have their numbers at one server', async () => {
  const links = { numbers: linkNumbers(), inline: true };
  await using chat = await open({ openToo: ['work'], links, size: () => ({ columns: 120, rows: 24 }) });
  chat.clock.advance(0);
  await chat.seen(() => chat.list().join() === 'fake,>#general,work:9000, #general');
  const work = chat.others.at('work:9000');
  const asked = () => work.seen.filter(({ type }) => type === 'room.members').length;
  chat.server.happens('bob', 'see https://one.example/');
  work.happens('eve', 'see https://two.example/');
  expect(chat.screen()).toContain('[1]https://one.example/');
  expect(asked()).toBe(0);
  chat.key('alt+2');
  expect(asked()).toBe(1);
  expect(chat.screen()).toContain('[1]https://two.example/');
});

test('quitting counts what is left at all of them, and closes each', async () => {
  await using chat = await open({ openToo: ['work'] });
  chat.clock.advance(0);
  await chat.seen(() => chat.list().length === 4);
  chat.server.silent = true;
  chat.others.at('work:9000').silent = true;
  chat.enter('one');
  chat.key('alt+2');
  await chat.seen(() => chat.status().includes('work:9000'));
  chat.enter('two');
  chat.enter('/quit');
  expect(chat.outcomes).toMatchObject([{ exitCode: 0, say: expect.stringMatching(/^2 messages were not confirmed/) }]);
  await chat.controller.close();
  expect(chat.others.log.at(-1)).toBe('close work:9000');
  expect(chat.client.getSnapshot().link.at).toBe('offline');
});

test('what was cut out, /dnd and the title go along from server to server', async () => {
  const written: string[] = [];
  const write = (bytes: string) => written.push(bytes);

  const attention = { settings: defaultSettings, variables: {}, write, run: () => {} };
  await using chat = await open({ openToo: ['work'], attention });
  chat.clock.advance(0);
  await chat.seen(() => chat.list().join() === 'fake,>#general,work:9000, #general');
  const work = chat.others.at('work:9000');
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
  // Of the server that is left, too, what was said last counts.
  chat.key('ctrl+u');
  chat.enter('/dnd off');
  chat.server.happens('bob', '@ada loud');
  expect(written.filter((bytes) => bytes === '\u0007')).toHaveLength(2);
});

test('all servers together tell at most once a second; typing ends where one leaves', async () => {
  const written: string[] = [];
  const write = (bytes: string) => written.push(bytes);
  const attention = { settings: defaultSettings, variables: { TERM: 'foot' }, write, run: () => {} };
  await using chat = await open({ openToo: ['work', 'home.example'], attention });
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
