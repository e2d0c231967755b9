import type { EventId, RoomId, SessionId, UserId } from '@securechat/protocol/ids';
import { expect, test } from 'vitest';
import type { EventPlace } from '../ports/store.ts';
import { testContext } from '../testing/context.ts';
import { createApp } from './app.ts';

/** Two members of #general, the second also of #dev; what ada and cyd write, and what bob is mentioned in. */
async function setUp() {
  const app = createApp(testContext());
  const signUp = async (name: string) => {
    const signedUp = await app.signUp({
      user: name,
      password: `the long password of ${name}`,
      device: '',
      address: '',
    });
    if (!signedUp.ok) throw new Error(signedUp.error.code);
    const { user, session } = signedUp.value;
    return { user: user as UserId, session: session as SessionId };
  };
  const [ada, bob] = [await signUp('ada'), await signUp('bob')];
  let sent = 0;
  const say = async (text: string, room = 'general') => {
    const sender = app.changeSender(ada);
    const change = { type: 'message.send', body: { kind: 'text', text } } as const;
    const admitted = await sender.admit({ room: room as RoomId, id: `m${sent++}` as EventId, change });
    const stored = admitted.ok ? await sender.send(admitted.value) : admitted;
    if (!stored.ok) throw new Error(stored.error.code);
    return stored.value;
  };
  const list = (ask: Partial<Parameters<typeof app.listMentions>[1]> = {}) =>
    app.listMentions(bob, { limit: 10, ...ask });
  const seqs = async (ask?: Parameters<typeof list>[0]) => {
    const page = await list(ask);
    return page.ok ? page.value.events.map(({ room, seq }) => `${room} ${seq}`) : page.error.code;
  };
  return { app, ada, bob, say, list, seqs };
}

test('a message mentions the members that it names, by the rules of clients', async () => {
  const { say, seqs } = await setUp();
  for (const text of ['nothing', 'hi @Bob!', 'bob@example.org', '请@bob看', '/me thanks @bob', '@bobby'])
    await say(text);
  expect(await seqs()).toEqual(['general 8', 'general 7', 'general 5']);
});

test('pages continue where the last one ended', async () => {
  const { say, list } = await setUp();
  for (let i = 0; i < 5; i++) await say(`@bob ${i}`);
  const found: number[] = [];
  let before: EventPlace | undefined;
  for (let pages = 0; pages < 3; pages++) {
    const page = await list({ before, limit: 2 });
    if (!page.ok) throw new Error(page.error.code);
    found.push(...page.value.events.map(({ seq }) => seq));
    before = page.value.next;
    expect(before === undefined).toBe(pages === 2);
  }
  expect(found).toEqual([8, 7, 6, 5, 4]);
});

test('a page of long messages is limited by its bytes', async () => {
  const { say, list } = await setUp();
  for (let i = 0; i < 20; i++) await say(`@bob ${'x'.repeat(15_000)}`);
  const page = await list();
  expect(page).toMatchObject({ ok: true, value: { next: { room: 'general' } } });
  expect(page.ok && page.value.events.length).toBeLessThan(10);
});

test('nobody learns from mentions when something happened in a room that they cannot see', async () => {
  const { app, ada, bob, say, seqs } = await setUp();
  const made = await app.createRoom(ada, { name: 'dev', history: 'joined' });
  if (!made.ok) throw new Error(made.error.code);
  await say('@bob');
  const { room, seq } = await say('something', made.value.id);
  expect(await seqs({ before: { room, seq } })).toBe('not_a_member');
  expect(await seqs({ before: { room: 'nowhere' as RoomId, seq } })).toBe('not_a_member');
  await app.joinRoom(bob, 'dev');
  // From before the membership.
  expect(await seqs({ before: { room, seq } })).toBe('not_a_member');
  expect(await seqs({ before: { room, seq: seq + 1 } })).toEqual(['general 4']);
});
