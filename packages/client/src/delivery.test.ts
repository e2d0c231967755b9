import type { EventId } from '@securechat/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { general, online, settle, setUp, timeline } from './testing/online.ts';

test('messages made offline are sent in order once connected, and resolve with their seq', async () => {
  const { server, client } = setUp();
  const saying = ['one', 'two', 'three'].map((text) => client.say(general, text));
  expect(client.getSnapshot().pending.map((m) => m.text)).toEqual(['one', 'two', 'three']);
  await client.connect();
  const said = await Promise.all(saying);
  expect(said.map((s) => s.ok && s.value.seq)).toEqual([1, 2, 3]);
  expect(server.log.map((e) => e.type === 'message' && e.body.kind === 'text' && e.body.text)).toEqual([
    'one',
    'two',
    'three',
  ]);
  expect(client.getSnapshot().pending).toEqual([]);
});

test('an unconfirmed message is resent under its id after an interruption', async () => {
  const { server, clock, client } = await online();
  server.silent = true;
  const saying = client.say(general, 'hello');
  await settle();
  const first = server.seen.at(-1);
  server.cut();
  server.silent = false;
  clock.advance(31_000);
  const said = await saying;
  expect(said.ok).toBe(true);
  const says = server.seen.filter((f) => f.type === 'message.send');
  expect(says).toHaveLength(2);
  expect(says[0]).toMatchObject({ clientId: (first as { clientId: string }).clientId });
  expect(says[1]).toMatchObject({ clientId: (first as { clientId: string }).clientId });
  expect(server.log).toHaveLength(1);
});

test('slow_down is waited out, and no later message is sent first', async () => {
  const { server, clock, client } = await online();
  server.refuse['message.send'] = { code: 'slow_down', retryAfterMs: 700 };
  const first = client.say(general, 'one');
  const second = client.say(general, 'two');
  await settle();
  server.refuse = {};
  const third = client.say(general, 'three');
  await settle();
  expect(server.log).toHaveLength(0);
  clock.advance(1000);
  await Promise.all([first, second, third]);
  expect(timeline(client)).toEqual(['one', 'two', 'three']);
});

test('a message refused because the session is over ends the session, and stays on the device', async () => {
  const { server, client, notices } = await online();
  server.refuse['message.send'] = { code: 'session_expired' };
  expect(await client.say(general, 'hello')).toMatchObject({ ok: false, error: { kind: 'refused' } });
  await settle();
  expect(server.seen.filter(({ type }) => type === 'message.send')).toHaveLength(1);
  expect(notices.filter(({ kind }) => kind === 'session-ended')).toHaveLength(1);
  expect(client.getSnapshot().link.status).toBe('refused');
  await client.close();
});

test('a final refusal is reported, its text stays, and it can be retried or discarded', async () => {
  const { server, client } = await online();
  server.refuse['message.send'] = { code: 'not_a_member' };
  const said = await client.say(general, 'hello', 'id-1' as EventId);
  expect(said).toMatchObject({ ok: false, error: { kind: 'refused', refusal: { code: 'not_a_member' } } });
  expect(client.getSnapshot().pending[0]?.refused).toContain('not_a_member');
  server.refuse = {};
  client.retry('id-1' as EventId);
  await settle();
  expect(timeline(client)).toEqual(['hello']);
  expect(client.getSnapshot().pending).toEqual([]);
  server.refuse['message.send'] = { code: 'bad_text' };
  await client.say(general, 'again', 'id-2' as EventId);
  client.discard('id-2' as EventId);
  expect(client.getSnapshot().pending).toEqual([]);
});

test('a gap is repaired from the server, and duplicates are applied once', async () => {
  const { server, client, notices } = await online();
  server.happens('bob', 'one');
  const lost = server.happens('bob', 'two', false);
  server.happens('bob', 'three');
  await settle();
  server.push({ type: 'event', event: lost });
  expect(timeline(client)).toEqual(['one', 'two', 'three']);
  expect(notices.filter((n) => n.kind === 'event').map((n) => n.kind === 'event' && n.event.seq)).toEqual([1, 2, 3]);
});

test('after an interruption only missed events are fetched, and counted', async () => {
  const { server, clock, client, notices } = await online();
  server.happens('bob', 'one');
  server.cut();
  for (let i = 0; i < 37; i++) server.happens('bob', `missed ${i}`, false);
  expect(client.getSnapshot().link.status).toBe('waiting');
  clock.advance(31_000);
  await settle();
  expect(client.getSnapshot().lastSync).toMatchObject({ events: 37, gaps: 0 });
  expect(notices.filter((n) => n.kind === 'synced').at(-1)).toMatchObject({ events: 37, gaps: 0 });
  expect(timeline(client)).toHaveLength(38);
});

test('a server that withholds events is detected: the gap is counted', async () => {
  const { server, clock, client } = await online();
  server.happens('bob', 'one');
  server.cut();
  server.happens('bob', 'held back', false);
  server.withhold = true;
  clock.advance(31_000);
  await settle();
  expect(client.getSnapshot().lastSync).toMatchObject({ events: 0, gaps: 1 });
});

test('a changed history clears the timeline, is reported, and is fetched again', async () => {
  const { server, clock, client } = await online();
  server.happens('bob', 'old');
  server.cut();
  server.generation = 'g2';
  server.log.length = 0;
  server.happens('bob', 'restored', false);
  clock.advance(31_000);
  await settle();
  expect(timeline(client)).toEqual(['restored']);
});

const act = fc.constantFrom('say', 'hear', 'miss', 'cut', 'silence', 'answer', 'slow', 'wait');

test('under random faults each message is stored once and in order, and the timeline equals the log', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 25 }), async (acts) => {
      const { server, clock, client } = await online();
      let said = 0;
      for (const each of acts) {
        if (each === 'say') void client.say(general, `mine ${said++}`);
        else if (each === 'hear' || each === 'miss') server.happens('bob', 'theirs', each === 'hear');
        else if (each === 'cut') server.cut();
        else if (each === 'silence') server.silent = true;
        else if (each === 'answer') Object.assign(server, { silent: false, refuse: {} });
        else if (each === 'slow') server.refuse = { 'message.send': { code: 'slow_down', retryAfterMs: 50 } };
        else clock.advance(10_000);
        await settle();
      }
      Object.assign(server, { silent: false, refuse: {} });
      for (let i = 0; i < 8; i++) {
        clock.advance(20_000);
        await settle();
      }
      server.happens('bob', 'the end');
      await settle();
      const texts = server.log.flatMap((e) => (e.type === 'message' && e.body.kind === 'text' ? [e.body.text] : []));
      expect(texts.filter((text) => text.startsWith('mine'))).toEqual(
        Array.from({ length: said }, (_, i) => `mine ${i}`),
      );
      expect(timeline(client)).toEqual(texts);
      await client.close();
    }),
    { numRuns: 60 },
  );
});
