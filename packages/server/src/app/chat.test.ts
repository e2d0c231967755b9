import type { EventId, RoomId, SessionId, UserId } from '@securechat/protocol/ids';
import { expect, test } from 'vitest';
import { createMemoryStore } from '../adapters/memory/store.ts';
import type { Store } from '../ports/store.ts';
import { testContext } from '../testing/context.ts';
import { createSpeaker } from './chat.ts';

const general = 'general' as RoomId;
const ada = 'ada' as UserId;
const ask = (id: string) => ({ room: general, id: id as EventId, body: { kind: 'text', text: id } }) as const;

/** A speaker whose store fails for the messages of these ids, once each. */
async function speaker(failing: Set<string>) {
  const store = createMemoryStore();
  const session = { id: 's' as SessionId, tokenHash: new Uint8Array(32), device: '' };
  await store.createAccount({ user: ada, passwordHash: '', session, room: general, atMs: 0 });
  const faulty: Store = {
    ...store,
    append: async (draft) => {
      if (failing.delete(draft.id)) throw Object.assign(new Error('disk'), { code: 'storage_failed' });
      return await store.append(draft);
    },
  };
  const ctx = testContext({ store: faulty });
  const told: string[] = [];
  ctx.bus.subscribe((tidings) => tidings.kind === 'event' && told.push(tidings.event.id));
  const made = createSpeaker(ctx, { user: ada, session: 's' as SessionId });
  const say = async (id: string) => {
    const admitted = await made.admit(ask(id));
    if (!admitted.ok) return admitted.error.code;
    return await made.say(ask(id)).then(
      (said) => (said.ok ? said.value.seq : said.error.code),
      (thrown: { code: string }) => thrown.code,
    );
  };
  return { say, told, clock: ctx.clock };
}

test('nothing overtakes a message that the disk refused, and nothing of it is told', async () => {
  const { say, told } = await speaker(new Set(['m1']));
  expect(await say('m1')).toBe('storage_failed');
  expect(await say('m2')).toBe('slow_down');
  expect(told).toEqual([]);
  expect(await say('m1')).toBe(3);
  expect(await say('m2')).toBe(4);
  expect(told).toEqual(['m1', 'm2']);
});

test('an author who never says it again is not held up for long', async () => {
  const { say, clock } = await speaker(new Set(['m1']));
  expect(await say('m1')).toBe('storage_failed');
  clock.advance(10_001);
  expect(await say('m2')).toBe(3);
});
