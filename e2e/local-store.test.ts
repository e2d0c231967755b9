import { readdirSync, readFileSync, statSync } from 'node:fs';
import type { EventId, RoomId } from '@securechat/protocol';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { openLocalStore } from '../packages/cli/src/local-data/sqlite-store.ts';
import { person, serverWith } from './support/cli.ts';
import { startServer } from './support/server.ts';
import { openChat, openTerminal, type Terminal } from './support/terminal.ts';
import { cliCommand, lacks, temporaryFolder } from './support/tools.ts';

/** How often each of these lines is on the screen. */
const counts = (terminal: Terminal, among: readonly string[]) =>
  among.map((text) => terminal.screen().filter((line) => line.includes(text)).length);

test.skipIf(lacks('tmux'))(
  'the last screen is shown without a server, and typed messages survive kill -9 of the chat and are sent once',
  async () => {
    using folder = temporaryFolder();
    let server = await startServer(folder.path);
    const ada = await person('ada', folder.path, server);
    const bob = await person('bob', folder.path, server);
    using terminal = openTerminal();
    await bob.run(['send', 'before the night']);
    await openChat(terminal, ada);
    await terminal.sees('before the night');
    await terminal.sees('online');
    terminal.type('/quit\r');
    await terminal.sees('[ended 0]');
    await bob.run(['send', 'while ada was away']);
    await server.kill('SIGKILL');

    // No server: the last screen is shown immediately, and typing works.
    const pid = await openChat(terminal, ada);
    await terminal.sees('before the night');
    await terminal.sees(/connecting/);
    terminal.type('typed in the dark one\r');
    // Two lines in one read would be a paste, which is not sent.
    await terminal.sees('typed in the dark one');
    terminal.type('typed in the dark two\r');
    await terminal.sees('typed in the dark two');
    terminal.keep('kept-offline');
    process.kill(pid, 'SIGKILL');
    // Output of the shell before the terminal is restored disappears with the chat's screen.
    await terminal.sees('your terminal was restored');

    // A new start shows them as pending; once the server is back they are sent, once and in order. `reset` drops what is typed before it
    // ends.
    terminal.type('reset; clear; echo re"ady"\r');
    await terminal.sees('ready');
    await openChat(terminal, ada);
    await terminal.sees('typed in the dark two');
    server = await startServer(folder.path, { port: server.port });
    await terminal.sees('online');
    await terminal.sees(/· \d+ new/);
    const lines = ['before the night', 'while ada was away', 'typed in the dark one', 'typed in the dark two'];
    await eventually(() => {
      expect(counts(terminal, lines)).toEqual([1, 1, 1, 1]);
      return true;
    });
    terminal.keep('kept-online');
    terminal.type('/quit\r');
    await terminal.sees('[ended 0]');
    const history = await bob.run(['history', '--json', '--limit', '50']);
    const texts = history.out.split('\n').filter((line) => line.includes('"message"'));
    expect(texts.map((line) => (JSON.parse(line) as { text: string }).text)).toEqual(lines);

    const stored = `${ada.home}/accounts`;
    for (const name of readdirSync(stored)) expect(statSync(`${stored}/${name}`).mode & 0o077).toBe(0);
    expect((await ada.run(['logout'])).code).toBe(0);
    expect(readdirSync(stored)).toEqual([]);
    await server.kill('SIGTERM');
  },
);

test.skipIf(lacks('tmux'))(
  'a second chat of the same account works beside the first, and says what is lost on closing',
  async () => {
    await using site = await serverWith('ada');
    const { ada } = site;
    using first = openTerminal();
    using second = openTerminal();
    await openChat(first, ada);
    await first.sees('online');
    await openChat(second, ada);
    await second.sees('already open in another window');
    await second.sees('online');
    second.type('from the second\r');
    await first.sees('from the second');
    first.type('/quit\r');
    second.type('/quit\r');
    await first.sees('[ended 0]');
    await second.sees('[ended 0]');
  },
);

test.skipIf(lacks('tmux'))('a changed key ends an open chat with both pins and exit 7', async () => {
  using folder = temporaryFolder();
  const server = await startServer(folder.path);
  const ada = await person('ada', folder.path, server);
  using terminal = openTerminal({ columns: 160 });
  await openChat(terminal, ada);
  await terminal.sees('online');
  await server.kill('SIGTERM');
  const { rmSync } = await import('node:fs');
  rmSync(folder.in('certs'), { recursive: true });
  await using other = await startServer(folder.path, { port: server.port });
  await terminal.sees('[ended 7]');
  const shown = terminal.screen().join('');
  expect(shown).toContain(server.pin);
  expect(shown).toContain(other.pin);
});

test('tail --resume continues where it was after kill -9 of itself and of the server, without gaps', async () => {
  using folder = temporaryFolder();
  let server = await startServer(folder.path);
  const ada = await person('ada', folder.path, server);
  const bob = await person('bob', folder.path, server);
  const printed: number[] = [];
  const texts = (out: string) =>
    out
      .split('\n')
      .filter((line) => line.endsWith('}'))
      .map((line) => JSON.parse(line) as { seq: number; type: string })
      .filter((e) => e.type === 'message')
      .map((e) => e.seq);
  const first = bob.start(['tail', '--json', '--resume', '--since', '0']);
  await eventually(() => first.lines().length > 0);
  const acked: number[] = [];
  let tail = first;
  for (let round = 0; round < 4; round++) {
    const input = `${Array.from({ length: 100 }, (_, i) => `m${round * 100 + i}`).join('\n')}\n`;
    const sending = ada.run(['send', '--lines', '--json'], { input });
    await eventually(() => texts(tail.lines().join('\n')).length > 10);
    tail.signal('SIGKILL');
    printed.push(...texts((await tail.done).out));
    acked.push(
      ...(await sending).out
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { seq: number }).seq),
    );
    await server.kill('SIGKILL');
    server = await startServer(folder.path, { port: server.port });
    tail = bob.start(['tail', '--json', '--resume']);
  }
  // The last message may have been printed before the kill.
  await eventually(() => [...printed, ...texts(tail.lines().join('\n'))].includes(acked.at(-1) ?? 0));
  const busy = await bob.run(['tail', '--resume']);
  expect([busy.code, busy.err]).toEqual([2, expect.stringContaining('--resume NAME')]);
  tail.signal('SIGINT');
  printed.push(...texts((await tail.done).out));
  expect(acked).toHaveLength(400);
  expect([...new Set(printed)]).toEqual(acked);
  // What was printed but not yet recorded at a kill is printed again; never more than one batch of events.
  expect(printed.length - acked.length).toBeLessThanOrEqual(4 * 200);
  await server.kill('SIGTERM');
});

test('tail --resume with a count prints that many, and the next one continues after them', async () => {
  await using site = await serverWith('ada', 'bob');
  const { ada, bob } = site;
  const lines = Array.from({ length: 7 }, (_, i) => `line ${i}`);
  await bob.run(['tail', '--json', '--resume', '--since', '0', '--count', '1']);
  await ada.run(['send', '--lines'], { input: `${lines.join('\n')}\n` });
  const printed: string[] = [];
  for (let i = 0; i < 7; i++) {
    const one = await bob.run(['tail', '--json', '--resume', '--count', '1']);
    printed.push(
      ...one.out
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { text?: string; type: string }).text ?? ''),
    );
  }
  expect(printed).toEqual(lines);
});

test('an unsent message survives a log-out, and --wipe deletes it even afterwards', async () => {
  await using site = await serverWith('ada');
  const { server, ada } = site;
  const name = `ada@${encodeURIComponent(server.url.replace('wss://', ''))}.chat.db`;
  const opened = openLocalStore(`${ada.home}/accounts/${name}`, { maxEvents: 10 });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const change = { type: 'message.send', body: { kind: 'text', text: 'never sent' } } as const;
  opened.value.outbox.put({ id: 'm1' as EventId, room: 'general' as RoomId, change, atMs: 1 });
  opened.value.drafts.keep([{ room: 'general', text: 'half a sen' }]);
  opened.value.close();
  const out = await ada.run(['logout']);
  expect([out.code, out.err]).toEqual([0, expect.stringContaining('1 unsent message, 1 draft.')]);
  expect(readdirSync(`${ada.home}/accounts`)).toEqual([name]);
  expect((await ada.run(['logout', '--wipe'])).code).toBe(0);
  expect(readdirSync(`${ada.home}/accounts`)).toEqual([]);
});

test.skipIf(lacks('strace', 'tmux'))('a message is on disk before it is sent', async () => {
  using folder = temporaryFolder();
  const server = await startServer(folder.path);
  const ada = await person('ada', folder.path, server);
  using terminal = openTerminal();
  await openChat(terminal, ada);
  await terminal.sees('online');
  terminal.type('/quit\r');
  await terminal.sees('[ended 0]');
  await server.kill('SIGTERM');
  const trace = folder.in('trace');
  const strace = `strace -f -qq -o ${trace} -e trace=fsync,fdatasync`;
  terminal.type(`clear; ${strace} ${cliCommand} chat ${ada.common.join(' ')}; echo "[ended $?]"\n`);
  await terminal.sees(/connecting/);
  const syncs = () => readFileSync(trace, 'utf8').match(/f(data)?sync\(/g)?.length ?? 0;
  const before = syncs();
  for (let i = 0; i < 5; i++) {
    terminal.type(`line ${i}\r`);
    await terminal.sees(`line ${i}`);
  }
  await eventually(() => syncs() - before >= 5);
  terminal.type('/quit\r');
  await terminal.sees('[ended 0]');
  await terminal.sees('5 messages were not confirmed');
});
