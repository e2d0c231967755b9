import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { openOperator } from './operator.ts';
import { RawClient } from './testing/raw-client.ts';
import { quiet, startTestServer } from './testing/start-server.ts';

const texts = (client: RawClient) =>
  client.frames
    .flatMap((f) => (f.type === 'event' ? [(f as never as { event: { seq: number } }).event] : []))
    .map((e) => e as { seq: number; type: string; body?: { text: string } })
    .filter((e) => e.type === 'message')
    .map((e) => e.body?.text);

test('two users chat: acks count up, and each receives each message once, in order', async () => {
  await using server = await startTestServer(quiet);
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  const { client: bob } = await RawClient.signedUp(server.url, 'bob');
  await ada.sync();
  await bob.sync();
  const acks = await Promise.all(Array.from({ length: 100 }, (_, i) => ada.say('general', `m${i}`, `a-${i}`)));
  const seqs = acks.map((a) => Number(a.seq));
  expect(seqs).toEqual(Array.from({ length: 100 }, (_, i) => (seqs[0] ?? 0) + i));
  const wanted = Array.from({ length: 100 }, (_, i) => `m${i}`);
  await eventually(() => texts(bob).length === 100 && texts(ada).length === 100);
  expect(texts(bob)).toEqual(wanted);
  expect(texts(ada)).toEqual(wanted);
});

test('a repeated id gets the same ack and is delivered once; with another text it is refused', async () => {
  await using server = await startTestServer(quiet);
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  await ada.sync();
  const first = await ada.say('general', 'hello', 'id-1');
  const again = await ada.say('general', 'hello', 'id-1');
  expect(again).toMatchObject({ type: 'ack', seq: first.seq, at: first.at });
  expect(await ada.say('general', 'other', 'id-1')).toMatchObject({ type: 'error', code: 'id_reused' });
  await ada.ask({ type: 'ping' });
  expect(texts(ada)).toEqual(['hello']);
});

test('a cursor of another history is noticed by its generation, its seq, or the event at it', async () => {
  await using server = await startTestServer(quiet);
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  const first = await ada.say('general', 'one', 'm-1');
  const second = await ada.say('general', 'two', 'm-2');
  const jumps = async (cursor: object, more: object = {}) => {
    ada.frames.length = 0;
    await ada.sync([{ room: 'general', seq: Number(first.seq), ...cursor }], more);
    return ada.all('events').map(({ jump, events }) => [jump, events.at(-1)?.seq]);
  };
  expect(await jumps({ id: 'm-1' })).toEqual([[undefined, second.seq]]);
  expect(await jumps({ id: 'another' })).toEqual([['restored', second.seq]]);
  expect(await jumps({ seq: 99, id: 'm-1' })).toEqual([['restored', second.seq]]);
  expect(await jumps({ id: 'm-1' }, { generation: 'another' })).toEqual([['restored', second.seq]]);
});

test('a reader that starts without events learns the id of its cursor, without which a cursor is refused', async () => {
  await using server = await startTestServer(quiet);
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  const { seq } = await ada.say('general', 'one', 'm-1');
  await ada.sync([], { recent: 0 });
  expect(ada.all('events')).toMatchObject([{ jump: 'new', after: seq, afterId: 'm-1', events: [] }]);
  const withoutId = await ada.sync([{ room: 'general', seq: Number(seq) }]);
  expect(withoutId).toMatchObject({ type: 'error', code: 'bad_frame' });
  expect(withoutId.message).toContain('cursors.0.id');
  const next = await ada.say('general', 'two', 'm-2');
  ada.frames.length = 0;
  await ada.sync([{ room: 'general', seq: Number(seq), id: 'm-1' }]);
  expect(ada.all('events').map(({ jump, after, afterId }) => [jump, after, afterId])).toEqual([
    [undefined, seq, undefined],
  ]);
  expect(next.seq).toBe(Number(seq) + 1);
});

test('a resumed connection catches up from its cursor, and only what it missed', async () => {
  await using server = await startTestServer(quiet);
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  const { client: bob, token } = await RawClient.signedUp(server.url, 'bob');
  const synced = await bob.sync();
  const head = (synced.rooms as { head: number }[])[0]?.head ?? 0;
  const id = bob.all('events').at(-1)?.events.at(-1)?.id ?? '';
  bob.ws.close();
  for (let i = 0; i < 5; i++) await ada.say('general', `missed ${i}`, `m-${i}`);
  const back = await RawClient.greeted(server.url);
  expect(await back.ask({ type: 'resume', token })).toMatchObject({ type: 'signed-in', user: 'bob' });
  await back.sync([{ room: 'general', seq: head, id }]);
  const runs = back.all('events');
  expect(runs.map((r) => [r.after, r.events.length, r.jump])).toEqual([[head, 5, undefined]]);
});

test('events of a room that does not share its history reach a user during its memberships only', async () => {
  await using server = await startTestServer(quiet);
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  const { client: bob } = await RawClient.signedUp(server.url, 'bob');
  await bob.sync();
  const team = await ada.createRoom('team', { history: 'joined' });
  await ada.say(team, 'before', 't-1');
  expect(await bob.ask({ type: 'history', room: team, limit: 10 })).toMatchObject({ code: 'not_a_member' });
  expect(await bob.say(team, 'x', 'b-0')).toMatchObject({ code: 'not_a_member' });
  await bob.ask({ type: 'room.join', name: '#Team' });
  await ada.say(team, 'during', 't-2');
  await eventually(() => texts(bob).includes('during'));
  await bob.ask({ type: 'room.leave', room: team });
  await ada.say(team, 'after', 't-3');
  await bob.ask({ type: 'room.join', name: 'team' });
  await ada.say(team, 'again', 't-4');
  await eventually(() => texts(bob).includes('again'));
  expect(texts(bob)).toEqual(['during', 'again']);
  expect(bob.all('events').map((r) => r.jump)).toEqual(['new', 'new', 'rejoined']);
  const page = await bob.ask({ type: 'history', room: team, limit: 50 });
  const said = (page.events as { body?: { text: string } }[]).flatMap((e) => e.body?.text ?? []);
  expect(said).toEqual(['during', 'again']);
});

test('others are told once who comes online and who logs out', async () => {
  await using server = await startTestServer();
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  await ada.sync();
  const { client: bob } = await RawClient.signedUp(server.url, 'bob');
  const synced = await bob.sync();
  expect((synced.rooms as { online: string[] }[])[0]?.online.toSorted()).toEqual(['ada', 'bob']);
  await bob.ask({ type: 'logout' });
  await eventually(() => ada.all('presence').length === 2);
  expect(ada.all('presence').map((p) => [p.user, p.online])).toEqual([
    ['bob', true],
    ['bob', false],
  ]);
});

test('a stop answers what was received, says when to return, and closes with 1012', async () => {
  const server = await startTestServer(quiet);
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  await ada.sync();
  for (let i = 0; i < 50; i++) {
    ada.send({
      type: 'message.send',
      id: `s${i}`,
      room: 'general',
      clientId: `c${i}`,
      body: { kind: 'text', text: `${i}` },
    });
  }
  await ada.say('general', 'last', 'last');
  await server[Symbol.asyncDispose]();
  expect((await ada.ended()).code).toBe(1012);
  expect(ada.all('going-down')).toHaveLength(1);
  expect(ada.all('ack')).toHaveLength(51);
});

test('the operator’s invite links to the last address of the server', async () => {
  await using server = await startTestServer({ signup: 'invite', name: ['chat.example.org'] });
  const config = readConfig({ flags: { data: server.dataDir }, env: {}, terminal: false });
  const operator = config.ok ? await openOperator(config.value) : config;
  if (!operator.ok) throw new Error(operator.error);
  const created = await operator.value.invite({ count: 1, uses: 1 });
  await operator.value.close();
  const [invite] = created.ok ? created.value : [];
  expect(invite?.link).toMatch(/^securechat:\/\/chat\.example\.org:\d+\/#pin=/);
  expect(invite?.link).toContain(server.pin);
  expect(invite?.page).toMatch(/^https:\/\/chat\.example\.org:\d+\/#invite=[\w-]{22}$/);
});
