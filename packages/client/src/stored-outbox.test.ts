import type { EventId, RoomId } from '@securechat/protocol';
import { expect, test } from 'vitest';
import type { ChatClient } from './api.ts';
import { clientOf } from './testing/client-of.ts';
import { device, die, general, lines, online, pending, settle } from './testing/stored-device.ts';

test('the same message under the same id is sent once and resolves twice; another one under it is refused', async () => {
  const { server, run, outboxStore } = device();
  const { client } = run();
  const id = 'mine' as EventId;
  const both = Promise.all([client.say(general, 'once', id), client.say(general, 'once', id)]);
  const others = [await client.say(general, 'twice', id), await client.say('kitchen' as RoomId, 'once', id)];
  for (const other of others) expect(other).toMatchObject({ error: { refusal: { code: 'id_reused' } } });
  expect(client.getSnapshot().pending).toMatchObject([{ id, room: general, text: 'once' }]);
  expect(outboxStore.load()).toMatchObject([{ id, room: general, change: { body: { text: 'once' } } }]);
  await online(client);
  const [first, second] = await both;
  expect(first).toMatchObject({ ok: true, value: { id } });
  expect(second).toEqual(first);
  expect(server.log).toHaveLength(1);
  expect(outboxStore.load()).toEqual([]);
});

test('sending a refused message again under its id retries it unchanged', async () => {
  const { server, run, outboxStore } = device();
  server.refuse = { 'message.send': { code: 'bad_text' } };
  const { client } = run();
  await online(client);
  const id = 'mine' as EventId;
  expect(await client.say(general, 'hm', id)).toMatchObject({ ok: false });
  expect(client.getSnapshot().pending).toMatchObject([{ id, refused: expect.any(String) }]);
  server.refuse = {};
  expect(await client.say(general, 'hm', id)).toMatchObject({ ok: true, value: { id } });
  expect([client.getSnapshot().pending, outboxStore.load(), server.log.length]).toEqual([[], [], 1]);
});

test('unconfirmed messages survive the program, and are sent once and in order', async () => {
  const { server, run } = device();
  const first = run();
  await online(first.client);
  server.silent = true;
  for (const text of ['one', 'two', 'three']) void first.client.say(general, text);
  await settle();
  die(server);
  server.silent = false;
  const second = run();
  expect(pending(second.client)).toEqual(['one', 'two', 'three']);
  void second.client.say(general, 'four');
  await online(second.client);
  await settle();
  expect(lines(second.client)).toEqual(['one', 'two', 'three', 'four']);
  expect(pending(second.client)).toEqual([]);
  expect(server.log).toHaveLength(4);
  expect(run().client.getSnapshot().pending).toEqual([]);
});

test('a message whose ack was lost is found in the catch-up, shown once and not sent again', async () => {
  const { server, run, outboxStore } = device();
  const first = run();
  await online(first.client);
  server.silent = true;
  const id = 'kept-1' as EventId;
  void first.client.say(general, 'hello', id);
  await settle();
  die(server);
  server.silent = false;
  server.log.push({
    type: 'message',
    room: general,
    seq: 1,
    n: 1,
    id,
    author: server.user,
    at: 1,
    body: { kind: 'text', text: 'hello' },
  });
  const second = run();
  // The catch-up is handled before the resend: the server has the message already.
  server.refuse['message.send'] = { code: 'slow_down', retryAfterMs: 5000 };
  await online(second.client);
  await settle();
  expect(lines(second.client)).toEqual(['hello']);
  expect(pending(second.client)).toEqual([]);
  expect(outboxStore.load()).toEqual([]);
});

test('a refused message keeps its text and reason across a restart, and can be retried or discarded', async () => {
  const { server, run } = device();
  const first = run();
  await online(first.client);
  server.refuse['message.send'] = { code: 'not_a_member' };
  await first.client.say(general, 'one', 'id-1' as EventId);
  await first.client.say(general, 'two', 'id-2' as EventId);
  die(server);
  const second = run();
  expect(second.client.getSnapshot().pending.map((m) => m.refused)).toEqual([
    'refused: not_a_member',
    'refused: not_a_member',
  ]);
  server.refuse = {};
  await online(second.client);
  expect(server.log).toHaveLength(0);
  second.client.discard('id-1' as EventId);
  second.client.retry('id-2' as EventId);
  await settle();
  expect(lines(second.client)).toEqual(['two']);
  expect(run().client.getSnapshot().pending).toEqual([]);
});

test('an ended session keeps unsent messages for the next log-in', async () => {
  const { server, run } = device();
  const first = run();
  await online(first.client);
  server.silent = true;
  void first.client.say(general, 'hello');
  await settle();
  server.cut(4001);
  server.silent = false;
  expect(first.notices.some((n) => n.kind === 'session-ended')).toBe(true);
  const second = run();
  await online(second.client);
  await settle();
  expect(lines(second.client)).toEqual(['hello']);
});

test('an ended session does not change stored messages, and this client no longer sends them', async () => {
  const { server, run } = device();
  const first = run();
  await online(first.client);
  server.refuse['message.send'] = { code: 'not_a_member' };
  await first.client.say(general, 'refused', 'id-1' as EventId);
  server.refuse = {};
  server.silent = true;
  void first.client.say(general, 'unanswered', 'id-2' as EventId);
  await settle();
  server.cut(4001);
  server.silent = false;
  const how = (client: ChatClient) => client.getSnapshot().pending.map(({ text, refused }) => [text, refused]);
  const left = [
    ['refused', 'refused: not_a_member'],
    ['unanswered', undefined],
  ];
  expect(how(first.client)).toEqual(left);
  first.client.retry('id-1' as EventId);
  expect(how(first.client)).toEqual(left);
  const second = run();
  await online(second.client);
  await settle();
  expect(how(second.client)).toEqual([left[0]]);
  second.client.retry('id-1' as EventId);
  await settle();
  expect(lines(second.client)).toEqual(['unanswered', 'refused']);
  expect(server.log).toHaveLength(2);
});

test('without a store, unsent messages are reported as lost when the session ends', async () => {
  const { server, clock } = device();
  const client = clientOf(server, clock);
  await online(client);
  server.silent = true;
  void client.say(general, 'hello', 'id-1' as EventId);
  await settle();
  server.cut(4001);
  expect(client.getSnapshot().pending[0]?.refused).toContain('Not sent:');
  client.retry('id-1' as EventId);
  expect(client.getSnapshot().pending[0]?.refused).toContain('Not sent:');
});
