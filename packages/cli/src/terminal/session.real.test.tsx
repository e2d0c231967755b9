import type { FakeServer } from '@securechat/client/testing';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { chatInEmulator, screenSizes } from '../testing/chat-in-emulator.ts';

type Size = { readonly columns: number; readonly rows: number };

const esc = '\u001b';
const endOfFrame = `${esc}[?2026l`;
const eraseAll = `${esc}[2J`;
/** Each erases more than the rest of a line. */
const clears = [eraseAll, `${esc}[3J`, `${esc}[J`, `${esc}[0J`, `${esc}[1J`];
const keys = {
  pageUp: `${esc}[5~`,
  end: `${esc}[F`,
  up: `${esc}[A`,
  escape: esc,
  altA: `${esc}a`,
  altS: `${esc}s`,
  alt1: `${esc}1`,
  ctrlC: '\u0003',
  ctrlJ: '\n',
  ctrlK: '\u000b',
  ctrlL: '\u000c',
};

/** Messages in another of ada's rooms. */
function elsewhere(server: FakeServer, room: string, said: readonly string[]): void {
  const base = { room, author: 'bob', at: 0 };
  const events = said.map((text, i) => {
    return { ...base, seq: i + 2, id: `${room}${i}`, type: 'message', n: i + 1, body: { kind: 'text', text } };
  });
  const joined = { ...base, author: 'ada', seq: 1, id: `${room}-`, type: 'member-joined' };
  const run = (after: number, event: object, more: object) =>
    server.push({ type: 'events', room, after, head: after + 1, events: [event], ...more } as never);
  run(0, joined, { jump: 'new' });
  for (const [i, event] of events.entries()) run(i + 1, event, {});
}

/** A whole chat on a terminal emulator: what it writes, and what a user would see. */
async function openSession({ columns, rows }: Size) {
  const { server, clock, client, terminal, screen, outcome } = await chatInEmulator(columns, rows);
  /** The screen without times and days, which depend on the time zone. */
  const lines = () =>
    screen.text().map((line) =>
      line
        .trimEnd()
        .replace(/\b\d\d:\d\d\b/g, '--:--')
        .replace(/── [\w ]+ ─+/, 'DAY'),
    );
  const sees = (what: string | RegExp) =>
    eventually(() => {
      const seen = lines().join('\n');
      if (typeof what === 'string' ? seen.includes(what) : what.test(seen)) return true;
      throw new Error(`not seen: ${what}\n${seen}`);
    });
  const all = () => terminal.written.join('');
  await sees('online');
  return {
    server,
    client,
    clock,
    terminal,
    screen,
    lines,
    sees,
    all,
    resize: async (size: Size) => {
      screen.resize(size.columns, size.rows);
      terminal.resize(size.columns, size.rows);
    },
    /** Redraws everything. */
    redraw: async () => {
      const from = all().length;
      terminal.type(keys.ctrlL);
      await eventually(() => all().slice(from).split(eraseAll)[1]?.includes(endOfFrame));
      await screen.write('');
    },
    [Symbol.asyncDispose]: async () => {
      terminal.type(`${keys.ctrlC}${keys.ctrlC}${keys.ctrlC}`);
      await outcome;
      screen.dispose();
    },
  };
}
type Session = Awaited<ReturnType<typeof openSession>>;

/** Plays a typical session, and calls `look` after each step. */
async function play(chat: Session, size: Size, look: (at: string) => Promise<void>): Promise<void> {
  const { server, terminal, sees, lines, screen, clock } = chat;
  const hasList = size.columns >= 60;
  for (let i = 1; i <= 80; i++) server.happens('bob', `line ${i}.`);
  await sees('line 80.');
  await look('others talk');
  terminal.type('hi from me\r');
  await sees('ada  hi from me');
  await look('the user talks');

  elsewhere(server, 'cats', ['one', 'two']);
  if (hasList) await sees(/ #cats +2/);
  elsewhere(server, 'dogs', ['hey @ada']);
  await sees(hasList ? / #dogs +@1/ : /@1 #/);
  await look('others talk elsewhere');
  terminal.type(keys.altA);
  await sees('hey @ada');
  await look('a mention');
  terminal.type(keys.alt1);
  await sees('hi from me');

  terminal.type(keys.pageUp);
  await sees('scrolled back');
  const read = () => lines().flatMap((line) => /line \d+\./.exec(line)?.[0] ?? []);
  const before = read();
  expect(before).not.toContain('line 80.');
  server.happens('cyd', 'this is new');
  await sees('1 new below');
  expect(read()).toEqual(before);
  await look('scrolled back, and something new below');
  terminal.type(keys.end);
  await sees('cyd  this is new');
  await look('the newest again');

  for (const [key, text] of [
    ['?', 'Commands'],
    [keys.ctrlK, 'Go to:'],
    [keys.altS, 'select messages'],
  ] as const) {
    terminal.type(key);
    await sees(text);
    await look(text);
    terminal.type(keys.escape);
    await eventually(() => {
      // A lone escape character becomes the key Esc after a moment.
      clock.advance(40);
      return !lines().join('\n').includes(text);
    });
    await look(`without ${text}`);
  }
  terminal.type(`one${keys.ctrlJ}${'漢字 '.repeat(3)}${keys.ctrlJ}three`);
  await sees('  three');
  await look('some lines in the composer');
  terminal.type(keys.ctrlC);
  await eventually(() => !lines().join('\n').includes('three'));
  await screen.write('');
  await look('an empty composer');
}

test.each(screenSizes)('at $columns x $rows each step leaves the same cells as a full redraw', async (size) => {
  await using chat = await openSession(size);
  let looks = 0;
  const settled = () => JSON.stringify([chat.screen.cells(), chat.screen.state()]);
  const look = async (at: string) => {
    looks++;
    await chat.screen.write('');
    const before = chat.screen.cells();
    const state = chat.screen.state();
    await chat.redraw();
    expect(chat.screen.cells(), at).toEqual(before);
    expect(chat.screen.state(), at).toEqual(state);
  };
  await play(chat, size, look);
  expect(looks).toBeGreaterThan(10);
  const once = settled();
  for (const other of screenSizes.filter(({ columns }) => columns !== size.columns)) {
    await chat.resize(other);
    await eventually(() => chat.lines()[other.rows - 1]?.includes('online'));
    await look(`resized to ${other.columns} x ${other.rows}`);
    await chat.resize(size);
    await eventually(async () => {
      await chat.screen.write('');
      return settled() === once;
    });
  }
});

test('in a whole session nothing is cleared after the first paint', async () => {
  const size = { columns: 80, rows: 24 };
  await using chat = await openSession(size);
  const from = chat.all().length;
  await play(chat, size, async () => {});
  const since = chat.all().slice(from);
  expect(since.length).toBeGreaterThan(5000);
  for (const clear of clears) expect(since).not.toContain(clear);
});

const inside = (left: number, right = 0) => `${' '.repeat(left)}│${right > 0 ? `${' '.repeat(right)}│` : ''}`;
const typed = ['', '> half a sen'];
const said = ['DAY', '--:-- bob  good morning', '           a link: [1]https://a.example/', '--:-- ada  hi'];

/** What a user sees of the same session at each size: the whole screen, line by line. */
const seenAt: Readonly<Record<number, readonly string[]>> = {
  40: [` #general${' '.repeat(17)}1 of 2 online`, ...said, ...['', '', ...typed], ' ada · online 0 ms · @1 #dogs +1'],
  80: [
    '>#general       │ #general                                        1 of 2 online',
    ' #cats        2 │DAY',
    ...[` #dogs       @1 │${said[1]}`, ...said.slice(2).map((line) => `${inside(16)}${line}`)],
    ...Array(16).fill(inside(16)),
    ...typed,
    ' fake:1 · ada · online 0 ms                  /help · Alt+K rooms · PageUp older',
  ],
  200: [
    `>#general                   │ #general${' '.repeat(123)}1 of 2 online │ 1 online`,
    ' #cats                    2 │DAY │ ● ada',
    ` #dogs                   @1 │${said[1]?.padEnd(146)}│   1 more`,
    ...said.slice(2).map((line) => `${inside(28)}${line.padEnd(146)}│`),
    ...Array(52).fill(inside(28, 146)),
    ...typed,
    ` fake:1 · ada · online 0 ms${' '.repeat(122)}/help · Alt+K rooms · PageUp older · Tab completes`,
  ],
};

test.each(screenSizes)('at $columns x $rows a user sees messages, unread rooms, and typed text', async (size) => {
  await using chat = await openSession(size);
  chat.server.happens('bob', 'good morning');
  chat.server.happens('bob', 'a link: https://a.example/');
  chat.terminal.type('hi\r');
  elsewhere(chat.server, 'cats', ['one', 'two']);
  elsewhere(chat.server, 'dogs', ['hey @ada']);
  await chat.sees('ada  hi');
  chat.terminal.type('half a sen');
  await eventually(() => expect(chat.lines()).toEqual(seenAt[size.columns]) ?? true);
  expect(chat.screen.state()).toMatchObject({ x: 12, y: size.rows - 2 });
  expect(chat.screen.cells().every((line) => line.length === size.columns)).toBe(true);
});
