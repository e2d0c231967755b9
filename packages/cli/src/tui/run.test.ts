import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { defaultSettings } from '../settings/table.ts';
import { defaultKeymap } from './keys/keymap.ts';
import { runTui } from './run.tsx';
import { connectedClient, type FakeTerminal, fakeTerminal } from './testing/screen.ts';
import { themes } from './theme.ts';

async function running(terminal: FakeTerminal) {
  const { client, clock, server } = await connectedClient(['hello']);
  const { stdin, stdout } = terminal;
  const outcome = runTui({
    client,
    clock,
    serverName: 'fake:1',
    keeps: false,
    theme: themes.dark,
    editor: 'true',
    settings: defaultSettings,
    keymap: defaultKeymap,
    variables: {},
    stdin,
    stdout,
  });
  await eventually(() => terminal.written.join('').includes('hello'));
  return { outcome, client, server };
}

function expectRestored(terminal: FakeTerminal): void {
  const written = terminal.written.join('');
  for (const [on, off] of [
    ['[?1049h', '[?1049l'],
    ['[?25l', '[?25h'],
    ['[?2004h', '[?2004l'],
    ['[?7l', '[?7h'],
    ['[?1004h', '[?1004l'],
    ['[22;0t', '[23;0t'],
    ['\u001b]2;SecureChat', '\u001b]2;\u0007'],
  ] as const) {
    expect(written).toContain(on);
    expect(written.lastIndexOf(off), off).toBeGreaterThan(written.lastIndexOf(on));
  }
  expect(terminal.raw).toEqual([true, false]);
}

test('/quit leaves the terminal as it was, and closes the client', async () => {
  const terminal = fakeTerminal(80, 24);
  const { outcome, client } = await running(terminal);
  terminal.type('/quit\r');
  expect(await outcome).toEqual({ exitCode: 0 });
  expectRestored(terminal);
  expect(client.getSnapshot().link.at).toBe('offline');
});

test('where the terminal tells keys apart, Shift-Enter begins a line and Ctrl-Enter sends; afterwards it is as before', async () => {
  const terminal = fakeTerminal(80, 24);
  const { outcome, server } = await running(terminal);
  const written = () => terminal.written.join('');
  await eventually(() => written().includes('\u001b[?u'));
  terminal.type('\u001b[?0u');
  await eventually(() => written().includes('\u001b[>1u'));
  terminal.type('one\u001b[13;2utwo\u001b[106;5uthree\u001b[13;5u');
  const said = () => server.seen.find((frame) => frame.type === 'say');
  await eventually(() => said() !== undefined);
  expect(said()).toMatchObject({ body: { text: 'one\ntwo\nthree' } });
  terminal.type('/quit\r');
  await outcome;
  expect(written().lastIndexOf('\u001b[<u')).toBeGreaterThan(written().lastIndexOf('\u001b[>1u'));
  expectRestored(terminal);
});

test('SIGTERM and an uncaught error restore the terminal too', async () => {
  const told = fakeTerminal(80, 24);
  const first = await running(told);
  process.emit('SIGTERM');
  expect(await first.outcome).toMatchObject({ exitCode: 143 });
  expectRestored(told);

  const crashed = fakeTerminal(80, 24);
  const second = await running(crashed);
  process.emit('uncaughtException', new Error('out of\u001b luck'));
  expect(await second.outcome).toMatchObject({ exitCode: 1, say: expect.stringContaining('out of␛ luck') });
  expectRestored(crashed);
});

test('an ended session ends the chat with its sentence and code 3', async () => {
  const terminal = fakeTerminal(80, 24);
  const { outcome, server } = await running(terminal);
  server.refuse = { resume: { code: 'session_expired' } };
  server.cut(4001);
  expect(await outcome).toMatchObject({ exitCode: 3, say: expect.stringMatching(/\w/) });
  expectRestored(terminal);
});
