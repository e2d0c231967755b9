import { eventually } from '@securechat/testkit';
import { render } from 'ink';
import { expect, test } from 'vitest';
import { createController } from '../chat/controller.ts';
import type { ChatOutcome } from '../process/exit-codes.ts';
import { layout } from '../screen/frame.ts';
import { themes } from '../screen/theme.ts';
import { connectedClient, fakeTerminal } from '../testing/screen.ts';
import { App } from './app.tsx';
import { inputTo, silentStdin, terminalReader } from './stdin.ts';

/** The app over a real client and an in-memory server. In debug mode Ink writes each frame whole, so the last one is the screen. */
async function openApp(said: readonly string[], { columns = 80, rows = 24, untilMidnightMs = 0 } = {}) {
  const terminal = fakeTerminal(columns, rows);
  const { server, clock, client } = await connectedClient(said);
  if (untilMidnightMs > 0) {
    const now = new Date(clock.nowMs());
    const midnightMs = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1).getTime();
    clock.jump(midnightMs - untilMidnightMs - clock.nowMs());
  }
  const outcomes: ChatOutcome[] = [];
  const controller = createController({
    client,
    clock,
    serverName: 'fake:1',
    keeps: false,
    layout,
    size: () => ({ columns: terminal.stdout.columns, rows: terminal.stdout.rows }),
    exit: (outcome) => outcomes.push(outcome),
    suspend: async () => {},
    redraw: () => {},
  });
  const props = { client, controller, clock, serverName: 'fake:1', theme: themes.none, attach: () => () => {} };
  const { stdin, stdout } = terminal;
  const silent = silentStdin();
  const app = render(<App {...props} />, { stdin: silent, stdout, debug: true, interactive: true, exitOnCtrlC: false });
  const reader = terminalReader(stdin, inputTo(controller), clock);
  reader.resume();
  const stop = controller.start();
  const screen = () => terminal.written.findLast((chunk) => chunk.includes('fake') || chunk.includes('small')) ?? '';
  return {
    server,
    client,
    clock,
    terminal,
    outcomes,
    screen,
    sees: (text: string) => eventually(() => screen().includes(text), { what: `not seen: ${text}` }),
    [Symbol.asyncDispose]: async () => {
      stop();
      await reader.pause();
      app.unmount();
      await client.close();
    },
  };
}

const places = (screen: string, texts: readonly string[]) => texts.map((text) => screen.indexOf(text));

test('entries are shown in order, and typed text is sent once and shown', async () => {
  await using app = await openApp(['first', 'second']);
  await app.sees('second');
  app.terminal.type('third\r');
  await app.sees('ada  third');
  app.server.happens('bob', 'fourth');
  await app.sees('bob  fourth');
  const at = places(app.screen(), ['bob  first', ' second', 'ada  third', 'bob  fourth']);
  expect(at).toEqual([...at].sort((a, b) => a - b));
  expect(app.server.seen.filter((frame) => frame.type === 'message.send')).toHaveLength(1);
  expect(app.screen()).toMatch(/\bonline\b/);
});

test('a new day is shown without a key or a message', async () => {
  await using app = await openApp([], { untilMidnightMs: 2000 });
  app.server.atMs = app.clock.nowMs();
  app.server.happens('bob', 'late');
  await app.sees('late');
  expect(app.screen()).not.toContain('Yesterday');
  app.clock.advance(3000);
  await app.sees('Yesterday, ');
});

test('a resize to 20x5 shows that it is too small, and back shows the chat again', async () => {
  await using app = await openApp(['hello']);
  await app.sees('bob  hello');
  app.terminal.resize(20, 5);
  await app.sees('too small');
  for (const line of app.screen().split('\n')) expect(line.length).toBeLessThanOrEqual(20);
  app.terminal.resize(80, 24);
  await app.sees('bob  hello');
  expect(app.screen().split('\n')).toHaveLength(24);
});

test('a paste of lines stays text until Enter', async () => {
  await using app = await openApp([]);
  app.terminal.type('\u001b[200~one\r\ntwo\u001b]0;x\u0007\r\u001b[201~');
  await app.sees('> one');
  expect(app.server.seen.some((frame) => frame.type === 'message.send')).toBe(false);
  app.terminal.type('\r');
  await app.sees('ada  one');
  const said = app.server.seen.find((frame) => frame.type === 'message.send');
  expect(said).toMatchObject({ body: { text: 'one\ntwo' } });
});

test('the link is shown in words, and never as online while it is down', async () => {
  await using app = await openApp(['hello']);
  await app.sees('online');
  app.server.dialFailure = { kind: 'unreachable', detail: 'nobody there' };
  app.server.cut();
  await app.sees('reconnecting in');
  expect(app.screen()).not.toMatch(/online/);
  app.terminal.type('kept\r');
  await app.sees('…     ada  kept');
});

test('Ctrl-C clears the composer, and quits when it is empty and pressed again', async () => {
  await using app = await openApp([]);
  app.terminal.type('draft');
  await app.sees('> draft');
  app.terminal.type('\u0003');
  await eventually(() => !app.screen().includes('draft'));
  expect(app.outcomes).toEqual([]);
  app.terminal.type('\u0003');
  await app.sees('again to quit');
  expect(app.outcomes).toEqual([]);
  app.terminal.type('\u0003');
  await eventually(() => app.outcomes.length > 0);
  expect(app.outcomes).toEqual([{ exitCode: 0 }]);
});

test('2,000 keys in one write, with Enter, arrows and a paste, are all handled in order', async () => {
  await using app = await openApp([]);
  const left = '\u001b[D';
  const word = (i: number) => `w${String(i).padStart(3, '0')}`;
  // Twenty lines of twenty words: the last two letters of each word are typed in the wrong order and corrected with arrow keys.
  const lines = Array.from({ length: 20 }, (_, line) => Array.from({ length: 20 }, (_, i) => word(line * 20 + i)));
  const typed = lines.map((words) => {
    const keys = words.map((w) => `${w.slice(0, 2)}${w[3]}${left}${w[2]}\u001b[C `).join('');
    return `${keys}\u001b[200~pasted\rhere\u001b[201~\r`;
  });
  const expected = lines.map((words) => `${words.join(' ')} pasted\nhere`);
  app.terminal.type(typed.join(''));
  const said = () =>
    app.server.seen.flatMap((f) => (f.type === 'message.send' && f.body.kind === 'text' ? [f.body.text] : []));
  await eventually(() => said().length >= expected.length);
  expect(said()).toEqual(expected);
  app.terminal.type(`${'x'.repeat(1999)}\u0017y`);
  await eventually(() => /^> y *$/m.test(app.screen()));
});
