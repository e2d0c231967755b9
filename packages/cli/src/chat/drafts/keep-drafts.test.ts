import { expect, test } from 'vitest';
import { MemoryDrafts } from '../../testing/memory-drafts.ts';
import { openChat } from '../../testing/open-chat.ts';

const open = (drafts: MemoryDrafts) => openChat([], undefined, { drafts });

test('a draft is saved a second after a change, not with every key', async () => {
  const drafts = new MemoryDrafts();
  await using chat = await open(drafts);
  for (const text of 'half a sentence') chat.controller.press({ text });
  expect(drafts.writes).toBe(0);
  chat.clock.advance(1000);
  expect([...drafts.drafts]).toEqual([['general', 'half a sentence']]);
  expect(drafts.writes).toBe(1);
  chat.key('left', 'home', 'end');
  chat.clock.advance(5000);
  expect(drafts.writes).toBe(1);
});

test('closing the chat saves the last text, and the next chat starts with it', async () => {
  const drafts = new MemoryDrafts();
  {
    await using chat = await open(drafts);
    chat.enter('said before');
    expect(drafts.sentTexts).toEqual([{ room: 'general', text: 'said before' }]);
    chat.controller.press({ text: 'see ' });
    chat.controller.paste('line\n'.repeat(20));
    chat.key('up');
  }
  expect(drafts.drafts.get('general')).toBe(`see ${'line\n'.repeat(20)}`);
  await using chat = await open(drafts);
  chat.key('ctrl+c', 'up');
  expect(chat.screen()).toContain('> said before');
});

test('a sent text is no longer a draft, even if the program ends at once', async () => {
  const drafts = new MemoryDrafts();
  await using chat = await open(drafts);
  chat.controller.press({ text: 'hello' });
  chat.clock.advance(1000);
  expect(drafts.drafts.size).toBe(1);
  chat.key('enter');
  expect(drafts.drafts.size).toBe(0);
  chat.controller.press({ text: 'more' });
  chat.controller.keepDrafts();
  expect(drafts.drafts.get('general')).toBe('more');
});

test('a command is not saved as a draft once it has run, not even /quit', async () => {
  const drafts = new MemoryDrafts();
  await using chat = await open(drafts);
  chat.enter('/quit');
  chat.stop();
  expect(drafts.drafts.size).toBe(0);
});

test('a failure to save drafts is reported once and blocks nothing', async () => {
  const drafts = new MemoryDrafts();
  drafts.fails = new Error('disk full\u001b[2J');
  await using chat = await open(drafts);
  chat.enter('hello');
  expect(chat.screen()).toContain('Drafts could not be saved on this device (disk full␛[2J)');
  chat.key('escape');
  chat.controller.press({ text: 'more' });
  chat.clock.advance(1000);
  expect(chat.screen()).not.toContain('could not keep');
  drafts.fails = undefined;
  chat.stop();
  expect(drafts.drafts.get('general')).toBe('more');
});

test('other rooms with a draft have a pencil in the room list', async () => {
  const drafts = new MemoryDrafts();
  drafts.drafts.set('general', 'half');
  await using chat = await open(drafts);
  chat.server.refuse = { 'message.send': { code: 'bad_text' } };
  expect(chat.list()).toEqual(['>#general']);
  void chat.client.say('den' as never, 'to another room');
  chat.key('ctrl+n');
  expect(chat.list()).toEqual([' #general ✎', '>#den']);
});

test('pasted tabs are sent unchanged, and drawn to tab stops', async () => {
  const drafts = new MemoryDrafts();
  const text = 'all:\n\tcc -o a\ta.c';
  {
    await using chat = await open(drafts);
    chat.controller.paste(text.replaceAll('\n', '\r'));
    expect(chat.screen()).toMatch(/> all:\n {2} {8}cc -o a a\.c/);
  }
  expect(drafts.drafts.get('general')).toBe(text);
  await using chat = await open(drafts);
  chat.key('enter');
  expect(chat.sentOf('message.send').at(-1)).toMatchObject({ body: { kind: 'text', text } });
  expect(chat.screen()).toMatch(/ {8}cc -o a a\.c/);
  expect(drafts.sentTexts).toEqual([{ room: 'general', text }]);
});

test('the chat opens in the room that was shown last, unless one is named', async () => {
  const drafts = new MemoryDrafts();
  {
    await using chat = await open(drafts);
    expect(chat.ui().room).toBeUndefined();
    chat.controller.press({ text: 'x' });
    chat.clock.advance(1000);
    expect(drafts.lastRoom).toBe('general');
  }
  drafts.showed('cats');
  await using last = await open(drafts);
  expect(last.ui().room).toBe('cats');
  // A room that the user has left since is ignored.
  expect(last.screen()).toContain('> x');
  await using named = await openChat([], 'general', { drafts });
  expect(named.ui()).toMatchObject({ room: undefined, wanted: 'general' });
});
