import type { PendingMessage } from '@securechat/client';
import { eventJson } from '@securechat/client/present';
import type { RoomEvent } from '@securechat/protocol';
import { eventually } from '@securechat/testkit';
import { renderToString } from 'ink';
import { beforeAll, expect, test } from 'vitest';
import { initialUi, reduceUi } from '../chat/state/ui-state.ts';
import type { View } from '../chat/state/view.ts';
import { commandErrorOf } from '../output/command-error.ts';
import { eventText } from '../output/event-line.ts';
import { createOutput } from '../output/output.ts';
import { entrySentence } from '../plain/words.ts';
import { ourModesOn } from '../terminal/terminal-modes.ts';
import { chatInEmulator, screenSizes } from '../testing/chat-in-emulator.ts';
import { emulator } from '../testing/emulator.ts';
import { fakeEnv } from '../testing/fake-env.ts';
import { type Hostile, hostileTexts } from '../testing/hostile-texts.ts';
import { aChat, aMessage, aRoom, pending } from '../testing/values.ts';
import type { Row } from '../text/rows.ts';
import { widthOf } from '../text/width.ts';
import { type Frame, frameOf, layout } from './frame.ts';
import { ChatScreen } from './panes/chat-screen.tsx';
import { themes } from './theme.ts';

/** Texts per test. */
const part = 20;
const chunks = Array.from({ length: Math.ceil(hostileTexts.length / part) }, (_, i) =>
  hostileTexts.slice(i * part, (i + 1) * part),
);
const obeyed = /\p{Cc}|\p{Cs}|\p{Bidi_Control}|[\u2028\u2029]/u;

type Chat = Extract<Frame, { kind: 'chat' }>;

/** The text in every place that others can fill: a message, a topic, a reason, and a sentence about it. */
function viewOf(text: string, size: View['size']): View {
  const refused: PendingMessage = pending('p1', 'mine', text);
  const room = aRoom(
    'general',
    [aMessage(1, 'bob', 'before'), aMessage(2, 'bob', text), aMessage(3, 'cyd', 'behind')],
    {
      topic: text,
    },
  );
  const ui = reduceUi(initialUi(undefined), { kind: 'remarked', remark: { text, tone: 'warning' } });
  return { ui, chat: aChat([room, aRoom('ops')], { pending: [refused] }), size, serverName: 'fake:1', nowMs: 0 };
}

function drawn(frame: Chat, size: View['size']): string {
  return renderToString(<ChatScreen frame={frame} size={size} theme={themes.none} />, { columns: size.columns });
}

const dotted = (row: Row): Row => row.map((span) => ({ ...span, text: '.'.repeat(widthOf(span.text)) }));

/** The same frame with dots in place of the text, and the lines of the screen that contain it. */
function control(view: View, frame: Chat): { readonly frame: Chat; readonly lines: ReadonlySet<number> } {
  const { lines } = layout.timeline(view);
  const theirs = new Set<Row>([...lines.rows(1), ...lines.rows(3)]);
  const infoFrom = 1 + frame.main.height;
  return {
    frame: {
      ...frame,
      header: dotted(frame.header),
      main: { ...frame.main, rows: frame.main.rows.map((row) => (theirs.has(row) ? dotted(row) : row)) },
      info: frame.info.map(dotted),
    },
    lines: new Set([
      0,
      ...frame.main.rows.flatMap((row, i) => (theirs.has(row) ? [i + 1] : [])),
      ...frame.info.map((_, i) => infoFrom + i),
    ]),
  };
}

async function compare({ name, text }: Hostile, size: View['size']): Promise<void> {
  const view = viewOf(text, size);
  const frame = frameOf(view);
  if (frame.kind !== 'chat') throw new Error('too small');
  const rows = [frame.header, ...frame.main.rows, ...frame.info, ...frame.list.rows, frame.status];
  for (const { text: part } of rows.flat()) expect(part, name).not.toMatch(obeyed);
  const { frame: plain, lines } = control(view, frame);
  const [seen, wanted] = [emulator(size.columns, size.rows), emulator(size.columns, size.rows)];
  await seen.write(`${ourModesOn}${drawn(frame, size)}`);
  await wanted.write(`${ourModesOn}${drawn(plain, size)}`);
  expect(seen.asked, name).toEqual([]);
  expect(seen.state(), name).toEqual(wanted.state());
  const before = frame.list.columns === 0 ? 0 : frame.list.columns + 1;
  const only = (cells: readonly string[][]) =>
    cells.map((line, y) => {
      if (!lines.has(y)) return line.join('|');
      // The room list is beside the timeline, but not beside the sentences below it.
      return y > frame.main.height ? '' : line.slice(0, before).join('|');
    });
  expect(only(seen.cells()), name).toEqual(only(wanted.cells()));
  seen.dispose();
  wanted.dispose();
}

// The first run takes several times as long.
beforeAll(async () => {
  for (const size of screenSizes) await compare({ name: 'harmless', text: 'harmless' }, size);
});

test('there are more than two hundred hostile texts, all different', () => {
  expect(new Set(hostileTexts.map(({ text }) => text)).size).toBeGreaterThan(400);
});

test.each(chunks.map((chunk, i) => [i, chunk] as const))(
  'on the screen a hostile text changes only its own line, part %i',
  async (nth, chunk) => {
    for (const [i, hostile] of chunk.entries()) {
      const size = screenSizes[(nth + i) % screenSizes.length];
      if (size) await compare(hostile, size);
    }
  },
);

test.each(chunks.map((chunk, i) => [i, chunk] as const))(
  'in chat --plain, tail, history and an error of send a hostile text changes only its own line, part %i',
  async (_, chunk) => {
    for (const { name, text } of chunk) {
      const entry = aMessage(1, 'bob', text);
      const { kind: _, text: __, ...stored } = entry;
      const event: RoomEvent = { ...stored, type: 'message', n: 1, body: { kind: 'text', text } };
      const fake = fakeEnv();
      const out = createOutput(fake.env, {});
      out.json(eventJson(event, 'general'));
      const { message } = commandErrorOf(
        { kind: 'refused', refusal: { code: 'refused' as never, detail: text } },
        { url: 'wss://fake:1' },
      );
      await out.flushed();
      for (const printed of [
        entrySentence(entry, '#general', '24h'),
        eventText(event, out, { roomOf: () => aRoom('general') }),
        message,
        fake.out().trimEnd(),
      ]) {
        const screen = emulator(80, 120);
        await screen.write(`before\n${printed}\nafter`);
        const lines = screen.text();
        expect(screen.asked, name).toEqual([]);
        expect(lines[0], name).toBe('before');
        expect(
          lines.findLast((line) => line !== ''),
          name,
        ).toBe('after');
        expect(
          lines.filter((line) => /^(root|14:05 root|> )/.test(line)),
          name,
        ).toEqual([]);
        expect({ ...screen.state(), y: 0 }, name).toMatchObject({
          buffer: 'normal',
          x: 5,
          wraparoundMode: true,
          insertMode: false,
        });
        screen.dispose();
      }
    }
  },
);

test('a whole chat of hostile texts leaves title, clipboard and modes unchanged', async () => {
  const { server, client, terminal, screen, outcome } = await chatInEmulator(80, 24);
  for (const { text } of hostileTexts) server.happens('bob', text);
  for (let i = 0; i < 30; i++) server.happens('bob', `last ${i}`);
  await eventually(() => screen.text().some((line) => line.includes('last 29')));
  expect(client.getSnapshot().byRoom.general?.timeline.length).toBeGreaterThan(hostileTexts.length);
  const lines = screen.text().filter((line) => line.includes('last '));
  expect(lines.map((line) => /last \d+$/.exec(line)?.[0])).toEqual(
    Array.from({ length: lines.length }, (_, i) => `last ${30 - lines.length + i}`),
  );
  // The title is ours, and nothing else was requested.
  expect(new Set(screen.asked)).toEqual(new Set(['OSC 2 SecureChat · #general']));
  expect(screen.state()).toMatchObject({ buffer: 'alternate', bracketedPasteMode: true, mouseTrackingMode: 'none' });
  terminal.type('/quit\r');
  await outcome;
  await screen.write('');
  expect(screen.asked.at(-1)).toBe('OSC 2 ');
  expect(screen.state()).toMatchObject({ buffer: 'normal', bracketedPasteMode: false, wraparoundMode: true });
});
