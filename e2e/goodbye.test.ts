import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { follows, person } from './support/cli.ts';
import { noLimits, startServer } from './support/server.ts';
import { temporaryFolder } from './support/tools.ts';

/** A server that logs with which codes its clients close. */
async function serverWithCodes(home: string) {
  const server = await startServer(home, { args: [...noLimits, '--log-level', 'debug'] });
  const codes = () =>
    [...server.log().matchAll(/"code":(\d+),"msg":"connection closed"/g)].map(([, code]) => Number(code));
  return { server, codes };
}

test('a command that ends says goodbye: the server sees the code of the close', async () => {
  using folder = temporaryFolder();
  const { server, codes } = await serverWithCodes(folder.path);
  await using _ = server;
  const ada = await person('ada', folder.path, server);
  expect(await ada.run(['send', 'hello'])).toMatchObject({ code: 0 });
  expect(await ada.run(['rooms'])).toMatchObject({ code: 0 });
  // The sign-up makes two connections.
  await eventually(() => codes().length >= 4);
  expect(codes()).toEqual([1000, 1000, 1000, 1000]);
});

test('a server that has stopped holds no client, and sees the goodbye when it goes on', async () => {
  using folder = temporaryFolder();
  const { server, codes } = await serverWithCodes(folder.path);
  await using _ = server;
  const ada = await person('ada', folder.path, server);
  const tail = ada.start(['tail']);
  await follows(tail, 'general', async (text) => await ada.run(['send', text]));
  const before = codes().length;
  process.kill(server.pid, 'SIGSTOP');
  tail.signal('SIGINT');
  expect((await tail.done).code).toBe(130);
  process.kill(server.pid, 'SIGCONT');
  await eventually(() => codes().length > before);
  expect(new Set(codes())).toEqual(new Set([1000]));
});
