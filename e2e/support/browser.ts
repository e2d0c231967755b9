import { mkdirSync } from 'node:fs';
import { waitMs } from '@securechat/testkit';
import { type Browser, chromium, type Page } from 'playwright-core';
import { browserPath, root } from './tools.ts';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--in-process-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** A real Chromium that trusts exactly the server key with this pin, as a user who compared it would. */
export async function openBrowser(pin: string): Promise<Browser> {
  // Chromium expects the SHA-256 of the public key in standard base64; ours is base64url.
  const spki = `${pin.replaceAll('-', '+').replaceAll('_', '/')}=`;
  return await chromium.launch({
    executablePath: browserPath,
    headless: true,
    timeout: waitMs,
    args: [...flags, `--ignore-certificate-errors-spki-list=${spki}`],
  });
}

/** Saves a picture in e2e/screens. */
export async function keepPage(page: Page, name: string): Promise<void> {
  mkdirSync(`${root}/e2e/screens`, { recursive: true });
  await page.screenshot({ path: `${root}/e2e/screens/${name}.png` });
}
