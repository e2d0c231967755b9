import { blockChange, highlightChange, type MessageEntry, notifyChange } from '@securechat/client';
import type { StateEntry } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { defaultSettings, type RoomSettings } from '../../settings/table.ts';
import { aChat, aMessage, anEvent, aRoom, keeps, room, user } from '../../testing/values.ts';
import { type NotificationSettings, notificationFor, type RoomNotifications, waitingCount } from './policy.ts';
import { titleOf } from './title.ts';

const said = (text: string, author = 'bob', where = 'general'): MessageEntry => ({
  ...aMessage(1, author, text),
  room: room(where),
});

const settingsOf = (
  general: Partial<RoomSettings> = {},
  more: Partial<NotificationSettings> = {},
): NotificationSettings => ({
  ...defaultSettings,
  rooms: { general: { notify: 'mentions', muted: false, ...general } },
  ...more,
});

const attending = (given: Partial<RoomNotifications> = {}): RoomNotifications => ({
  chat: aChat([]),
  shown: room('cats'),
  kindOf: () => 'public',
  nameOf: (room) => room,
  focused: true,
  settings: settingsOf(),
  ...given,
});

/** A user who keeps this. */
const keeping = (...entries: readonly StateEntry[]) => ({ chat: aChat([], { userState: keeps(...entries) }) });

test.each<[string, MessageEntry, Partial<RoomNotifications>, ReturnType<typeof notificationFor>]>([
  ['a mention is told', said('hi @Ada!'), {}, 'mention'],
  ['another message is not', said('hi all'), {}, undefined],
  ['unless all of the room are', said('hi all'), { settings: settingsOf({ notify: 'all' }) }, 'message'],
  ['where a mention stays one', said('hi @ada'), { settings: settingsOf({ notify: 'all' }) }, 'mention'],
  ['of none of a room', said('hi @ada'), { settings: settingsOf({ notify: 'none' }) }, undefined],
  ['of no muted room', said('hi @ada'), { settings: settingsOf({ notify: 'all', muted: true }) }, undefined],
  ['of a room without settings, mentions', said('hi @ada', 'bob', 'constructor'), {}, 'mention'],
  [
    'not while disturbing is unwanted',
    said('hi @ada'),
    { settings: settingsOf({}, { doNotDisturb: true }) },
    undefined,
  ],
  ['not if it is off', said('hi @ada'), { settings: settingsOf({}, { notify: 'off' }) }, undefined],
  [
    'a message with an own word is told',
    said('Deploy!'),
    { settings: settingsOf({}, { highlight: ['deploy'] }) },
    'mention',
  ],
  [
    'and one with a part of it is not',
    said('redeploy'),
    { settings: settingsOf({}, { highlight: ['deploy'] }) },
    undefined,
  ],
  [
    'so is one with a word of the user on all devices',
    said('Deploy!'),
    keeping(highlightChange('deploy', true)),
    'mention',
  ],
  [
    'and the words of this device are further ones',
    said('Outage!'),
    { ...keeping(highlightChange('deploy', true)), settings: settingsOf({}, { highlight: ['outage'] }) },
    'mention',
  ],
  ['never of own messages', said('I am @ada', 'ada'), { settings: settingsOf({ notify: 'all' }) }, undefined],
  ['not of the room that is looked at', said('hi @ada'), { shown: room('general') }, undefined],
  ['but when the terminal is not', said('hi @ada'), { shown: room('general'), focused: false }, 'mention'],
  ['or when nothing is on the screen', said('hi @ada'), { shown: undefined }, 'mention'],
  ['a direct message is told like a mention', said('hi'), { kindOf: () => 'direct' }, 'direct'],
  [
    'unless its room is muted',
    said('hi'),
    { kindOf: () => 'direct', settings: settingsOf({ muted: true }) },
    undefined,
  ],
  ['not before the user is known', said('hi @ada'), { chat: aChat([], { me: undefined }) }, undefined],
  ['of all where the user has chosen so', said('hi'), keeping(notifyChange(room('general'), 'all')), 'message'],
  ['of none where the user has chosen so', said('hi @ada'), keeping(notifyChange(room('general'), 'none')), undefined],
  [
    'of mentions only where the user has chosen so',
    said('hi'),
    { ...keeping(notifyChange(room('general'), 'mentions')), settings: settingsOf({ notify: 'all' }) },
    undefined,
  ],
  ['never of a blocked person', said('hi @ada'), keeping(blockChange(user('bob'), true)), undefined],
])('%s', (_, message, given, expected) => {
  expect(notificationFor(message, attending(given))).toBe(expected);
});

test('joins, leaves and unknown events notify at most with notify = "all"', () => {
  const all = attending({ settings: settingsOf({ notify: 'all' }) });
  for (const type of ['member-joined', 'member-left', 'member-removed', 'room-created', 'unknown'] as const) {
    expect(notificationFor(anEvent(1, type, 'bob'), all)).toBeUndefined();
  }
  const sealed = { ...said(''), text: undefined };
  expect(notificationFor(sealed, all)).toBe('message');
  expect(notificationFor(sealed, attending())).toBeUndefined();
});

test('the title has the number of unread messages that notify, and the room', () => {
  const lines = [aMessage(1, 'bob', '@ada'), aMessage(2, 'bob', 'hi'), aMessage(3, 'cyd', '@ada again')];
  const chat = aChat([aRoom('general', lines, { readUpTo: 0 }), aRoom('cats', lines, { readUpTo: 1 }), aRoom('dogs')]);
  const counts = (settings: NotificationSettings) => waitingCount(chat, settings);
  expect(counts(settingsOf())).toBe(3);
  expect(counts(settingsOf({ notify: 'all' }))).toBe(4);
  expect(counts(settingsOf({ notify: 'none' }))).toBe(1);
  expect(counts(settingsOf({ notify: 'all', muted: true }))).toBe(1);
  const facts = { chats: [chat], room: aRoom('cats'), server: undefined, settings: settingsOf() };
  expect(titleOf(facts)).toBe('(3) SecureChat · #cats');
  expect(titleOf({ ...facts, settings: settingsOf({}, { doNotDisturb: true }) })).toBe('SecureChat · #cats');
  expect(titleOf({ ...facts, chats: [aChat([])], room: undefined })).toBe('SecureChat');
  // With several servers, the total is shown, and the shown server is named.
  const both = { ...facts, chats: [chat, chat], server: 'work.example\u001b]0;x\u0007' };
  expect(titleOf(both)).toBe('(6) SecureChat · #cats · work.example␛]0;x␇');
});
