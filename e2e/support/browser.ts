import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { root } from './tools.ts';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** A real Chromium that trusts exactly the server key with this pin, as a person who compared it would. */
export async function openBrowser(pin: string): Promise<Browser> {
  // Chromium takes the SHA-256 of the public key in standard base64; ours is base64url.
  const spki = `${pin.replaceAll('-', '+').replaceAll('_', '/')}=`;
  return await chromium.launch({
    executablePath: '/usr/bin/chromium',
    headless: true,
    args: [...flags, `--ignore-certificate-errors-spki-list=${spki}`],
  });
}

/** Keeps a picture in e2e/screens. */
export async function keepPage(page: Page, name: string): Promise<void> {
  mkdirSync(`${root}/e2e/screens`, { recursive: true });
  await page.screenshot({ path: `${root}/e2e/screens/${name}.png` });
}

/** Draws a terminal's screen as a picture, with a real terminal emulator in the browser. */
export async function drawTerminal(
  browser: Browser,
  drawn: string,
  size: { columns: number; rows: number },
  path: string,
): Promise<void> {
  const xterm = dirname(createRequire(import.meta.url).resolve('@xterm/xterm/package.json'));
  const page = await browser.newPage({ viewport: { width: size.columns * 9 + 24, height: size.rows * 16 + 24 } });
  await page.setContent('<body style="margin:12px;background:#14161b"><div id="t"></div></body>');
  await page.addStyleTag({ content: readFileSync(join(xterm, 'css/xterm.css'), 'utf8') });
  await page.addScriptTag({ content: readFileSync(join(xterm, 'lib/xterm.js'), 'utf8') });
  const script = `new Promise((done) => {
    const t = new Terminal({ cols: ${size.columns}, rows: ${size.rows}, fontSize: 14, convertEol: true, theme: { background: '#14161b' }, cursorBlink: false });
    t.open(document.getElementById('t'));
    t.write(${JSON.stringify(drawn.replace(/\n$/, ''))}, () => requestAnimationFrame(() => setTimeout(done, 200)));
  })`;
  await page.evaluate(script);
  await page.screenshot({ path });
  await page.close();
}
