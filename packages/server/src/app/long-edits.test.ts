import type { Change } from '@securechat/protocol/change';
import type { EventId, RoomId, Seq, UserId } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import type { RoomEvent } from '@securechat/protocol/model';
import { expect, test } from 'vitest';
import { pageBytes, sizeBytes } from '../domain/page-size.ts';
import { testContext } from '../testing/context.ts';
import { createApp } from './app.ts';

const room = 'general' as RoomId;
const [short, long] = ['@bob', `@bob ${'漢'.repeat(limits.text - 10)}`];
const messages = 12;

/** Many short messages of ada that mention bob, each edited to the longest text. */
async function setUp() {
  const app = createApp(testContext());
  const signUp = async (name: string) => {
    const ask = { user: name, password: `the long password of ${name}`, device: '', address: '' };
    const signedUp = await app.signUp(ask);
    if (!signedUp.ok) throw new Error(signedUp.error.code);
    return { user: signedUp.value.user as UserId, session: signedUp.value.session };
  };
  const [ada, bob] = [await signUp('ada'), await signUp('bob')];
  const sender = app.changeSender(ada);
  const make = async (id: string, change: Change) => {
    const admitted = await sender.admit({ room, id: id as EventId, change });
    const stored = admitted.ok ? await sender.send(admitted.value) : admitted;
    if (!stored.ok) throw new Error(stored.error.code);
    return stored.value.seq;
  };
  const seqs: Seq[] = [];
  for (let i = 0; i < messages; i++) {
    seqs.push(await make(`m${i}`, { type: 'message.send', body: { kind: 'text', text: short } }));
  }
  for (const target of seqs) {
    await make(`e${target}`, { type: 'message.edit', target, body: { kind: 'text', text: long } });
  }
  return { app, bob, seqs };
}

const texts = (events: readonly RoomEvent[]) => events.filter(({ type }) => type === 'message');
/** Fits a page, or is a single event that is longer. */
const fits = (events: readonly RoomEvent[]) =>
  events.length === 1 || events.reduce((sum, event) => sum + sizeBytes(event), 0) <= pageBytes;

test('a page of messages that were edited to the longest text is no longer than any other, in both directions', async () => {
  const { app, bob, seqs } = await setUp();
  for (const direction of ['before', 'after'] as const) {
    const found: Seq[] = [];
    let at: Seq | undefined = direction === 'after' ? 0 : undefined;
    for (let pages = 0; pages < 50; pages++) {
      const page = await app.readHistory(bob, { room, [direction]: at, limit: limits.page });
      if (!page.ok) throw new Error(page.error.code);
      const { events, changed, next } = page.value;
      expect(fits(events)).toBe(true);
      expect(changed.map(({ seq }) => seq)).toEqual(texts(events).map(({ seq }) => seq));
      found.push(...texts(events).map(({ seq }) => seq));
      at = next;
      if (next === undefined) break;
    }
    expect(found.sort((a, b) => a - b)).toEqual(seqs);
  }
});

test('so are a page of mentions, and of what a search finds', async () => {
  const { app, bob, seqs } = await setUp();
  const mentioned: Seq[] = [];
  for (let before: { room: RoomId; seq: Seq } | undefined, more = true; more; ) {
    const page = await app.listMentions(bob, { before, limit: limits.page });
    if (!page.ok) throw new Error(page.error.code);
    expect(fits(page.value.events)).toBe(true);
    mentioned.push(...page.value.events.map(({ seq }) => seq));
    before = page.value.next;
    more = before !== undefined;
  }
  expect(mentioned.reverse()).toEqual(seqs);
  const found: Seq[] = [];
  for (let before: Seq | undefined, more = true; more; ) {
    const page = await app.searchRoom(bob, { room, words: 'bob', before, limit: limits.found });
    if (!page.ok) throw new Error(page.error.code);
    expect(fits(page.value.events)).toBe(true);
    found.push(...page.value.events.map(({ seq }) => seq));
    before = page.value.next;
    more = before !== undefined;
  }
  expect(found.reverse()).toEqual(seqs);
});
