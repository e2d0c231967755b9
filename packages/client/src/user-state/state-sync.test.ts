import type { EventId } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { compose, device, draft, general, settle, star, stars, without } from '../testing/synced-device.ts';

test('changes made offline are sent later, also by the next run, and nothing is sent twice', async () => {
  const { server, run, online, sets, reconnect } = device();
  const first = run();
  await online(first);
  server.cut();
  first.setUserState([star('general')]);
  expect(stars(first)).toEqual(['general']);
  await first.close();
  const second = run();
  expect(stars(second)).toEqual(['general']);
  await online(second);
  const sent = () => sets().flatMap(({ entries }) => entries.filter(({ kind }) => kind === 'star'));
  expect(sent()).toEqual([star('general')]);
  server.cut();
  await reconnect(second);
  expect(sent()).toEqual([star('general')]);
  await second.close();
  const third = run();
  await online(third);
  expect([sent().length, stars(third)]).toEqual([1, ['general']]);
});

test('a change whose answer was lost is not repeated after another device has changed the entry', async () => {
  const { server, run, online, sets, reconnect } = device();
  const client = run();
  await online(client);
  server.silent = true;
  client.setUserState([draft('hello')]);
  // The server had stored it, and then another device sent the draft.
  server.state.set([draft('hello')]);
  server.state.set([without(draft(''))]);
  server.cut();
  server.silent = false;
  const before = sets().length;
  await reconnect(client);
  expect(client.getSnapshot().userState.draft.size).toBe(0);
  expect(sets().slice(before)).toEqual([]);
});

test('an unanswered change that the server does not have is sent again', async () => {
  const { server, run, online, reconnect } = device();
  const client = run();
  await online(client);
  server.silent = true;
  client.setUserState([star('general')]);
  server.cut();
  server.silent = false;
  await reconnect(client);
  expect(server.state.entries).toContainEqual(['star', 'general', true]);
});

test('of two changes at once, the one that the server stored last stands', async () => {
  const { server, run, online } = device();
  const client = run();
  await online(client);
  server.silent = true;
  client.setUserState([draft('mine')]);
  server.push({ type: 'state', ver: server.state.ver, entries: [draft('theirs')] });
  expect(client.getSnapshot().userState.draft.get(general)?.text).toBe('mine');
  server.silent = false;
  await settle();
  expect(client.getSnapshot().userState.draft.get(general)?.text).toBe('mine');
  server.answers = { 'state.set': { type: 'state-saved', ver: server.state.ver + 1 } };
  server.silent = true;
  client.setUserState([draft('mine again')]);
  server.push({ type: 'state', ver: server.state.ver + 2, entries: [draft('theirs')] });
  server.silent = false;
  await settle();
  expect(client.getSnapshot().userState.draft.get(general)?.text).toBe('theirs');
});

test('a sent message takes its draft with it, here at once and on the server with the message', async () => {
  const { server, run, online } = device();
  const client = run();
  await online(client);
  compose(client, 'hello');
  await settle();
  server.silent = true;
  client.writeDraft(general, '');
  void client.say(general, 'hello', 'm1' as EventId);
  expect(client.getSnapshot().userState.draft.size).toBe(0);
  // The next draft waits for the message, which would remove it.
  compose(client, '');
  compose(client, 'next');
  await settle();
  server.silent = false;
  await settle();
  await client.flushUserState();
  expect(server.seen.filter(({ type }) => type === 'message.send')).toMatchObject([{ clientId: 'm1', draft: true }]);
  expect(server.state.entries).toContainEqual(['draft', general, { text: 'next' }]);
  expect(client.getSnapshot().userState.draft.get(general)?.text).toBe('next');
});

test('a message without a draft says nothing about one, and neither does the retry of a refused one', async () => {
  const { server, run, online } = device();
  const client = run();
  await online(client);
  await client.say(general, 'hello');
  compose(client, 'bad');
  server.refuse = { 'message.send': { code: 'bad_text' } };
  client.writeDraft(general, '');
  await client.say(general, 'bad', 'm2' as EventId);
  server.refuse = {};
  client.retry('m2' as EventId);
  await settle();
  const sent = server.seen.filter((frame) => frame.type === 'message.send');
  expect(sent.map((frame) => frame.type === 'message.send' && frame.draft)).toEqual([undefined, true, undefined]);
});

test('a whole state replaces what was known, except unsent changes', async () => {
  const { server, run, online } = device();
  const client = run();
  await online(client);
  client.setUserState([star('general'), star('dev')]);
  await settle();
  server.silent = true;
  client.setUserState([star('new')]);
  server.push({ type: 'state', ver: 1, reset: true, entries: [star('dev')] });
  expect(stars(client).sort()).toEqual(['dev', 'new']);
});

test('what belongs to another history of the server is forgotten', async () => {
  const { server, run, online } = device();
  const first = run();
  await online(first);
  first.setUserState([star('general')]);
  await settle();
  await first.close();
  server.generation = 'g2';
  server.state.set([without(star('general'))]);
  const second = run();
  await online(second);
  expect(stars(second)).toEqual([]);
});

test('an entry that this version cannot read is stored for a later one', async () => {
  const { server, run, online, userStateStore } = device();
  const client = run();
  await online(client);
  const odd = { kind: 'of-later', key: 'x', value: { deep: [1, null] } };
  server.keeps(odd, star('general'));
  expect(stars(client)).toEqual(['general']);
  expect(userStateStore.load().entries).toContainEqual({ ...odd, unsent: false });
});

test('a full disk does not stop the sync, and is reported once', async () => {
  const { server, run, online, userStateStore } = device();
  const client = run();
  await online(client);
  const notices: string[] = [];
  client.listen((notice) => notices.push(notice.kind));
  userStateStore.full = true;
  client.setUserState([star('general')]);
  client.setUserState([star('dev')]);
  await settle();
  expect(server.state.entries.filter(([kind]) => kind === 'star')).toHaveLength(2);
  expect(notices.filter((kind) => kind === 'persist-failed')).toHaveLength(1);
});

test('a refusal is reported, and the change is not sent again', async () => {
  const { server, run, online, sets, reconnect } = device();
  const client = run();
  await online(client);
  const messages: string[] = [];
  client.listen((notice) => notice.kind === 'state-refused' && messages.push(notice.message));
  server.refuse = { 'state.set': { code: 'state_full' } };
  client.setUserState([star('general')]);
  await settle();
  expect(messages).toEqual(['refused: state_full']);
  server.refuse = {};
  const before = sets().length;
  server.cut();
  await reconnect(client);
  expect(sets().length).toBe(before);
});
