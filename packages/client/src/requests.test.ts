import type { RoomId, ServerFrame } from '@securechat/protocol';
import { FakeClock } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { Requests } from './requests.ts';

const room = 'general' as RoomId;

/** Requests over a connection that records frames, with a server that replies on demand. */
function connection() {
  const clock = new FakeClock();
  const sent: { readonly type: string; readonly id: string }[] = [];
  const requests = new Requests(clock, {
    send: (text) => void sent.push(JSON.parse(text)),
    invalid: (detail) => expect.fail(detail),
    tookMs: () => {},
  });
  const refuse = (code: string, retryAfterMs?: number) =>
    requests.settle({
      type: 'error',
      re: sent.at(-1)?.id,
      code,
      message: 'no',
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    } as ServerFrame);
  const answerPage = () =>
    requests.settle({ type: 'page', re: sent.at(-1)?.id ?? '', room, asOf: 0, events: [], more: false } as ServerFrame);
  /** Lets settled promises continue. */
  const tick = () => new Promise((later) => setImmediate(later));
  return { clock, sent, requests, refuse, answerPage, tick };
}

test('a rate-limited request is repeated after the time that the server names', async () => {
  const { clock, sent, requests, refuse, answerPage, tick } = connection();
  const answer = requests.ask('history', { room, limit: 1 });
  for (const code of ['slow_down', 'busy', 'slow_down']) {
    refuse(code, 700);
    await tick();
    const before = sent.length;
    clock.advance(699);
    expect(sent).toHaveLength(before);
    clock.advance(1);
    await tick();
    expect(sent).toHaveLength(before + 1);
  }
  answerPage();
  expect(await answer).toMatchObject({ ok: true });
  expect(clock.waiting).toBe(0);
});

test('a wait of zero is not a hot loop, and a missing wait is a second', async () => {
  const { clock, sent, requests, refuse, tick } = connection();
  void requests.ask('room.list', {});
  refuse('slow_down', 0);
  await tick();
  clock.advance(249);
  expect(sent).toHaveLength(1);
  clock.advance(1);
  await tick();
  expect(sent).toHaveLength(2);
  refuse('slow_down');
  await tick();
  clock.advance(999);
  expect(sent).toHaveLength(2);
  clock.advance(1);
  await tick();
  expect(sent).toHaveLength(3);
  requests.failAll({ kind: 'offline', detail: 'closed' });
});

test('a wait that is too long, or too many waits, end with the refusal', async () => {
  const { clock, requests, refuse, tick } = connection();
  const created = requests.ask('room.create', { name: 'x' });
  refuse('slow_down', 3_600_000);
  expect(await created).toMatchObject({ error: { refusal: { code: 'slow_down', retryAfterMs: 3_600_000 } } });
  let ended = false;
  const listed = requests.ask('room.list', {}).finally(() => {
    ended = true;
  });
  let waits = 0;
  for (; !ended && waits < 100; waits++) {
    refuse('slow_down', 10_000);
    await tick();
    clock.advance(10_000);
    await tick();
  }
  expect(waits).toBeLessThan(10);
  expect(await listed).toMatchObject({ error: { refusal: { code: 'slow_down' } } });
});

test('log-ins, messages and final refusals are not repeated', async () => {
  const { clock, requests, refuse } = connection();
  const login = requests.ask('login', { user: 'ada', password: 'x', device: 'd' });
  refuse('slow_down', 700);
  expect(await login).toMatchObject({ ok: false });
  const message = requests.ask('message.send', { room, clientId: 'x' as never, body: { kind: 'text', text: 'x' } });
  refuse('slow_down', 700);
  expect(await message).toMatchObject({ ok: false });
  const page = requests.ask('history', { room, limit: 1 });
  refuse('not_a_member', 700);
  expect(await page).toMatchObject({ ok: false });
  expect(clock.waiting).toBe(0);
});

test('a connection that ends during the wait fails the request at once', async () => {
  const { clock, requests, refuse, tick } = connection();
  const answer = requests.ask('history', { room, limit: 1 });
  refuse('slow_down', 5000);
  await tick();
  requests.failAll({ kind: 'offline', detail: 'gone' });
  expect(await answer).toEqual({ ok: false, error: { kind: 'offline', detail: 'gone' } });
  expect(clock.waiting).toBe(0);
});

test('a request that is larger than a frame may be is refused without being sent', async () => {
  const { sent, requests } = connection();
  const signUp = (password: string) => requests.ask('signup', { user: 'ada', password, device: 'test' });
  const refused = { ok: false, error: { kind: 'refused', refusal: { code: 'too_long' } } };
  expect(await signUp('x'.repeat(1024 * 1024))).toEqual(refused);
  expect(await signUp('漢'.repeat(100_000))).toEqual(refused);
  expect(sent).toEqual([]);
});
