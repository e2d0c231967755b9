import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { person, serverWith } from './support/cli.ts';
import { startServer } from './support/server.ts';
import { temporaryFolder } from './support/tools.ts';

const thousand = Array.from({ length: 1000 }, (_, i) => String(i + 1));
const texts = (lines: readonly string[]) =>
  lines
    .map((line) => JSON.parse(line) as { type: string; text?: string })
    .filter((e) => e.type === 'message')
    .map((e) => e.text);

test('a thousand piped lines arrive in a running tail and in the history, complete and in order', async () => {
  await using site = await serverWith('ada', 'bob');
  const { ada, bob } = site;
  const tail = bob.start(['tail', '--json', '--since', '0']);
  const send = await ada.run(['send', '--lines', '--json'], { input: `${thousand.join('\n')}\n` });
  expect(send.err).toBe('');
  expect(send.code).toBe(0);
  const acks = send.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { room: string; seq: number; id: string });
  expect(acks).toHaveLength(1000);
  expect(acks.every((a, i) => a.room === 'general' && (i === 0 || a.seq === (acks[i - 1]?.seq ?? 0) + 1))).toBe(true);
  await eventually(() => texts(tail.lines()).length >= 1000);
  expect(texts(tail.lines())).toEqual(thousand);
  tail.signal('SIGINT');
  expect((await tail.done).code).toBe(130);
  const history = await bob.run(['history', '--json', '--limit', '1000']);
  expect(texts(history.out.trim().split('\n'))).toEqual(thousand);
  const found = await bob.run(['search', '--json', '777']);
  expect([texts(found.out.trim().split('\n')), found.err, found.code]).toEqual([['777'], '', 0]);
  const nothing = await bob.run(['search', '777', '778']);
  expect([nothing.out, nothing.err, nothing.code]).toEqual(['', '#general: no messages found.\n', 0]);
});

test('the same when the server is killed with -9 in between and started again', async () => {
  using folder = temporaryFolder();
  let server = await startServer(folder.path);
  const ada = await person('ada', folder.path, server);
  const bob = await person('bob', folder.path, server);
  const tail = bob.start(['tail', '--json', '--since', '0']);
  // It handles interruptions once it runs; a server that is down before the first contact is exit 4, as documented.
  await eventually(() => tail.lines().length > 0);
  // On a busy machine the server may be down longer than send waits by default.
  const send = ada.start(['send', '--lines', '--json', '--wait', '10m']);
  for (let kill = 0; kill < 3; kill++) {
    const from = kill * 300;
    send.write(`${thousand.slice(from, from + 300).join('\n')}\n`);
    await eventually(() => send.lines().length > from + 5, {
      what: () => `acknowledged after kill ${kill}: ${send.err()}`,
    });
    await server.kill('SIGKILL');
    server = await startServer(folder.path, { port: server.port });
  }
  send.write(`${thousand.slice(900).join('\n')}\n`);
  send.endInput();
  const sent = await send.done;
  expect(sent.code).toBe(0);
  expect(sent.out.trim().split('\n')).toHaveLength(1000);
  await eventually(() => texts(tail.lines()).length >= 1000);
  expect(texts(tail.lines())).toEqual(thousand);
  tail.signal('SIGINT');
  await tail.done;
  const history = await bob.run(['history', '--json', '--limit', '1000']);
  expect(texts(history.out.trim().split('\n'))).toEqual(thousand);
  await server.kill('SIGTERM');
});

test('send waits after a slow_down, and --no-wait ends with 6', async () => {
  using folder = temporaryFolder();
  await using server = await startServer(folder.path, {
    args: [
      '--message-rate=20',
      '--message-burst=5',
      '--messages-per-minute=0',
      '--logins-per-minute=0',
      '--logins-per-name=0',
      '--signups-per-hour=0',
    ],
  });
  const ada = await person('ada', folder.path, server);
  const lines = thousand.slice(0, 30);
  const waited = await ada.run(['send', '--lines', '--json'], { input: `${lines.join('\n')}\n` });
  expect(waited.code).toBe(0);
  const history = await ada.run(['history', '--json', '--limit', '100']);
  expect(texts(history.out.trim().split('\n'))).toEqual(lines);
  const impatient = await ada.run(['send', '--lines', '--no-wait'], { input: `${lines.join('\n')}\n` });
  expect(impatient.code).toBe(6);
});

test('a pause for the message limit may exceed --timeout, also for the spool', async () => {
  using folder = temporaryFolder();
  await using server = await startServer(folder.path, {
    args: ['--message-rate=1', '--message-burst=15', '--messages-per-minute=0'],
  });
  const lines = thousand.slice(0, 16);
  const sendAs = async (name: string, ...options: string[]) => {
    const someone = await person(name, folder.path, server);
    const room = ['--room', name];
    const input = `${lines.join('\n')}\n`;
    const sent = await someone.run(['send', '--lines', '--create', '--timeout', '10s', ...options, ...room], { input });
    const history = await someone.run(['history', '--json', '--limit', '100', ...room]);
    return { code: sent.code, err: sent.err, said: texts(history.out.trim().split('\n')) };
  };
  const waited = { code: 0, err: expect.stringContaining('limits how fast you can send'), said: lines };
  expect(await Promise.all([sendAs('ada'), sendAs('bob', '--spool')])).toEqual([waited, waited]);
});
