import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { Terminal } from './terminal.ts';

const require = createRequire(import.meta.url);
const file = (name: string, path: string) =>
  readFileSync(join(dirname(require.resolve(`${name}/package.json`)), path), 'utf8');

/** The sixteen colours and the background of a terminal: its user's choice, not the chat's. */
const palettes = {
  dark: {
    ...{ background: '#14161b', foreground: '#d7dae0', cursor: '#d7dae0', cursorAccent: '#14161b' },
    ...{ black: '#14161b', red: '#e06c75', green: '#98c379', yellow: '#e5c07b' },
    ...{ blue: '#61afef', magenta: '#c678dd', cyan: '#56b6c2', white: '#d7dae0', brightBlack: '#7f848e' },
  },
  light: {
    ...{ background: '#fbfbf9', foreground: '#24272e', cursor: '#24272e', cursorAccent: '#fbfbf9' },
    ...{ black: '#24272e', red: '#b3261e', green: '#2f6f2f', yellow: '#7a5a00' },
    ...{ blue: '#1d5fa8', magenta: '#8e2f86', cyan: '#0b6e7a', white: '#e8e8e4', brightBlack: '#6b6f78' },
  },
} as const;
export type Ground = keyof typeof palettes;
type Size = { readonly columns: number; readonly rows: number };

/** The escape sequences that draw a terminal's screen, with its cursor. */
export function drawing(terminal: Terminal): string {
  const { x, y } = terminal.cursor();
  const cursor = terminal.flag('cursor_flag') === '1' ? `\u001b[${y + 1};${x + 1}H` : '\u001b[?25l';
  return `${terminal.drawn().replace(/\n$/, '')}${cursor}`;
}

/** Renders a screen as a picture, cell by cell, with a terminal emulator in a browser. */
export async function drawPicture(
  browser: Browser,
  text: string,
  { columns, rows }: Size,
  ground: Ground,
  path: string,
): Promise<void> {
  const theme = palettes[ground];
  const page = await browser.newPage({ viewport: { width: 1600, height: 1000 }, deviceScaleFactor: 1 });
  const style = `margin:0;padding:10px;background:${theme.background};width:fit-content`;
  await page.setContent(`<body style="margin:0"><div id="around" style="${style}"><div id="t"></div></div>`);
  await page.addStyleTag({ content: file('@xterm/xterm', 'css/xterm.css') });
  await page.addScriptTag({ content: file('@xterm/xterm', 'lib/xterm.js') });
  await page.addScriptTag({ content: file('@xterm/addon-unicode-graphemes', 'lib/addon-unicode-graphemes.js') });
  const options = {
    ...{ cols: columns, rows, theme, fontSize: 14, fontFamily: '"DejaVu Sans Mono", "Noto Color Emoji", monospace' },
    ...{ convertEol: true, allowProposedApi: true, cursorBlink: false, cursorInactiveStyle: 'block', scrollback: 0 },
  };
  await page.evaluate(`new Promise((done) => {
    const t = new Terminal(${JSON.stringify(options)});
    t.loadAddon(new UnicodeGraphemesAddon.UnicodeGraphemesAddon());
    t.open(document.getElementById('t'));
    t.focus();
    t.write(${JSON.stringify(text)}, () => requestAnimationFrame(() => setTimeout(done, 200)));
  })`);
  await page.locator('#around').screenshot({ path });
  await page.close();
}
