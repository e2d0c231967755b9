import type { ClientFrameOf, EventId, RoomId, StateEntry } from '@securechat/protocol';
import { FakeClock } from '@securechat/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { clientOf } from '../testing/client-of.ts';
import { FakeServer } from '../testing/fake-server.ts';
import { FailingUserStateStore } from '../testing/memory-stores.ts';

const general = 'general' as RoomId;
const settle = async () => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};
const draft = (text: string): StateEntry => ({ kind: 'draft', key: general, value: text === '' ? null : { text } });

/** A client with a composer for one room, which contains `text`. `isStarted`: it follows drafts. */
async function device(text = '', isStarted = true) {
  const [server, clock, userStateStore] = [new FakeServer(), new FakeClock(), new FailingUserStateStore()];
  const run = (composer: { text: string }) => {
    const client = clientOf(server, clock, { userStateStore });
    onTestFinished(() => client.close());
    client.listen((notice) => {
      if (notice.kind === 'draft') composer.text = notice.text;
    });
    if (isStarted) client.startDrafts(new Map(composer.text === '' ? [] : [[general, composer.text]]));
    return client;
  };
  const composer = { text };
  const client = run(composer);
  await client.connect();
  await client.synced();
  await settle();
  const type = (typed: string) => {
    composer.text = typed;
    client.writeDraft(general, typed);
  };
  const pass = async (ms: number) => {
    clock.advance(ms);
    await settle();
  };
  /** Another device has this draft from now on. */
  const elsewhere = (typed: string) => server.keeps(draft(typed));
  const stored = () => server.state.entries.find(([kind]) => kind === 'draft')?.[2];
  const other = () => client.getSnapshot().otherDrafts.get(general);
  return { server, clock, client, composer, type, pass, elsewhere, stored, other, run };
}

test('a text is saved as a draft after five seconds without a change, and an emptied one is removed', async () => {
  const { type, pass, stored } = await device();
  type('he');
  await pass(4000);
  type('hello');
  await pass(4999);
  expect(stored()).toBeUndefined();
  await pass(1);
  expect(stored()).toEqual({ text: 'hello' });
  type('');
  await pass(5000);
  expect(stored()).toBeUndefined();
});

test('a draft is saved at once when its room is left, or when the user looks away', async () => {
  const { client, type, stored } = await device();
  type('hello');
  client.saveDraft(general);
  await settle();
  expect(stored()).toEqual({ text: 'hello' });
  type('hello bob');
  await client.flushUserState();
  expect(stored()).toEqual({ text: 'hello bob' });
});

test('a draft of another device appears in an empty composer, and follows it until it is changed here', async () => {
  const { composer, elsewhere, type, other } = await device();
  elsewhere('from there');
  expect(composer.text).toBe('from there');
  elsewhere('from there, and more');
  expect(composer.text).toBe('from there, and more');
  type('changed here');
  elsewhere('changed there');
  expect([composer.text, other()]).toEqual(['changed here', 'changed there']);
});

test('a draft of another device never replaces a text, nor does the text replace it, until it is taken or gone', async () => {
  const { composer, elsewhere, type, pass, stored, other } = await device();
  type('mine');
  elsewhere('theirs');
  expect([composer.text, other()]).toEqual(['mine', 'theirs']);
  await pass(10_000);
  expect(stored()).toEqual({ text: 'theirs' });
  type('theirs');
  expect(other()).toBeUndefined();
  type('theirs, changed here');
  await pass(5000);
  expect(stored()).toEqual({ text: 'theirs, changed here' });
  type('mine again');
  elsewhere('theirs again');
  elsewhere('');
  expect([composer.text, other()]).toEqual(['mine again', undefined]);
  await pass(5000);
  expect(stored()).toEqual({ text: 'mine again' });
});

test('a draft that another device sent or discarded leaves the composer', async () => {
  const { composer, elsewhere, type, pass } = await device();
  type('hello');
  await pass(5000);
  elsewhere('');
  expect(composer.text).toBe('');
});

test('a draft that was sent elsewhere while this device was offline does not come back, not in the next run either', async () => {
  const { server, client, composer, type, pass, stored, run } = await device();
  type('hello');
  await pass(5000);
  await client.close();
  server.state.set([draft('')]);
  const again = { text: composer.text };
  const second = run(again);
  await second.connect();
  await second.synced();
  await pass(10_000);
  expect([again.text, stored()]).toEqual(['', undefined]);
});

test('a text that was written offline stays when another device has a draft by then', async () => {
  const { server, composer, type, pass, other } = await device();
  server.cut();
  type('written offline');
  await pass(0);
  server.dialFailure = { kind: 'unreachable', detail: '' };
  await pass(5000);
  server.state.set([draft('theirs')]);
  server.dialFailure = undefined;
  await pass(60_000);
  await settle();
  expect([composer.text, other()]).toEqual(['written offline', 'theirs']);
});

test('an earlier draft of this device, whose answer was lost, is not taken for one of another device', async () => {
  const { server, composer, type, pass, stored, other } = await device();
  server.silent = true;
  type('hello');
  await pass(5000);
  server.state.set([draft('hello')]);
  server.cut();
  server.silent = false;
  type('hello bob');
  await pass(60_000);
  expect([composer.text, other()]).toEqual(['hello bob', undefined]);
  await pass(5000);
  expect(stored()).toEqual({ text: 'hello bob' });
});

test('of two drafts saved at once, the later one stands, and neither composer changes', async () => {
  const { server, composer, type, pass, other } = await device();
  server.answers = { 'state.set': { type: 'state-saved', ver: server.state.ver + 1 } };
  server.silent = true;
  type('mine');
  await pass(5000);
  server.push({ type: 'state', ver: server.state.ver + 2, entries: [draft('theirs')] });
  server.silent = false;
  await settle();
  expect([composer.text, other()]).toEqual(['mine', 'theirs']);
});

test('a message takes the draft that it was with it, and leaves that of another device', async () => {
  const { server, client, composer, type, pass, elsewhere, other } = await device();
  const sends = () =>
    server.seen.filter((frame): frame is ClientFrameOf<'message.send'> => frame.type === 'message.send');
  type('hello');
  await pass(5000);
  type('');
  await client.say(general, 'hello', 'm1' as EventId);
  expect(sends().at(-1)?.draft).toBe(true);
  type('mine');
  elsewhere('theirs');
  type('');
  await client.say(general, 'mine', 'm2' as EventId);
  expect([sends().at(-1)?.draft, other(), composer.text]).toEqual([undefined, 'theirs', '']);
  await pass(10_000);
  expect(server.state.entries).toContainEqual(['draft', general, { text: 'theirs' }]);
});

test('a draft of another device appears although a message of this one is on its way', async () => {
  const { server, client, composer, type, pass, elsewhere } = await device();
  type('hell');
  await pass(5000);
  server.silent = true;
  type('');
  void client.say(general, 'hello', 'm1' as EventId);
  // As after an interruption: the server tells of the draft that is being sent, or was before it was finished.
  for (const text of ['hell', 'hello']) server.push({ type: 'state', ver: server.state.ver, entries: [draft(text)] });
  expect(composer.text).toBe('');
  elsewhere('theirs');
  expect(composer.text).toBe('theirs');
});

test('a message from elsewhere than the composer, as by a command, leaves the draft', async () => {
  const { server, client, composer, type, pass, stored } = await device();
  type('half a sentence');
  await pass(5000);
  await client.say(general, 'sent by a command', 'm1' as EventId);
  expect(server.seen.findLast(({ type: sent }) => sent === 'message.send')).not.toHaveProperty('draft');
  expect([composer.text, stored()]).toEqual(['half a sentence', { text: 'half a sentence' }]);
});

test('a text of an earlier run is saved, and one that another device has changed meanwhile is not', async () => {
  const first = await device('from before');
  await first.pass(5000);
  expect(first.stored()).toEqual({ text: 'from before' });
  first.server.state.set([draft('theirs')]);
  await first.client.close();
  const again = { text: 'from before, changed' };
  const second = first.run(again);
  await second.connect();
  await second.synced();
  await settle();
  expect([again.text, second.getSnapshot().otherDrafts.get(general)]).toEqual(['from before, changed', 'theirs']);
});

test('a server that has lost the drafts gets them again, and the text stays', async () => {
  const { server, composer, type, pass, stored } = await device();
  type('hello');
  await pass(5000);
  server.push({ type: 'state', ver: 1, reset: true, entries: [] });
  expect(composer.text).toBe('hello');
  server.state.set([draft('')]);
  await pass(5000);
  expect(stored()).toEqual({ text: 'hello' });
});

test('a device that does not sync drafts neither saves nor takes nor removes them', async () => {
  const { server, client, composer, type, pass, elsewhere, stored } = await device('', false);
  elsewhere('theirs');
  type('mine');
  await pass(10_000);
  await client.say(general, 'mine', 'm1' as EventId);
  expect([composer.text, stored()]).toEqual(['mine', { text: 'theirs' }]);
  expect(server.seen.filter(({ type: sent }) => sent === 'message.send')).toMatchObject([{ clientId: 'm1' }]);
});

test('the text of a message that is too long stays on the device', async () => {
  const { type, pass, stored } = await device();
  type('x'.repeat(16_001));
  await pass(5000);
  expect(stored()).toBeUndefined();
});
