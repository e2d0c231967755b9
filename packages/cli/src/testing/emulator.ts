import headless from '@xterm/headless';

// The addon assumes that its table starts at offset 0 of its buffer, which is wrong for Node's pooled buffers.
const { poolSize } = Buffer;
Buffer.poolSize = 0;
const { default: graphemes } = await import('@xterm/addon-unicode-graphemes');
Buffer.poolSize = poolSize;

/** A headless terminal: its cells, and everything it was asked to do besides drawing. */
export function emulator(columns: number, rows: number) {
  let size = { columns, rows };
  const terminal = new headless.Terminal({
    cols: columns,
    rows,
    allowProposedApi: true,
    convertEol: true,
    scrollback: 0,
  });
  terminal.loadAddon(new graphemes.UnicodeGraphemesAddon());
  const asked: string[] = [];
  for (const code of [0, 1, 2, 4, 7, 8, 9, 10, 11, 12, 52, 99, 104, 133, 777, 1337]) {
    terminal.parser.registerOscHandler(code, (data) => asked.push(`OSC ${code} ${data}`) > 0);
  }
  terminal.onBell(() => asked.push('bell'));
  terminal.onTitleChange((title) => asked.push(`title ${title}`));
  terminal.onData((data) => asked.push(`answer ${JSON.stringify(data)}`));
  const cellsOf = (y: number) => {
    const line = terminal.buffer.active.getLine(y);
    return Array.from({ length: size.columns }, (_, x) => {
      const cell = line?.getCell(x);
      if (!cell) return 'none';
      const looks = [
        cell.getFgColor(),
        cell.getBgColor(),
        cell.isBold(),
        cell.isInverse(),
        cell.isDim(),
        cell.isInvisible(),
      ];
      return `${cell.getChars() || ' '} ${cell.getWidth()} ${looks.join(',')}`;
    });
  };
  return {
    /** Resolves once all of it has been processed. */
    write: (text: string) => new Promise<void>((done) => terminal.write(text, done)),
    /** Each cell of each line: its character, width and style. */
    cells: () => Array.from({ length: size.rows }, (_, y) => cellsOf(y)),
    text: () =>
      Array.from({ length: size.rows }, (_, y) => terminal.buffer.active.getLine(y)?.translateToString(true) ?? ''),
    /** Titles, clipboards, bells, replies: what is not needed for drawing. */
    asked,
    /** State of the terminal besides its cells. */
    state: () => ({
      ...terminal.modes,
      buffer: terminal.buffer.active.type,
      x: terminal.buffer.active.cursorX,
      y: terminal.buffer.active.cursorY,
    }),
    resize: (toColumns: number, toRows: number) => {
      size = { columns: toColumns, rows: toRows };
      terminal.resize(toColumns, toRows);
    },
    dispose: () => terminal.dispose(),
  };
}
