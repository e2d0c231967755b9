import { hideChange, MemoryUserStateStore, notifyChange, roomOf, showChange } from '@securechat/client';
import type { RoomId } from '@securechat/protocol';
import { generalRoom } from '@securechat/protocol';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { openChat } from '../../testing/open-chat.ts';

const open = (said: readonly string[]) => openChat(said, undefined, { userStateStore: new MemoryUserStateStore() });
/** What the server has of these kinds. */
const stored = ({ server }: Awaited<ReturnType<typeof open>>, kind: string) =>
  server.state.entries.filter(([of]) => of === kind).map(([, key, value]) => [key, value]);

test('/star lists a room among the favourites, /star list names them, and /unstar ends it', async () => {
  await using chat = await open(['hello']);
  chat.enter('/star list');
  expect(chat.screen()).toContain('You have no favourites.');
  chat.enter('/dm bob');
  await eventually(() => chat.list().includes('>@bob'));
  chat.enter('/star');
  expect(chat.screen()).toContain('@bob is a favourite.');
  expect(chat.list()).toEqual([' Favourites', '>@bob', ' Rooms', ' #general']);
  await eventually(() => stored(chat, 'star').length === 1);
  chat.enter('/star list');
  expect(chat.screen()).toMatch(/Favourites \(\/unstar ROOM\)\n +@bob/);
  chat.enter('/unstar @bob');
  expect(chat.list()).toEqual([' Rooms', ' #general', ' Direct', '>@bob']);
  chat.enter('/star nowhere');
  expect(chat.screen()).toContain('You are not in #nowhere.');
  await eventually(() => stored(chat, 'star').length === 0);
});

test('/mute takes a level and a time, /mute list names the rooms, and /unmute ends it', async () => {
  await using chat = await open(['hello']);
  chat.enter('/mute');
  expect(chat.screen()).toContain('#general is muted. /unmute ends it.');
  await eventually(() => stored(chat, 'notify').length === 1);
  expect(stored(chat, 'notify')).toEqual([['general', { level: 'none' }]]);
  chat.enter('/mute Mentions 2h');
  expect(chat.screen()).toMatch(/#general notifies about mentions only until \d{4}-\d\d-\d\d \d\d:\d\d/);
  chat.enter('/mute list');
  expect(chat.screen()).toMatch(/#general +notifies about mentions only until/);
  chat.enter('/mute all sometimes');
  expect(chat.screen()).toContain('Usage: /mute');
  chat.enter('/mute sometimes');
  expect(chat.screen()).toContain('You are not in #sometimes.');
  chat.enter('/dm bob');
  await eventually(() => chat.list().includes('>@bob'));
  chat.enter('/mute #General');
  expect(chat.screen()).toContain('#general is muted. /unmute #general ends it.');
  chat.enter('/mute general mentions 1h');
  expect(chat.screen()).toMatch(/#general notifies about mentions only until/);
  chat.enter('/unmute general');
  expect(chat.screen()).toContain('#general is no longer muted.');
  chat.enter('/mute');
  expect(chat.screen()).toContain('@bob is muted. /unmute ends it.');
  chat.enter('/unmute');
  chat.enter('/room general');
  chat.enter('/mute');
  chat.enter('/unmute');
  expect(chat.screen()).toContain('#general is no longer muted.');
  chat.enter('/unmute');
  expect(chat.screen()).toContain('#general is not muted.');
  await eventually(() => stored(chat, 'notify').length === 0);
});

test('/block folds messages to a line, which a key expands, and hides direct messages; /unblock ends it', async () => {
  await using chat = await open(['@ada a secret', 'another']);
  chat.enter('/dm bob');
  await eventually(() => chat.list().includes('>@bob'));
  chat.enter('/block @Bob');
  expect(chat.list()).toEqual(['>#general']);
  expect(chat.screen()).not.toContain('a secret');
  expect(chat.screen()).toContain('message from bob, who is blocked · Alt+O to expand');
  chat.key('alt+o');
  expect(chat.screen()).toContain('another');
  expect(chat.screen()).not.toContain('a secret');
  chat.key('alt+o');
  expect(chat.screen()).not.toContain('another');
  chat.enter('/block');
  expect(chat.screen()).toMatch(/Blocked \(\/unblock USER\)\n +bob/);
  chat.enter('/dm bob hi');
  expect(chat.screen()).toContain('You have blocked bob. To write to them: /unblock bob');
  expect(chat.sentOf('direct.open')).toHaveLength(1);
  chat.enter('/unblock bob');
  expect(chat.screen()).toContain('a secret');
  expect(chat.list()).toContain(' @bob');
  chat.enter('/unblock bob');
  expect(chat.screen()).toContain('bob is not blocked.');
  chat.enter('/block ada');
  expect(chat.screen()).toContain('You cannot block yourself.');
});

test('/highlight adds words that count and notify like mentions, and lists them; /unhighlight ends it', async () => {
  await using chat = await open(['hello']);
  chat.enter('/highlight');
  expect(chat.screen()).toContain('You have no highlight words.');
  chat.enter('/highlight Deploy outage');
  expect(chat.screen()).toContain('deploy, outage notify like a mention, on all your devices.');
  await eventually(() => stored(chat, 'highlight').length === 2);
  expect(stored(chat, 'highlight')).toEqual([
    ['deploy', true],
    ['outage', true],
  ]);
  chat.enter('/dm bob');
  await eventually(() => chat.list().includes('>@bob'));
  chat.server.happens('bob', 'the OUTAGE is over');
  expect(chat.list()).toContain(' #general @1');
  chat.enter('/highlight');
  expect(chat.screen()).toMatch(/Highlight words \(\/unhighlight WORD\)\n +deploy\n +outage/);
  chat.key('escape');
  chat.controller.press({ text: '/unhighlight out' });
  chat.key('tab');
  expect(chat.screen()).toContain('/unhighlight outage');
  chat.key('enter');
  expect(chat.screen()).toContain('outage is no longer highlighted.');
  expect(chat.list()).toContain(' #general 1');
  await eventually(() => stored(chat, 'highlight').length === 1);
  chat.enter('/unhighlight outage');
  expect(chat.screen()).toContain('outage is no highlight word. To list them: /highlight');
  chat.enter(`/highlight ${'x'.repeat(65)}`);
  expect(chat.screen()).toContain('A highlight word can have 64 characters; this one has 65.');
  chat.enter(`/highlight ${Array.from({ length: 100 }, (_, i) => `w${i}`).join(' ')}`);
  expect(chat.screen()).toContain('You can have 100 highlight words, and have 1.');
  expect(stored(chat, 'highlight')).toEqual([['deploy', true]]);
});

test('/hide takes a direct room off the list, and /dm brings it back', async () => {
  await using chat = await open(['hello']);
  chat.enter('/hide');
  expect(chat.screen()).toContain('Only direct rooms can be hidden.');
  chat.enter('/dm bob');
  await eventually(() => chat.list().includes('>@bob'));
  chat.enter('/hide');
  expect(chat.list()).toEqual(['>#general']);
  expect(chat.screen()).toContain('Hid @bob.');
  // When it comes back, the user stays in the room that is shown by then.
  chat.client.setUserState([showChange('direct-bob' as RoomId)]);
  expect(chat.list()).toEqual([' Rooms', '>#general', ' Direct', ' @bob']);
  chat.enter('/dm bob');
  await eventually(() => chat.list().includes('>@bob'));
  chat.client.setUserState([hideChange(roomOf(chat.client.getSnapshot(), 'direct-bob' as RoomId))]);
  expect(chat.list()).toEqual(['>#general']);
});

test('a muted room is dimmed and counts nothing in the list, the title and the order of unread rooms', async () => {
  await using chat = await open(['hello']);
  chat.enter('/dm bob');
  await eventually(() => chat.list().includes('>@bob'));
  chat.server.happens('bob', 'news');
  expect(chat.list()).toContain(' #general 1');
  chat.client.setUserState([notifyChange(generalRoom, 'none')]);
  expect(chat.list()).toContain(' #general');
  chat.key('alt+a');
  expect(chat.screen()).toContain('Nothing new in other rooms.');
});

test('a message is marked as unread while messages are selected, and stays so until another room is shown', async () => {
  await using chat = await open(['one', 'two', 'three']);
  chat.enter('/dm bob');
  await eventually(() => chat.list().includes('>@bob'));
  chat.key('alt+1');
  expect(chat.list()).toContain('>#general');
  chat.key('alt+s', 'up');
  chat.controller.press({ text: 'u' });
  expect(chat.screen()).toContain('Marked as unread.');
  chat.server.happens('bob', 'four');
  expect(chat.list()).toContain('>#general 3');
  chat.key('alt+2');
  expect(chat.list()).toContain(' #general 3');
  chat.key('alt+1');
  expect(chat.list()).toContain('>#general');
});
