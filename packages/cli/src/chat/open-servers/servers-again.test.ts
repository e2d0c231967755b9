import { expect, test } from 'vitest';
import { openBoth, openSeveral } from '../../testing/open-several.ts';
import { room } from '../../testing/values.ts';

test('a server that fails is marked in its heading and affects no other; /server reopens it', async () => {
  await using chat = await openSeveral({ openToo: ['work', 'nowhere'] });
  chat.clock.advance(0);
  await chat.seen(() => chat.screen().includes('You are not logged in at nowhere'));
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

test('unsent messages of a server that ended the session stay, and are sent once when it is reopened', async () => {
  await using chat = await openBoth();
  const { work } = chat;
  chat.key('alt+2');
  work.refuse = { 'message.send': { code: 'not_a_member' } };
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

test('a server that cannot be reopened stays in the list, and can be retried', async () => {
  await using chat = await openBoth();
  const { at, fails, accounts, drafts } = chat.others;
  const work = at('work:9000');
  // The draft there is not stored.
  drafts.clear();
  chat.key('alt+2');
  chat.controller.press({ text: 'half' });
  work.refuse = { resume: { code: 'session_expired' } };
  work.cut(4001);
  await chat.seen(() => chat.list().includes('work:9000 !'));
  accounts.delete('work:9000');
  chat.key('alt+1');
  chat.enter('/server work:9000');
  await chat.seen(() => /You are not logged in at\s+work:9000/.test(chat.screen()));
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
  // Also from its own room, with a draft in it.
  chat.key('alt+2', 'alt+k');
  chat.controller.press({ text: 'work' });
  expect(chat.screen()).toMatch(/work:9000 +ada · reopen this server/);
  for (let i = 0; i < 5 && !/> work:9000/.test(chat.screen()); i++) chat.key('down');
  chat.key('enter');
  await chat.seen(() => chat.status().includes('online') && chat.screen().includes('> half'));
});

test('an error while opening a server is reported and ends nothing, at the start and later', async () => {
  await using chat = await openSeveral({ openToo: ['work', 'home.example'] });
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

test('text typed right after /server is for that server', async () => {
  await using chat = await openSeveral();
  const work = chat.others.at('work:9000');
  work.silent = true;
  chat.enter('/server work');
  chat.controller.press({ text: 'for ' });
  chat.controller.paste('work');
  chat.enter(' only');
  // Nothing is handled before the server is open.
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

test('if a server cannot be opened, text meant for it is sent to no other', async () => {
  await using chat = await openSeveral();
  chat.others.fails.set('work:9000', 'The disk is on fire.');
  chat.enter('/server work');
  chat.enter('for work only');
  chat.enter('and more');
  await chat.seen(() => chat.screen().includes('The disk is on fire.'));
  expect(chat.screen()).toContain('> for work only');
  chat.key('ctrl+u');
  chat.enter('for fake');
  await chat.seen(() => chat.server.log.length === 2);
  expect(chat.sentOf('message.send')).toHaveLength(1);
});

test('text typed before a server has rooms stays together, in front of an earlier draft', async () => {
  await using chat = await openSeveral();
  const work = chat.others.at('work:9000');
  chat.others.drafts.get('work:9000')?.drafts.set('general', 'left here');
  work.silent = true;
  chat.enter('/server work');
  await chat.seen(() => chat.status().includes('work:9000'));
  chat.controller.press({ text: 'hel' });
  chat.key('enter');
  expect(chat.screen()).toContain('are still loading');
  expect(chat.screen()).toContain('> hel');
  work.silent = false;
  await chat.seen(() => chat.list().includes('>#general'));
  chat.controller.press({ text: 'lo' });
  expect(chat.screen()).toMatch(/> hello *\n *left here/);
  chat.stop();
  expect([...(chat.others.drafts.get('work:9000')?.drafts ?? [])]).toEqual([['general', 'hello\nleft here']]);
});

test('a reopened server shows its last room', async () => {
  await using chat = await openBoth();
  const { work } = chat;
  const joinCats = () => {
    const joined = { room: 'cats', seq: 1, id: 'cats-1', author: 'ada', at: 0, type: 'member-joined' } as never;
    work.push({ type: 'events', room: room('cats'), after: 0, head: 1, jump: 'new', events: [joined] });
  };
  joinCats();
  chat.key('alt+2');
  chat.enter('/room cats');
  expect(chat.list().slice(2)).toEqual(['work:9000', ' #general', '>#cats']);
  work.cut(4001);
  await chat.seen(() => chat.list().includes('work:9000 !'));
  chat.enter('/server work');
  await chat.seen(() => chat.list().slice(2).join() === 'work:9000,>#general');
  joinCats();
  expect(chat.list().slice(2)).toEqual(['work:9000', ' #general', '>#cats']);
});

test('from a server without rooms Ctrl+N goes to the first room of all, Ctrl+P to the last', async () => {
  await using chat = await openBoth();
  chat.others.at('home.example:8443').silent = true;
  for (const [key, name] of [
    ['ctrl+n', 'fake'],
    ['ctrl+p', 'work:9000'],
  ] as const) {
    chat.enter('/server home');
    await chat.seen(() => chat.status().includes('home.example'));
    chat.key(key);
    expect(chat.status()).toContain(name);
  }
});
