import type { Invitation, RoomEvent, RoomId, RoomSummary, UserId } from '@securechat/protocol';
import { FakeClock } from '@securechat/testkit';
import { expect, onTestFinished, test } from 'vitest';
import type { ChatInput } from '../chat/input.ts';
import { emptyState, reduce } from '../chat/reducer.ts';
import { roomSections, roomsInOrder } from '../chat/room-list.ts';
import { roomOf } from '../chat/selectors.ts';
import { attentionOf, roomsWithNews } from '../chat/unread.ts';
import { clientOf } from '../testing/client-of.ts';
import { describedAs } from '../testing/description.ts';
import { FakeServer } from '../testing/fake-server.ts';
import { FailingUserStateStore } from '../testing/memory-stores.ts';
import { blockChange, blockedUsers, isBlocked } from './blocked.ts';
import { hideChange, isHidden, showChange } from './hidden-rooms.ts';
import { addHighlightWords, highlightChange, readHighlightWord } from './highlight-change.ts';
import { highlightWords } from './highlight-words.ts';
import { notifyChange, notifyLevelOf } from './notify-level.ts';
import { isStarred, starChange } from './stars.ts';

const [ada, bob, eve] = ['ada' as UserId, 'bob' as UserId, 'eve' as UserId];
const [general, dev, ops, direct] = ['general', 'dev', 'ops', 'rdirect'] as RoomId[] as [
  RoomId,
  RoomId,
  RoomId,
  RoomId,
];
const summary = (id: RoomId): RoomSummary & { online: UserId[] } => ({
  ...{ id, ...describedAs(id, { members: 2 }), head: 0, joined: true, online: [] },
  ...(id === direct ? { kind: 'direct', with: [bob] } : {}),
});
const keeps = (...entries: Extract<ChatInput, { kind: 'user-state' }>['entries']): ChatInput => ({
  kind: 'user-state',
  entries,
});
const said = (room: RoomId, seq: number, author: UserId, text = 'hi'): ChatInput => {
  const event = {
    type: 'message',
    room,
    seq,
    n: seq,
    id: `${room}${seq}`,
    author,
    at: seq,
    body: { kind: 'text', text },
  };
  return { kind: 'events', room, jump: undefined, after: seq - 1, events: [event as unknown as RoomEvent] };
};
/** ada, a member of four rooms, after these inputs. */
const all = (...inputs: ChatInput[]) => {
  const rooms: ChatInput = { kind: 'rooms', rooms: [general, dev, ops, direct].map(summary) };
  return [{ kind: 'me', me: ada } as const, rooms, ...inputs].reduce(reduce, emptyState);
};
const unread = (state: ReturnType<typeof all>, room: RoomId) => {
  const { unread: messages, mentions } = attentionOf(state, room);
  return [messages, mentions];
};

test('starred rooms come first, then rooms, then direct rooms, each by name', () => {
  const state = all(said(direct, 4, bob), keeps(starChange(ops, true)));
  expect(roomSections(state)).toEqual([
    { kind: 'favourites', rooms: [ops] },
    { kind: 'rooms', rooms: [general, dev] },
    { kind: 'direct', rooms: [direct] },
  ]);
  expect([isStarred(state, ops), isStarred(state, dev)]).toEqual([true, false]);
  expect(isStarred(reduce(state, keeps(starChange(ops, false))), ops)).toBe(false);
});

test('rooms are sorted by their newest message, or with unread ones first', () => {
  const state = all(said(general, 1, ada), said(dev, 2, bob), said(ops, 3, bob, '@ada look'), said(direct, 4, bob));
  expect(roomsInOrder(state, 'recent')).toEqual([ops, dev, general, direct]);
  expect(roomsInOrder(state, 'unread')).toEqual([ops, dev, general, direct]);
  const muted = reduce(state, keeps(notifyChange(ops, 'none')));
  expect(roomsInOrder(muted, 'unread')).toEqual([dev, general, ops, direct]);
});

test('a muted room counts nothing, and one at the level of mentions counts those', () => {
  const state = all(said(dev, 1, bob), said(dev, 2, bob, '@ada look'));
  expect([unread(state, dev), roomsWithNews(state)]).toEqual([[2, 1], [dev]]);
  const some = reduce(state, keeps(notifyChange(dev, 'mentions')));
  expect([unread(some, dev), notifyLevelOf(some, dev)]).toEqual([[1, 1], 'mentions']);
  const none = reduce(state, keeps(notifyChange(dev, 'none')));
  expect([unread(none, dev), roomsWithNews(none)]).toEqual([[0, 0], []]);
  const ended = reduce(none, keeps(notifyChange(dev, undefined)));
  expect([unread(ended, dev), notifyLevelOf(ended, dev)]).toEqual([[2, 1], undefined]);
});

test('messages of blocked people are not unread, and they are not shown as typing', () => {
  const typing = { kind: 'typing', room: dev, user: eve, on: true } as const;
  const before = all(said(dev, 1, bob), said(dev, 2, eve, '@ada look'), typing);
  expect([unread(before, dev), roomOf(before, dev).typing]).toEqual([[2, 1], [eve]]);
  const state = reduce(before, keeps(blockChange(eve, true)));
  expect([unread(state, dev), roomOf(state, dev).typing]).toEqual([[1, 0], []]);
  expect(roomOf(reduce(state, typing), dev).typing).toEqual([]);
  expect([isBlocked(state, eve), blockedUsers(state)]).toEqual([true, [eve]]);
  expect(unread(reduce(state, keeps(blockChange(eve, false))), dev)).toEqual([2, 1]);
});

test('messages with a highlight word count like mentions, until the word is removed', () => {
  const state = all(said(dev, 1, bob, 'Deploy at noon'), said(dev, 2, eve, 'redeploy'));
  expect(unread(state, dev)).toEqual([2, 0]);
  const words = reduce(state, keeps(highlightChange('deploy', true)));
  expect([unread(words, dev), highlightWords(words.userState.highlight)]).toEqual([[2, 1], ['deploy']]);
  const some = reduce(words, keeps(notifyChange(dev, 'mentions')));
  expect(unread(some, dev)).toEqual([1, 1]);
  expect(unread(reduce(words, keeps(highlightChange('deploy', false))), dev)).toEqual([2, 0]);
});

test('highlight words are single words in lower case, of limited length and number', () => {
  const added = (typed: string[], known: string[] = []) => addHighlightWords(known, typed);
  expect(added(['Deploy', 'deploy', 'c++', 'old'], ['old'])).toEqual({
    ok: true,
    value: [highlightChange('deploy', true), highlightChange('c++', true)],
  });
  for (const typed of ['', ' ', 'on call', 'a\u0007b']) expect(readHighlightWord(typed).ok, typed).toBe(false);
  expect(readHighlightWord('x'.repeat(65))).toEqual({
    ok: false,
    error: 'A highlight word can have 64 characters; this one has 65.',
  });
  const full = Array.from({ length: 100 }, (_, i) => `w${i}`);
  expect(added(['w1'], full)).toEqual({ ok: true, value: [] });
  expect(added(['more'], full)).toEqual({
    ok: false,
    error: 'You can have 100 highlight words, and have 100. Remove some first.',
  });
});

test('direct rooms with blocked people, and their invitations, are not listed', () => {
  const by = (user: UserId) => ({ room: `r${user}` as RoomId, by: user }) as unknown as Invitation;
  const state = all(said(direct, 4, bob), { kind: 'invited', invitation: by(bob) }, keeps(blockChange(bob, true)));
  expect([state.rooms.includes(direct), state.invitations]).toEqual([false, []]);
  expect(reduce(state, { kind: 'invited', invitation: by(bob) }).invitations).toEqual([]);
  expect(reduce(state, { kind: 'invited', invitation: by(eve) }).invitations).toHaveLength(1);
  expect(reduce(state, keeps(blockChange(bob, false))).rooms).toContain(direct);
});

test('a hidden direct room comes back with its next message', () => {
  const before = all(said(direct, 4, bob));
  const state = reduce(before, keeps(hideChange(roomOf(before, direct))));
  expect([state.rooms.includes(direct), isHidden(state.userState, roomOf(state, direct))]).toEqual([false, true]);
  expect(reduce(state, said(direct, 5, bob)).rooms).toContain(direct);
  expect(reduce(state, keeps(showChange(direct))).rooms).toContain(direct);
});

test('a room that is muted for a time notifies again afterwards', async () => {
  const [server, clock] = [new FakeServer(), new FakeClock()];
  const client = clientOf(server, clock, { userStateStore: new FailingUserStateStore() });
  onTestFinished(() => client.close());
  await client.connect();
  await client.synced();
  const level = () => notifyLevelOf(client.getSnapshot(), general);
  client.setUserState([notifyChange(general, 'none', clock.nowMs() + 60_000)]);
  clock.advance(59_000);
  expect(level()).toBe('none');
  clock.advance(1000);
  expect(level()).toBeUndefined();
  server.keeps(notifyChange(general, 'none', clock.nowMs() - 1));
  expect(level()).toBeUndefined();
});

test('a direct room that the user opens is no longer hidden', async () => {
  const [server, clock] = [new FakeServer(), new FakeClock()];
  const client = clientOf(server, clock, { userStateStore: new FailingUserStateStore() });
  onTestFinished(() => client.close());
  await client.connect();
  await client.synced();
  const room = await client.openDirect('bob');
  expect(room.ok).toBe(true);
  if (!room.ok) return;
  client.setUserState([hideChange(room.value)]);
  expect(client.getSnapshot().rooms).not.toContain(room.value.id);
  await client.openDirect('bob');
  expect(client.getSnapshot().rooms).toContain(room.value.id);
});
