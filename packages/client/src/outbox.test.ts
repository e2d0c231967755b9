import {
  type Change,
  type ErrorCode,
  type EventId,
  err,
  ok,
  type Result,
  type RoomId,
  type ServerFrameOf,
} from '@securechat/protocol';
import { FakeClock } from '@securechat/testkit';
import { expect, test } from 'vitest';
import type { Failure } from './api.ts';
import type { ConnectionEnd } from './link/connection-end.ts';
import { Outbox } from './outbox.ts';
import type { Requests } from './requests.ts';

type Ack = Result<ServerFrameOf<'ack'>, Failure>;
const general = 'general' as RoomId;
const refused = (code: ErrorCode, retryAfterMs?: number): Ack =>
  err({ kind: 'refused', refusal: { code, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) } });

const textChange = (text: string): Change => ({ type: 'message.send', body: { kind: 'text', text } });

/** An outbox over a server that answers everything the same way, unless changed. */
function setUp(answer: Ack) {
  const clock = new FakeClock();
  const server = { answer, says: 0 };
  const told = { ended: [] as string[], slowedMs: [] as number[] };
  const outbox = new Outbox({
    clock,
    requests: {
      ask: (async (_: string, { clientId, room }: { clientId: EventId; room: RoomId }) => {
        // Bounded, because a loop would never let the test end.
        if (++server.says > 1000) throw new Error('said a thousand times');
        if (!server.answer.ok) return server.answer;
        return ok({ type: 'ack', re: 'r', room, seq: 1, clientId, at: 1 });
      }) as Requests['ask'],
    },
    waitOutSlowDown: true,
    keep: { put: () => true, drop: () => {} },
    answered: () => {},
    slowed: (_, waitMs) => told.slowedMs.push(waitMs),
  });
  const connection = new AbortController();
  const end = (reason: ConnectionEnd) => {
    told.ended.push(reason.kind);
    connection.abort(reason);
    return reason;
  };
  outbox.open({ signal: connection.signal, expect: () => {}, end });
  const say = (id: string) => outbox.add({ id: id as EventId, room: general, change: textChange(id), atMs: 0 });
  return { clock, server, told, outbox, say };
}

const settle = async () => {
  for (let i = 0; i < 50; i++) await Promise.resolve();
};
const accepted = ok({}) as unknown as Ack;

test.each(['session_expired', 'not_signed_in'] as const)(
  '%s ends the session, and nothing is sent again',
  async (code) => {
    const { clock, server, told, say } = setUp(refused(code));
    void say('one');
    void say('two');
    await settle();
    expect(told.ended.length).toBeGreaterThan(0);
    clock.advance(60_000);
    await settle();
    // Both were sent before the first reply; neither is resent on this connection.
    expect(server.says).toBe(2);
  },
);

test.each(['busy', 'slow_down', 'storage_failed', 'internal', 'going_down'] as const)(
  '%s with a wait of 0 is retried a few times a second at most',
  async (code) => {
    const { clock, server, say } = setUp(refused(code, 0));
    void say('one');
    await settle();
    expect(server.says).toBe(1);
    for (let ms = 0; ms < 1000; ms += 10) {
      clock.advance(10);
      await settle();
    }
    expect(server.says).toBeGreaterThan(1);
    expect(server.says).toBeLessThanOrEqual(4);
  },
);

test('a connection that seems lost for one message does not cause a loop', async () => {
  const { clock, server, say } = setUp(err({ kind: 'offline', detail: 'gone' }));
  void say('one');
  await settle();
  expect(server.says).toBe(1);
  server.answer = accepted;
  clock.advance(1000);
  await settle();
  expect(server.says).toBe(2);
});

test('waits are spread, so that clients refused together do not return together', async () => {
  const backAfter = async (chance: number) => {
    const { clock, server, say } = setUp(refused('busy', 1000));
    clock.chance = chance;
    void say('one');
    await settle();
    let ms = 0;
    for (; server.says === 1; ms += 10) {
      clock.advance(10);
      await settle();
    }
    return ms;
  };
  const [early, late] = [await backAfter(0), await backAfter(0.99)];
  expect(early).toBe(1000);
  expect(late).toBeGreaterThan(1100);
  expect(late).toBeLessThanOrEqual(1250);
});

test('the length of a wait is reported', async () => {
  const { told, say } = setUp(refused('slow_down', 3000));
  void say('one');
  await settle();
  expect(told.slowedMs).toHaveLength(1);
  expect(told.slowedMs[0]).toBeGreaterThanOrEqual(3000);
  expect(told.slowedMs[0]).toBeLessThanOrEqual(3750);
});
