import type { Browser, Page } from 'playwright-core';
import { roomButton } from '../support/page.ts';
import type { Team } from './team.ts';

type PagePicture = { readonly name: string; readonly width: number; readonly height: number };

export const pagePictures: readonly PagePicture[] = [
  { name: 'page', width: 1100, height: 700 },
  { name: 'page-360', width: 360, height: 640 },
];

async function logIn(page: Page, team: Team): Promise<void> {
  await page.goto(team.server.page);
  await page.fill('#user', 'ada');
  await page.fill('#password', 'the long password of ada');
  await page.click('#login');
  await page.waitForSelector('#link-state[data-at=online]');
  // On a small screen the list of rooms slides in.
  if ((page.viewportSize()?.width ?? 0) < 600) await page.click('#menu');
  await roomButton(page, 'ops').click();
  await page.locator('#timeline').getByText('good 👍').waitFor();
}

/** Takes a picture of the page in a browser. */
export async function takePage(
  browser: Browser,
  team: Team,
  { width, height }: PagePicture,
  path: string,
): Promise<void> {
  const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: 1 });
  const page = await context.newPage();
  await logIn(page, team);
  await page.screenshot({ path });
  await context.close();
}
