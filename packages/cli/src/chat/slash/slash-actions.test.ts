import type { RoomId, UserId } from '@securechat/protocol';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { openChat } from '../../testing/open-chat.ts';

test('leaving a room without being a member is refused without a hint to join it', async () => {
  await using chat = await openChat(['hello']);
  chat.server.refuse = { 'room.leave': { code: 'not_a_member' } };
  chat.enter('/leave nowhere');
  await eventually(() => chat.screen().includes('You are not in #nowhere.'));
  expect(chat.screen()).not.toContain('Join it first');
});

test('/topic shows, sets and removes the topic, and /rename renames the shown room', async () => {
  await using chat = await openChat(['hello']);
  chat.enter('/topic');
  await eventually(() => chat.screen().includes('This room has no topic.'));
  chat.enter('/topic all about tea');
  chat.enter('/topic -');
  chat.enter('/rename #Kitchen');
  await eventually(() => chat.sentOf('room.rename').length === 1);
  expect(chat.sentOf('room.topic')).toMatchObject([{ room: 'general', topic: 'all about tea' }, { topic: '' }]);
  expect(chat.sentOf('room.rename')).toMatchObject([{ room: 'general', name: 'kitchen' }]);
  chat.enter('/rename No Name');
  await eventually(() => chat.screen().includes('Room names have 1–32 characters'));
  expect(chat.sentOf('room.rename')).toHaveLength(1);
  chat.server.refuse = { 'room.topic': { code: 'not_allowed' } };
  chat.enter('/topic mine');
  await eventually(() => chat.screen().includes('refused: not_allowed'));
});

test('/policy shows who invites and what newcomers can read, and sets what is named', async () => {
  await using chat = await openChat(['hello']);
  chat.enter('/policy');
  await eventually(() => chat.screen().includes('All members may invite. Newcomers can read what was said before'));
  for (const wrong of ['moderators', 'invite nobody', 'history none', 'invite members history']) {
    chat.enter(`/policy ${wrong}`);
    await eventually(() => chat.screen().includes('Say what to set: /policy invite members|moderators'));
    chat.enter('/topic');
    await eventually(() => chat.screen().includes('This room has no topic.'));
  }
  expect(chat.sentOf('room.policy')).toHaveLength(0);
  chat.enter('/policy invite Moderators');
  chat.enter('/policy history joined');
  chat.enter('/policy invite members history shared');
  await eventually(() => chat.sentOf('room.policy').length === 3);
  expect(chat.sentOf('room.policy')).toMatchObject([
    { room: 'general', inviters: 'moderators' },
    { history: 'joined' },
    { inviters: 'members', history: 'shared' },
  ]);
  const seq = (chat.client.getSnapshot().byRoom.general?.cursor ?? 0) + 1;
  const event = { room: 'general', seq, id: 'e', author: 'ada', at: 1, type: 'room-policy', inviters: 'moderators' };
  chat.server.push({ type: 'event', event: event as never });
  await eventually(() => chat.screen().includes('ada changed the room: only moderators'));
  chat.enter('/policy');
  await eventually(() => chat.screen().includes('Only moderators and owners may invite.'));
});

test('/archive and /unarchive archive the shown room, into which nothing is sent then', async () => {
  await using chat = await openChat(['hello']);
  const archived = (seq: number, on: boolean) =>
    ({ room: 'general', seq, id: `e${seq}`, author: 'ada', at: 1, type: 'room-archived', on }) as never;
  chat.enter('/archive');
  await eventually(() => chat.sentOf('room.archive').length === 1);
  const seq = chat.client.getSnapshot().byRoom.general?.cursor ?? 0;
  chat.server.push({ type: 'event', event: archived(seq + 1, true) });
  await eventually(() => chat.screen().includes('ada archived the room'));
  expect(chat.list()).toEqual(['>#general ⊘']);
  chat.server.answers = { 'room.list': { type: 'rooms', rooms: [], more: false } };
  chat.enter('/rooms');
  await eventually(() => /\* #general +\d+ members? +archived/.test(chat.screen()));
  chat.key('escape');
  chat.enter('hello?');
  await eventually(() => chat.screen().includes('That room is archived, so it can only be read.'));
  chat.key('ctrl+u');
  chat.enter('/unarchive');
  await eventually(() => chat.sentOf('room.archive').length === 2);
  expect(chat.sentOf('room.archive')).toMatchObject([{ room: 'general', on: true }, { on: false }]);
  expect(chat.sentOf('message.send')).toHaveLength(0);
  chat.server.push({ type: 'event', event: archived(seq + 2, false) });
  chat.enter('hello again');
  await eventually(() => chat.sentOf('message.send').length === 1);
});

test('/rooms --archived lists the archived rooms, and /unarchive takes the name of one, which is completed', async () => {
  await using chat = await openChat(['hello']);
  chat.server.answers = { 'room.list': { type: 'rooms', rooms: [], more: false } };
  chat.enter('/rooms --archived');
  await eventually(() => chat.screen().includes('No room is archived.'));
  const seq = chat.client.getSnapshot().byRoom.general?.cursor ?? 0;
  const archived = { room: 'general', seq: seq + 1, id: 'e1', author: 'bob', at: 1, type: 'room-archived', on: true };
  chat.server.push({ type: 'event', event: archived as never });
  const { name, topic, kind, history, owners } = chat.client.getSnapshot().byRoom.general ?? {};
  const listed = (id: string, joined: boolean) => ({
    ...{
      id,
      name: id,
      topic: topic ?? '',
      kind,
      history,
      owners,
      head: 9,
      members: 2,
      messages: 1,
      joined,
      archived: true,
    },
  });
  const rooms = [listed('attic', false), { ...listed('general', true), name }];
  chat.server.answers = { 'room.list': { type: 'rooms', rooms, more: false } };
  chat.enter('/rooms --archived');
  await eventually(() => chat.screen().includes('Archived rooms (* joined; /unarchive ROOM)'));
  expect(chat.screen()).toMatch(/^ +#attic +2 members\n +\* #general +2 members\n/m);
  expect(chat.sentOf('room.list').at(-1)).toMatchObject({ archived: true });
  chat.key('escape');
  chat.enter('/rooms all');
  expect(chat.screen()).toContain('Usage: /rooms, or /rooms --archived');
  chat.enter('/dm bob');
  await eventually(() => chat.list().includes('>@bob'));
  chat.controller.press({ text: '/unarchive g' });
  chat.server.answers = { 'room.archive': { type: 'done' } };
  chat.key('tab', 'enter');
  await eventually(() => chat.screen().includes('#general is no longer archived.'));
  expect(chat.sentOf('room.archive')).toMatchObject([{ room: 'general', on: false }]);
  chat.enter('/unarchive nowhere');
  expect(chat.screen()).toContain('You are not in #nowhere.');
});

test('/delete-room deletes the shown room if its name is typed, and says so when it is gone', async () => {
  await using chat = await openChat(['hello']);
  chat.enter('/delete-room kitchen');
  await eventually(() => chat.screen().includes('Nothing was deleted. To delete #general, type its name'));
  expect(chat.sentOf('room.delete')).toHaveLength(0);
  chat.server.refuse = { 'room.delete': { code: 'delete_too_early' } };
  chat.enter('/delete-room #General');
  await eventually(() => chat.screen().includes('refused: delete_too_early'));
  expect(chat.sentOf('room.delete')).toMatchObject([{ room: 'general' }]);
  chat.server.push({ type: 'room-deleted', room: 'general' as RoomId });
  await eventually(() => chat.screen().includes('#general was deleted.'));
  expect(chat.client.getSnapshot().rooms).toEqual([]);
  expect(chat.list()).toEqual([]);
});

test('/dm opens the direct room and sends the text; a refusal is shown, and nothing is sent', async () => {
  await using chat = await openChat(['hello']);
  chat.enter('/dm @Bob see you at lunch');
  await eventually(() => chat.sentOf('message.send').length === 1);
  expect(chat.sentOf('direct.open')).toMatchObject([{ user: '@Bob' }]);
  expect(chat.sentOf('message.send')).toMatchObject([{ room: 'direct-bob', body: { text: 'see you at lunch' } }]);
  expect(chat.list()).toEqual([' Rooms', ' #general', ' Direct', '>@bob']);
  chat.key('alt+1');
  chat.enter('/room @bob');
  await eventually(() => chat.list().includes('>@bob'));
  chat.server.refuse = { 'direct.open': { code: 'no_such_user' } };
  chat.enter('/dm nobody hello');
  await eventually(() => chat.screen().includes('refused: no_such_user'));
  chat.enter(`/dm bob ${'x'.repeat(16_001)}`);
  await eventually(() => chat.screen().includes('Too long: 16,001 of 16,000'));
  chat.enter('/room @cyd');
  await eventually(() => chat.screen().includes('No direct messages with cyd yet. To write: /dm cyd'));
  expect(chat.sentOf('direct.open')).toHaveLength(2);
  expect(chat.sentOf('message.send')).toHaveLength(1);
});

test('the room list shows who is online, and counts direct messages without a mark', async () => {
  await using chat = await openChat(['hello']);
  const room = 'direct-bob' as RoomId;
  const events = [4, 5].map((seq) => ({
    ...{ type: 'message', room, seq, n: seq - 3, id: `d${seq}`, author: 'bob', at: 1 },
    body: { kind: 'text', text: 'hi' },
  }));
  const header = {
    kind: 'direct',
    with: ['bob'],
    topic: '',
    history: 'shared',
    owners: [],
    members: 2,
    messages: 0,
    asOf: 3,
  };
  chat.server.push({ type: 'events', room, after: 3, head: 5, jump: 'new', header, events } as never);
  expect(chat.list()).toEqual([' Rooms', '>#general', ' Direct', ' @bob 2']);
  chat.server.push({ type: 'presence', room, user: 'bob' as UserId, online: true, at: 2 });
  expect(chat.list()).toEqual([' Rooms', '>#general', ' Direct', ' @bob ● 2']);
});

test('a room without a name is shown, completed and meant by its people, and a second room of a name is reported', async () => {
  await using chat = await openChat(['hello']);
  const joined = (id: string, more: object) => {
    const room = `rabcdefghijklmnop${id}` as RoomId;
    const header = { kind: 'private', topic: '', history: 'joined', owners: ['ada'], members: 3, messages: 0, asOf: 1 };
    const events = [{ room, seq: 1, id: `e${id}`, author: 'ada', at: 1, type: 'member-joined' }];
    chat.server.push({
      type: 'events',
      room,
      after: 0,
      head: 1,
      jump: 'new',
      header: { ...header, ...more },
      events,
    } as never);
    return room;
  };
  joined('1111', { with: ['bob', 'cyd'] });
  chat.enter('/room cyd bob');
  expect(chat.list()).toEqual([' #general', '>bob, cyd']);
  expect(chat.screen()).toContain('ada joined the room with bob, cyd');
  chat.controller.press({ text: '/room cy' });
  chat.key('tab', 'ctrl+u');
  chat.enter('/room general');
  chat.enter('/mute bob, cyd 8h');
  expect(chat.screen()).toContain('bob, cyd is muted until');
  joined('2222', { name: 'hiring' });
  const room = joined('3333', { name: 'hiring' });
  const made = { id: room, kind: 'private', name: 'hiring', topic: '', history: 'joined', owners: ['ada'], members: 1 };
  chat.server.answers = { 'room.create': { type: 'room', room: { ...made, messages: 0, head: 1, joined: true } } };
  chat.enter('/create --private hiring');
  await eventually(() =>
    chat
      .screen()
      .replaceAll(/\s+/g, ' ')
      .includes('The new one is listed as #hiring~3333, the other one as #hiring~2222.'),
  );
  expect(chat.list()).toEqual([' #general', ' #hiring~2222', '>#hiring~3333', ' bob, cyd']);
  chat.enter('/room hiring~2222');
  expect(chat.list()).toContain('>#hiring~2222');
  // A room that is renamed so is reported, too.
  chat.enter('/room cyd bob');
  chat.server.answers = { 'room.rename': { type: 'done' } };
  chat.enter('/rename hiring');
  await eventually(() =>
    chat
      .screen()
      .replaceAll(/\s+/g, ' ')
      .includes('This one is listed as #hiring~1111, the other one as #hiring~2222, #hiring~3333.'),
  );
});
