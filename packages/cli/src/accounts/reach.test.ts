import type { Failure, Notice } from '@securechat/client';
import { FakeClock } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { watchReach } from './reach.ts';

/** A link that goes up and down on demand. */
function watched(waitMs: number) {
  const clock = new FakeClock();
  let onNotice: (notice: Notice) => void = () => {};
  const said: string[] = [];
  const client = {
    listen: (to: typeof onNotice) => {
      onNotice = to;
      return () => {};
    },
  };
  const reach = watchReach(client, clock, waitMs, (failure) =>
    said.push(failure.kind === 'offline' ? failure.detail : ''),
  );
  let lost: Failure | undefined;
  void reach.lost.then((failure) => {
    lost = failure;
  });
  const down = (message: string) =>
    onNotice({
      kind: 'link',
      link: { status: 'waiting', untilMs: 0, attempt: 1, message },
      dial: { kind: 'unreachable', detail: message },
    });
  const up = () => onNotice({ kind: 'link', link: { status: 'online' } });
  const pass = async (ms: number) => {
    clock.advance(ms);
    await new Promise((later) => setImmediate(later));
    return lost;
  };
  return { clock, reach, down, up, pass, said };
}

test('the limit applies to each interruption separately', async () => {
  const { clock, reach, down, up, pass, said } = watched(30_000);
  down('refused');
  expect(await pass(29_000)).toBeUndefined();
  up();
  down('gone');
  down('gone again');
  expect(await pass(29_000)).toBeUndefined();
  expect(await pass(1000)).toEqual({ kind: 'offline', detail: 'gone', dial: { kind: 'unreachable', detail: 'gone' } });
  expect(said).toEqual(['refused', 'gone']);
  reach.stop();
  expect(clock.waiting).toBe(0);
});

test('a limit of 0 ends at the first interruption without a note; an infinite one never ends', async () => {
  const none = watched(0);
  none.down('refused');
  expect(await none.pass(0)).toMatchObject({ detail: 'refused' });
  expect(none.said).toEqual([]);
  const forever = watched(Number.POSITIVE_INFINITY);
  forever.down('refused');
  expect(await forever.pass(1e9)).toBeUndefined();
  expect(forever.clock.waiting).toBe(0);
});
