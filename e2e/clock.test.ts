import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { general, member, signUp } from './support/member.ts';
import { startServer } from './support/server.ts';
import { temporaryFolder } from './support/tools.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** Preloaded into a program: its wall clock is off by the offset in a file, and its monotonic clock is not. */
const setClock = (file: string) => `
import { readFileSync } from 'node:fs';
const RealDate = Date;
const now = () => RealDate.now() + Number(readFileSync(${JSON.stringify(file)}, 'utf8'));
globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(now());
    else super(...given);
  }
  static now() {
    return now();
  }
};
`;

test('setting the wall clock ends no session and locks nobody out of a real server', async () => {
  using folder = temporaryFolder();
  const set = (byMs: number) => writeFileSync(folder.in('offset'), String(byMs));
  set(0);
  writeFileSync(folder.in('clock.mjs'), setClock(folder.in('offset')));
  await using server = await startServer(folder.path, {
    args: ['--message-burst', '2', '--message-rate', '1'],
    env: { NODE_OPTIONS: `--import ${folder.in('clock.mjs')}` },
  });
  const token = await signUp(server, 'ada');
  const ada = await member(server, token);
  for (const byMs of [0, 100 * dayMs, 0, -3_600_000, 0]) {
    set(byMs);
    // More than a burst: messages above the rate are resent when the server allows it.
    for (let i = 0; i < 3; i++) expect(await ada.say(general, `${byMs} ${i}`)).toMatchObject({ ok: true });
    // The same session again, which the server looks up by its token.
    const again = await member(server, token);
    expect(await again.sessions()).toMatchObject({ ok: true });
    await again.close();
  }
  expect(server.log().match(/the wall clock jumped/g)?.length).toBe(4);
  await ada.close();
});
