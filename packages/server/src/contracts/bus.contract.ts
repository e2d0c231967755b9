import type { EventId, RoomId, SessionId, UserId } from '@securechat/protocol/ids';
import type { RoomEvent } from '@securechat/protocol/model';
import { eventually } from '@securechat/testkit';
import { describe, expect, test } from 'vitest';
import { type Bus, type BusMessage, type Topic, topicsOf } from '../ports/bus.ts';

const general = 'general' as RoomId;
const typing = (user: string, room = general): BusMessage => ({ kind: 'typing', room, user: user as UserId, on: true });
const userOf = (message: BusMessage): string => (message.kind === 'typing' ? message.user : message.kind);

const base = { room: general, id: 'id' as EventId, author: 'ada' as UserId, at: 1 };
const said: RoomEvent = { ...base, type: 'message', seq: 7, n: 5, body: { kind: 'text', text: 'é👩‍👩‍👧\n"' } };
const joined: RoomEvent = { ...base, type: 'member-joined', seq: 8 };
const messages: readonly BusMessage[] = [
  { kind: 'event', event: said },
  { kind: 'event', event: joined },
  { kind: 'presence', room: general, user: base.author, online: true, at: 5 },
  typing('ada'),
  {
    kind: 'state',
    user: base.author,
    ver: 7,
    entries: [{ kind: 'star', key: 'dev', value: 'true' }],
    origin: 'a connection',
  },
  { kind: 'sessions-ended', sessions: ['one' as SessionId, 'two' as SessionId] },
];

/** Collects the messages of a topic. */
async function listen(bus: Bus, topic: Topic = 'room:general' as Topic) {
  const received: BusMessage[] = [];
  const subscription = bus.subscribe(topic, (message) => received.push(message));
  await subscription.ready;
  return { received, close: () => subscription.close() };
}

/** Publishes until the condition holds, because a bus may drop. */
const publishUntil = (bus: Bus, message: BusMessage, done: () => boolean) =>
  eventually(() => {
    if (!done()) bus.publish(message);
    return done();
  });

/** What every bus must do, whatever it drops, repeats, delays or reorders. */
export function busContract(name: string, make: () => Bus): void {
  describe(`bus: ${name}`, () => {
    test('delivers a message unchanged, on each of its topics', async () => {
      for (const message of messages) {
        const bus = make();
        for (const topic of topicsOf(message)) {
          const { received } = await listen(bus, topic);
          await publishUntil(bus, message, () => received.length > 0);
          expect(received[0]).toEqual(message);
        }
        await bus.close();
      }
    });

    test('delivers no message of another topic', async () => {
      const bus = make();
      const topics = ['room:general', 'room:dev', 'user:ada', 'user:bob', 'sessions'] as Topic[];
      const listeners = await Promise.all(topics.map((topic) => listen(bus, topic)));
      for (let i = 0; i < 50; i++) for (const message of messages) bus.publish(message);
      // Delivered after everything that was published before, since delays are limited.
      const marker = await listen(bus, 'room:marker' as Topic);
      await publishUntil(bus, typing('ada', 'marker' as RoomId), () => marker.received.length > 0);
      listeners.forEach(({ received }, i) => {
        const topic = topics[i];
        expect(received.filter((message) => topic && !topicsOf(message).includes(topic))).toEqual([]);
      });
      await bus.close();
    });

    test('a closed subscription receives nothing more, and another one still does', async () => {
      const bus = make();
      const [gone, here] = [await listen(bus), await listen(bus)];
      gone.close();
      gone.close();
      await publishUntil(bus, typing('bob'), () => here.received.length > 0);
      expect(gone.received).toEqual([]);
      await bus.close();
    });

    test('a subscriber that throws affects no other', async () => {
      const bus = make();
      bus.subscribe('room:general' as Topic, () => {
        throw new Error('on purpose');
      });
      const { received } = await listen(bus);
      await publishUntil(bus, typing('ada'), () => received.length > 1);
      await bus.close();
    });

    test('delivers nothing after its close, and publishing does no harm', async () => {
      const bus = make();
      const { received } = await listen(bus);
      await publishUntil(bus, typing('ada'), () => received.length > 0);
      await bus.close();
      const before = received.length;
      bus.publish(typing('bob'));
      await new Promise<void>((resume) => setImmediate(resume));
      expect(received.slice(before)).toEqual([]);
    });
  });
}

/** What a bus within one process promises in addition: every message once, in the order of the calls. */
export function losslessBusContract(name: string, make: () => Bus): void {
  describe(`lossless bus: ${name}`, () => {
    test('delivers to every subscriber, in the order of the calls', async () => {
      const bus = make();
      const [first, second] = [await listen(bus), await listen(bus)];
      const users = Array.from({ length: 100 }, (_, i) => `u${i}`);
      for (const user of users) bus.publish(typing(user));
      await eventually(() => first.received.length === 100 && second.received.length === 100);
      expect(first.received.map(userOf)).toEqual(users);
      expect(second.received.map(userOf)).toEqual(users);
    });

    test('a message published during a delivery is delivered after it, to every subscriber', async () => {
      const bus = make();
      bus.subscribe('room:general' as Topic, (message) => {
        if (userOf(message) === 'ada') bus.publish(typing('answer'));
      });
      const { received } = await listen(bus);
      bus.publish(typing('ada'));
      await eventually(() => received.length === 2);
      expect(received.map(userOf)).toEqual(['ada', 'answer']);
    });
  });
}
