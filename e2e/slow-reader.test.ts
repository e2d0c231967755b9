import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { general, member, signUp, textOf } from './support/member.ts';
import { startServer } from './support/server.ts';
import { stalledReader } from './support/stalled-reader.ts';
import { temporaryFolder } from './support/tools.ts';

test('a stalled reader is disconnected while others continue, and gets every message once afterwards', async () => {
  using folder = temporaryFolder();
  await using server = await startServer(folder.path);
  const [tokenA, tokenB, tokenC] = [
    await signUp(server, 'ada'),
    await signUp(server, 'bob'),
    await signUp(server, 'cyd'),
  ];
  const ada = await member(server, tokenA);
  const cyd = await member(server, tokenC);
  const received: string[] = [];
  cyd.listen((notice) => notice.kind === 'event' && received.push(textOf(notice.event) ?? ''));
  const reader = await stalledReader(server, tokenB);
  const texts = Array.from({ length: 10_000 }, (_, i) => `${i} `.padEnd(900, 'y'));
  const said = await Promise.all(texts.map((text) => ada.say(general, text)));
  expect(said.every((each) => each.ok)).toBe(true);
  await eventually(() => received.length >= texts.length);
  expect(received).toEqual(texts);
  // It was disconnected, not awaited: nine megabytes do not fit in its queue.
  expect(server.log()).toContain('slow reader');
  const after = await reader.goOn(cyd.getSnapshot().byRoom[general]?.cursor ?? 0);
  expect(after).toEqual({ events: texts.length, inOrder: true });
  await Promise.all([ada.close(), cyd.close()]);
});
