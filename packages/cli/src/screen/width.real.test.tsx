import { renderToString } from 'ink';
import { beforeAll, expect, test } from 'vitest';
import { initialUi, reduceUi } from '../chat/state/ui-state.ts';
import { ourModesOn } from '../terminal/terminal-modes.ts';
import { screenSizes } from '../testing/chat-in-emulator.ts';
import { emulator } from '../testing/emulator.ts';
import { graphemes } from '../testing/graphemes.ts';
import { aChat, aMessage, aRoom } from '../testing/values.ts';
import { clean } from '../text/clean.ts';
import { widthOf } from '../text/width.ts';
import { frameOf } from './frame.ts';
import { ChatScreen } from './panes/chat-screen.tsx';
import { themes } from './theme.ts';

/**
 * Terminals disagree about the width of spacing marks, and older ones do not know the newest emoji. We assume the larger width: a line may
 * then be shorter than necessary, but is never cut.
 */
const disputed =
  /\p{Mc}|[\uff9e\uff9f\u0e33\u0eb3]|[\u{1fa75}-\u{1fa7c}\u{1fa87}-\u{1fa8f}\u{1faa9}-\u{1faaf}\u{1fabb}-\u{1fae7}\u{1f979}\u{1fae0}]/u;

/** The screen with a text in a message, in the topic and in the composer. */
async function screenOf(text: string, size: (typeof screenSizes)[number]) {
  const long = `${text}${` ${text}`.repeat(60)}`;
  const messages = [
    aMessage(1, 'bob', 'before'),
    aMessage(2, 'bob', text),
    aMessage(3, 'cyd', long),
    aMessage(4, 'dan', 'behind'),
  ];
  const chat = aChat([aRoom('general', messages, { topic: long }), aRoom('ops')]);
  const ui = reduceUi(initialUi(undefined), { kind: 'typed', room: 'general', text });
  const frame = frameOf({ ui, chat, size, serverName: 'fake:1', nowMs: 0 });
  if (frame.kind !== 'chat') throw new Error('too small');
  const screen = emulator(size.columns, size.rows);
  const drawn = renderToString(<ChatScreen frame={frame} size={size} theme={themes.none} />, { columns: size.columns });
  await screen.write(`${ourModesOn}${drawn}`);
  const rows = [frame.header, ...frame.main.rows].map((row) => row.map((span) => span.text).join(''));
  const cells = screen.cells();
  const lines = screen.text();
  screen.dispose();
  return { frame, rows, cells, lines };
}

const controls = new Map<number, ReturnType<typeof screenOf>>();

/** The same with a character whose width is undisputed. */
function controlOf(size: (typeof screenSizes)[number]) {
  const made = controls.get(size.columns) ?? screenOf('.', size);
  controls.set(size.columns, made);
  return made;
}

const borderOf = (cells: readonly string[][], column: number) =>
  column === 0 ? [] : cells.map((line) => line.slice(0, column + 1).join('|'));

async function holds(letter: string, size: (typeof screenSizes)[number]): Promise<void> {
  const seen = await screenOf(letter, size);
  const wanted = await controlOf(size);
  const { list, main, composer } = seen.frame;
  // The room list and the border beside the timeline: no cell moves.
  const beside = (of: typeof seen) => borderOf(of.cells.slice(0, main.height + 1), list.columns);
  expect(beside(seen), letter).toEqual(beside(wanted));
  // Every line is where the layout put it: none wrapped, none pushed another down.
  for (const [y, row] of seen.rows.entries()) {
    const begins = row.trimEnd().slice(0, 8);
    expect(seen.lines[y]?.slice(list.columns === 0 ? 0 : list.columns + 1), `${letter} line ${y}`).toContain(
      begins.trimEnd(),
    );
  }
  expect(seen.cells.at(-1), letter).toEqual(wanted.cells.at(-1));
  expect(seen.lines[size.rows - 2], letter).toContain(`> ${clean(letter)}`);
  expect(composer.rows).toHaveLength(1);
}

beforeAll(async () => {
  for (const size of screenSizes) await controlOf(size);
});

test('there are more than three hundred graphemes, all different', () => {
  expect(new Set(graphemes.flatMap(({ letters }) => letters)).size).toBeGreaterThan(300);
});

/** Graphemes per test. */
const part = 20;
const cases = graphemes.flatMap(({ kind, letters }) =>
  Array.from({ length: Math.ceil(letters.length / part) }, (_, i) => ({
    kind,
    letters: letters.slice(i * part, (i + 1) * part),
  })),
);

test.each(screenSizes.flatMap((size) => cases.map((given) => ({ ...given, ...size }))))(
  'nothing moves beside, below or after $kind at $columns x $rows: $letters',
  async ({ letters, columns }) => {
    const size = screenSizes.find((one) => one.columns === columns);
    for (const letter of letters) if (size) await holds(letter, size);
  },
);

test('we never assume a smaller width than a terminal, and the same if undisputed', async () => {
  const screen = emulator(20, 1);
  const other: string[] = [];
  const narrower: string[] = [];
  for (const { kind, letters } of graphemes) {
    for (const letter of letters) {
      await screen.write(`\r${letter}`);
      const { x } = screen.state();
      if (x !== widthOf(letter) && !disputed.test(letter))
        other.push(`${kind} ${letter}: ${x}, not ${widthOf(letter)}`);
      if (x > widthOf(letter)) narrower.push(`${kind} ${letter}: ${x}, not ${widthOf(letter)}`);
    }
  }
  expect(other).toEqual([]);
  expect(narrower).toEqual([]);
  screen.dispose();
});
