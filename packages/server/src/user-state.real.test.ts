import { limits } from '@securechat/protocol';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { RawClient } from './testing/raw-client.ts';
import { startTestServer } from './testing/start-server.ts';

const unlimited = { messageRate: '0', messageBurst: '0', messagesPerMinute: '0', requestsPerSecond: '0' };
const mark = (seq: number) => ({ kind: 'read', key: 'general', value: { seq, n: seq, epoch: 0 } });
const draft = (text: string) => ({ kind: 'draft', key: 'general', value: { text } });

/** Two devices of ada, and bob; all follow. */
async function setUp(url: string) {
  const { client: phone, token } = await RawClient.signedUp(url, 'ada');
  const laptop = await RawClient.greeted(url);
  await laptop.ask({ type: 'resume', token });
  const { client: bob } = await RawClient.signedUp(url, 'bob');
  for (const client of [phone, laptop, bob]) await client.sync([], { state: 0 });
  const set = (by: RawClient, ...entries: readonly object[]) => by.ask({ type: 'state.set', entries });
  return { phone, laptop, bob, set };
}

test('a change reaches the other devices of the user, not the one that made it, and nobody else', async () => {
  await using server = await startTestServer(unlimited);
  const { phone, laptop, bob, set } = await setUp(server.url);
  expect(await set(phone, mark(3), draft('half'))).toMatchObject({ type: 'state-saved', ver: 1 });
  const [change] = await eventually(() => laptop.all('state').length > 0 && laptop.all('state'));
  expect(change).toEqual({ type: 'state', ver: 1, entries: [mark(3), draft('half')] });
  await set(laptop, { ...draft(''), value: null });
  await eventually(() => phone.all('state').length > 0);
  for (const client of [phone, laptop, bob]) await client.ask({ type: 'ping' });
  expect(phone.all('state')).toEqual([{ type: 'state', ver: 2, entries: [{ ...draft(''), value: null }] }]);
  expect([laptop.all('state').length, bob.all('state').length]).toEqual([1, 0]);
});

test('a catch-up brings what is above the known state, before it is complete; without one there is nothing', async () => {
  await using server = await startTestServer(unlimited);
  const { phone, laptop, set } = await setUp(server.url);
  await set(phone, mark(3));
  await set(phone, draft('half'));
  await eventually(() => laptop.all('state').length === 2);
  const { client: cyd } = await RawClient.signedUp(server.url, 'cyd');
  await set(cyd, mark(1));
  await cyd.sync();
  await cyd.ask({ type: 'ping' });
  expect(cyd.all('state')).toEqual([]);
  const before = laptop.frames.length;
  await laptop.sync([], { state: 1 });
  const since = laptop.frames.slice(before).filter(({ type }) => type === 'state' || type === 'synced');
  expect(since.map(({ type }) => type)).toEqual(['state', 'synced']);
  expect(since[0]).toEqual({ type: 'state', ver: 2, entries: [draft('half')] });
});

test('a message removes its draft on every device', async () => {
  await using server = await startTestServer(unlimited);
  const { phone, laptop, set } = await setUp(server.url);
  await set(phone, draft('hello'));
  const body = { kind: 'text', text: 'hello' };
  const send = { type: 'message.send', room: 'general', clientId: 'm1', body, draft: true };
  expect(await laptop.ask(send)).toMatchObject({ type: 'ack' });
  const gone = { type: 'state', ver: 2, entries: [{ ...draft(''), value: null }] };
  for (const client of [phone, laptop]) await eventually(() => client.all('state').at(-1)?.ver === 2);
  expect([phone.all('state').at(-1), laptop.all('state').at(-1)]).toEqual([gone, gone]);
});

test('an account that keeps too much is told so', async () => {
  await using server = await startTestServer(unlimited);
  const { phone, set } = await setUp(server.url);
  const long = 'x'.repeat(limits.text);
  const drafts = (from: number) =>
    Array.from({ length: 5 }, (_, i) => ({ kind: 'draft', key: `room${from + i}`, value: { text: long } }));
  const room = Math.floor(limits.stateBytes / (5 * limits.text));
  for (let i = 0; i < room; i++) expect(await set(phone, ...drafts(i * 5))).toMatchObject({ type: 'state-saved' });
  expect(await set(phone, ...drafts(room * 5))).toMatchObject({
    type: 'error',
    code: 'state_full',
    message: 'You have as many drafts, stars and other entries as an account can keep. Delete some of them.',
  });
});
