import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { UserId } from '@securechat/protocol';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { person, type Running } from './support/cli.ts';
import { general, good, member, signUp } from './support/member.ts';
import { startServer } from './support/server.ts';
import { temporaryFolder } from './support/tools.ts';

type Line = { readonly roomName: string; readonly author: string; readonly text: string; readonly reason: string };
const printed = (watch: Running) => watch.lines().map((line) => JSON.parse(line) as Line);

test('watch prints mentions and notifies about them, also after an interruption, until Ctrl-C', async () => {
  using folder = temporaryFolder();
  const first = await startServer(folder.path);
  const ada = await person('ada', folder.path, first);
  const token = await signUp(first, 'bob');
  const bob = await member(first, token);
  const notified = folder.in('notified');
  const command = folder.in('notify.sh');
  writeFileSync(command, `#!/bin/sh\nprintf '%s|%s\\n' "$1" "$2" >> '${notified}'\n`);
  chmodSync(command, 0o700);
  await ada.run(['config', 'set', 'notify', 'command']);
  await ada.run(['config', 'set', 'notify-command', JSON.stringify([command, '{title}', '{text}'])]);
  const notifications = () => (existsSync(notified) ? readFileSync(notified, 'utf8').split('\n').filter(Boolean) : []);

  const json = ada.start(['watch', '--json']);
  const text = ada.start(['watch']);
  // A message before the first catch-up is not printed, so this is sent until it is.
  await eventually(async () => {
    await bob.say(general, 'are you there, @ada?');
    return json.lines().length > 0 && text.lines().length > 0 && notifications().length > 1;
  });
  await bob.say(general, 'nothing for you');
  await bob.say(general, 'look, @Ada');
  await eventually(() => text.lines().some((line) => line.includes('look')));
  await eventually(() => json.lines().some((line) => line.includes('look')));
  expect(printed(json).at(-1)).toMatchObject({
    roomName: 'general',
    author: 'bob',
    text: 'look, @Ada',
    reason: 'mention',
  });
  expect(text.lines().at(-1)).toMatch(/^\d\d:\d\d #general bob {2}look, @Ada$/);
  await eventually(() => notifications().some((line) => line.startsWith('#general: you are mentioned')));
  await eventually(() => notifications().some((line) => line.endsWith('|bob: look, @Ada')));
  for (const watch of [json, text]) expect(watch.lines().join('\n')).not.toContain('nothing for you');
  const direct = good(await bob.openDirect('ada' as UserId));
  await bob.say(direct.id, 'psst');
  await eventually(() => printed(json).some(({ text: said, reason }) => said === 'psst' && reason === 'direct'));
  await eventually(() => notifications().some((line) => line.endsWith('psst')));
  await bob.close();

  const { port } = first;
  await first.kill('SIGKILL');
  await using server = await startServer(folder.path, { port });
  const again = await member(server, token);
  await again.say(general, '@ada meanwhile');
  await eventually(() => printed(json).some(({ text: said }) => said === '@ada meanwhile'));
  await eventually(() => text.lines().some((line) => line.includes('@ada meanwhile')));
  await eventually(() => text.err().includes('reconnected'));
  await again.close();

  for (const watch of [json, text]) watch.signal('SIGINT');
  expect([(await json.done).code, (await text.done).code]).toEqual([130, 130]);
  expect(json.err()).toBe('');
});
