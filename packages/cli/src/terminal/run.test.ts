import type { ChatClient } from '@securechat/client';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { crashText } from '../process/crash-report.ts';
import { themes } from '../screen/theme.ts';
import { connectedClient, type FakeTerminal, fakeTerminal } from '../testing/screen.ts';
import { startTui } from '../testing/start-tui.ts';
import type { TuiOptions } from './run.tsx';
import { ourModesOff, terminalModes } from './terminal-modes.ts';

async function running(terminal: FakeTerminal, given: Partial<TuiOptions> = {}) {
  const { client, clock, server } = await connectedClient(['hello']);
  const outcome = startTui({ client, clock }, terminal, given);
  await eventually(() => terminal.written.join('').includes('hello'));
  return { outcome, client, clock, server };
}

/** How the chat has ended, after the time in which it drops typed input. */
async function endOf({ outcome, clock }: Pick<Awaited<ReturnType<typeof running>>, 'outcome' | 'clock'>) {
  let ended: Awaited<typeof outcome> | undefined;
  void outcome.then((how) => {
    ended = how;
  });
  return await eventually(() => {
    clock.advance(50);
    return ended;
  });
}

function expectRestored(terminal: FakeTerminal): void {
  const written = terminal.written.join('');
  for (const { name, on, off } of terminalModes.filter((mode) => mode.by !== 'reply')) {
    expect(written, name).toContain(on);
    expect(written.lastIndexOf(off), name).toBeGreaterThan(written.lastIndexOf(on));
  }
  for (const [on, off] of [['\u001b]2;SecureChat', '\u001b]2;\u0007']] as const) {
    expect(written).toContain(on);
    expect(written.lastIndexOf(off), off).toBeGreaterThan(written.lastIndexOf(on));
  }
  expect(terminal.raw.at(-1)).toBe(false);
}

/** A state that cannot be read, or a theme that cannot be drawn with, on demand; the error message is private. */
function faulty(client: ChatClient, where: 'key' | 'draw') {
  let broken = false;
  const breakIn = (what: typeof where) => {
    if (broken && what === where) throw new Error('the state of #secret-room is broken: my secret words');
  };
  const getSnapshot = () => {
    breakIn('key');
    return client.getSnapshot();
  };
  const get = (_: ChatClient, key: keyof ChatClient) =>
    key === 'getSnapshot' ? getSnapshot : (client[key] as (...given: unknown[]) => unknown).bind(client);
  const tone = (theme: typeof themes.dark, key: keyof typeof themes.dark) => {
    breakIn('draw');
    return theme[key];
  };
  return {
    client: new Proxy(client, { get: get as ProxyHandler<ChatClient>['get'] & {} }),
    theme: new Proxy(themes.dark, { get: tone as ProxyHandler<typeof themes.dark>['get'] & {} }),
    breakIt: () => {
      broken = true;
    },
  };
}

test('/quit restores the terminal and closes the client', async () => {
  const terminal = fakeTerminal(80, 24);
  const { outcome, client } = await running(terminal);
  terminal.type('/quit\r');
  expect(await outcome).toEqual({ exitCode: 0 });
  expectRestored(terminal);
  expect(client.getSnapshot().link.status).toBe('offline');
});

test.each([
  ['/quit', ['/quit\r']],
  ['Ctrl+C', ['\u0003', '\u0003']],
])('%s after a request without a reply does not wait', async (_, keys) => {
  const terminal = fakeTerminal(80, 24);
  const { outcome, server, clock } = await running(terminal);
  server.silent = true;
  terminal.type('/join ops\r');
  await eventually(() => server.seen.some(({ type }) => type === 'room.join'));
  const askedMs = clock.nowMs();
  terminal.type('\u0015');
  for (const key of keys) terminal.type(key);
  expect(await outcome).toEqual({ exitCode: 0 });
  expect(clock.nowMs()).toBe(askedMs);
  expectRestored(terminal);
});

test('a notice at the start, such as a mistake in the settings, is shown', async () => {
  const terminal = fakeTerminal(80, 24);
  const { outcome } = await running(terminal, { notice: 'settings.toml is wrong.' });
  await eventually(() => terminal.written.join('').includes('settings.toml is wrong.'));
  terminal.type('/quit\r');
  await outcome;
});

test('SIGTERM and an uncaught error restore the terminal too', async () => {
  const told = fakeTerminal(80, 24);
  const first = await running(told);
  process.emit('SIGTERM');
  expect(await endOf(first)).toMatchObject({ exitCode: 143 });
  expectRestored(told);

  const crashed = fakeTerminal(80, 24);
  const second = await running(crashed);
  process.emit('uncaughtException', new Error('out of\u001b luck'));
  expect(await endOf(second)).toMatchObject({ exitCode: 1, message: expect.stringContaining('out of␛ luck') });
  expectRestored(crashed);
});

test('an ended session ends the chat with its message and exit code 3', async () => {
  const terminal = fakeTerminal(80, 24);
  const chat = await running(terminal);
  chat.server.refuse = { resume: { code: 'session_expired' } };
  chat.server.cut(4001);
  expect(await endOf(chat)).toMatchObject({ exitCode: 3, message: expect.stringMatching(/\w/) });
  expectRestored(terminal);
});

test("with kitty's keyboard protocol Shift-Enter starts a line and Ctrl-Enter sends; the terminal is restored afterwards", async () => {
  const terminal = fakeTerminal(80, 24);
  const { outcome, server } = await running(terminal);
  const written = () => terminal.written.join('');
  await eventually(() => written().includes('\u001b[?u'));
  terminal.type('\u001b[?0u');
  await eventually(() => written().includes('\u001b[>1u'));
  terminal.type('one\u001b[13;2utwo\u001b[106;5uthree\u001b[13;5u');
  const said = () => server.seen.find((frame) => frame.type === 'message.send');
  await eventually(() => said() !== undefined);
  expect(said()).toMatchObject({ body: { text: 'one\ntwo\nthree' } });
  terminal.type('/quit\r');
  await outcome;
  expect(written().lastIndexOf('\u001b[<u')).toBeGreaterThan(written().lastIndexOf('\u001b[>1u'));
  expectRestored(terminal);
});

test('input after the chat has ended by itself is dropped instead of going to the shell', async () => {
  const terminal = fakeTerminal(80, 24);
  const chat = await running(terminal);
  chat.server.refuse = { resume: { code: 'session_expired' } };
  terminal.type('rm -rf ');
  chat.server.cut(4001);
  await eventually(() => terminal.raw.at(-1) === true && terminal.written.join('').includes('\u001b[?1049l'));
  let over = false;
  void chat.outcome.then(() => {
    over = true;
  });
  // Waits while the user keeps typing.
  for (const key of 'build\r') {
    chat.clock.advance(250);
    terminal.type(key);
    await eventually(() => terminal.stdin.readableLength === 0);
    expect(over).toBe(false);
    expect(terminal.raw.at(-1)).toBe(true);
  }
  await endOf(chat);
  expect(terminal.raw.at(-1)).toBe(false);
  expect(terminal.stdin.read()).toBeNull();
  expect(chat.server.seen.filter(({ type }) => type === 'message.send')).toEqual([]);
});

test('a terminal reply that arrives after a quick end is dropped instead of going to the shell', async () => {
  const terminal = fakeTerminal(80, 24);
  const themeOn: TuiOptions['themeOn'] = (background) => (background === 'light' ? themes.light : themes.dark);
  const chat = await running(terminal, { themeOn });
  terminal.type('/quit\r');
  await eventually(() => terminal.written.join('').includes('\u001b[?1049l') && terminal.raw.at(-1) === true);
  chat.clock.advance(250);
  terminal.type('\u001b]11;rgb:ffff/ffff/ffff\u001b\\');
  expect(await endOf(chat)).toEqual({ exitCode: 0 });
  expect([terminal.raw.at(-1), terminal.stdin.read()]).toEqual([false, null]);

  const later = fakeTerminal(80, 24);
  const answered = await running(later, { themeOn });
  later.type('\u001b]11;rgb:ffff/ffff/ffff\u001b\\/quit\r');
  expect(await answered.outcome).toEqual({ exitCode: 0 });

  const silent = fakeTerminal(80, 24);
  const unanswered = await running(silent, { themeOn });
  unanswered.clock.advance(1001);
  unanswered.clock.jump(-3_600_000);
  silent.type('/quit\r');
  expect(await unanswered.outcome).toEqual({ exitCode: 0 });
});

test('an exit at any time undoes the modes that the chat has set and Ink does not undo', async () => {
  const terminal = fakeTerminal(80, 24);
  const { outcome } = await running(terminal);
  const before = terminal.written.length;
  const [listener] = process.listeners('exit').slice(-1);
  listener?.call(process, 130);
  await eventually(() => terminal.written.slice(before).join('').includes(ourModesOff));
  terminal.type('/quit\r');
  await outcome;
  expect(process.listeners('exit')).not.toContain(listener);
});

test.each(['key', 'draw'] as const)(
  'an error in a %s restores the terminal, and is reported without any text',
  async (where) => {
    const terminal = fakeTerminal(80, 24);
    const made = await connectedClient(['hello']);
    const { client, theme, breakIt } = faulty(made.client, where);
    const reports: string[] = [];
    const outcome = startTui({ client, clock: made.clock }, terminal, {
      themeOn: () => theme,
      reportCrash: (error, facts) => {
        reports.push(crashText(error, { ...facts, version: '1', variables: {} }, 0));
        return '/state/crash.txt';
      },
    });
    await eventually(() => terminal.written.join('').includes('hello'));
    terminal.type('my secret words');
    await eventually(() => terminal.written.join('').includes('secret'));
    breakIt();
    if (where === 'key') terminal.type('x');
    else terminal.resize(90, 30);
    expect(await endOf({ outcome, clock: made.clock })).toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('/state/crash.txt'),
    });
    expectRestored(terminal);
    const afterwards = terminal.written.join('').split('[?1049l').at(-1);
    expect(afterwards).not.toMatch(/secret|hello/);
    expect(reports).toHaveLength(1);
    expect(reports[0]).not.toMatch(/secret|\b(hello|bob|ada|general)\b/);
    expect(reports[0]).toContain('run.test.ts');
  },
);

test('the background is requested after the first paint, and the theme follows the reply', async () => {
  const terminal = fakeTerminal(80, 24);
  const backgrounds = new Set<string>();
  const themeOn: TuiOptions['themeOn'] = (background = 'dark') => {
    if (drawn()) backgrounds.add(background);
    return background === 'dark' ? themes.dark : themes.light;
  };
  const written = () => terminal.written.join('');
  const drawn = () => written().includes('\u001b]11;?');
  const { outcome } = await running(terminal, { themeOn });
  expect(written()).toContain('#general');
  expect(written().indexOf('\u001b]11;?')).toBeGreaterThan(written().indexOf('#general'));
  terminal.type('half\u001b]11;rgb:ffff/ffff/ffff\u0007 a line');
  await eventually(() => backgrounds.has('light'), { what: 'the looks for a light background' });
  await eventually(() => written().includes('half a line'), { what: 'what was typed around the answer' });
  terminal.type('\u000c');
  await eventually(() => written().split('\u001b[2J')[1]?.includes('\u001b[?2026l'), { what: 'a full redraw' });
  expect(written(), 'modes undone by a redraw').not.toContain(ourModesOff);
  terminal.type('\u0015/quit\r');
  expect(await outcome).toEqual({ exitCode: 0 });
});

test('a reply in two parts, split anywhere, leaves no text', async () => {
  const terminal = fakeTerminal(80, 24);
  const told: unknown[] = [];
  const themeOn: TuiOptions['themeOn'] = (background) => {
    if (background !== undefined && background !== told.at(-1)) told.push(background);
    return background === 'light' ? themes.light : themes.dark;
  };
  const { outcome, server } = await running(terminal, { themeOn });
  // Confirms that the themes differ.
  told.length = 0;
  const colours = ['ffff/ffff/ffff', '0000/0000/0000'];
  const expected: string[] = [];
  for (const end of ['\u0007', '\u001b\\']) {
    const length = `\u001b]11;rgb:${colours[0]}${end}`.length;
    for (let cut = 1; cut < length; cut++) {
      const text = `\u001b]11;rgb:${colours[expected.length % 2]}${end}`;
      expected.push(expected.length % 2 === 0 ? 'light' : 'dark');
      for (const part of [text.slice(0, cut), text.slice(cut)]) {
        terminal.type(part);
        await eventually(() => terminal.stdin.readableLength === 0);
      }
      await eventually(() => told.length === expected.length, {
        what: `told of ${JSON.stringify(text)} cut at ${cut}`,
      });
    }
  }
  expect(told).toEqual(expected);
  terminal.type('nothing else\r');
  await eventually(() => server.log.length === 2);
  expect(server.log[1]).toMatchObject({ body: { text: 'nothing else' } });
  terminal.type('/quit\r');
  await outcome;
});

test('if the theme does not depend on the background, it is not requested', async () => {
  const terminal = fakeTerminal(80, 24);
  const { outcome } = await running(terminal);
  terminal.type('\u0015/quit\r');
  await outcome;
  expect(terminal.written.join('')).not.toContain('\u001b]11;?');
});
