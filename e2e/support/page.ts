import { eventually, waitMs } from '@securechat/testkit';
import type { Browser, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** A page in a browser context of its own: it shares nothing but the server. */
export type OpenPage = {
  readonly page: Page;
  /** What must never happen: script errors, violations of the content policy, dialogs opened by a script. */
  readonly troubles: readonly string[];
  readonly close: () => Promise<void>;
};

export const narrow = { width: 360, height: 640 };
export const wide = { width: 1100, height: 700 };

/** Opens the page of a server. */
export async function openPage(
  { browser, server }: { readonly browser: Browser; readonly server: { readonly page: string } },
  { viewport = wide, colorScheme = 'light' as 'light' | 'dark' } = {},
): Promise<OpenPage> {
  const context = await browser.newContext({ viewport, colorScheme });
  context.setDefaultTimeout(waitMs);
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    troubles.push(`box: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    if (/security policy|trusted/i.test(message.text())) troubles.push(`policy: ${message.text()}`);
  });
  await page.goto(server.page);
  return { page, troubles, close: () => context.close() };
}

/** The password of each test user. */
export const passwordOf = (name: string) => `the long password of ${name}`;

/** Signs up and waits for the chat. */
export async function signUp(page: Page, name: string, { stay = false } = {}): Promise<void> {
  await page.fill('#user', name);
  await page.fill('#password', passwordOf(name));
  if (stay) await page.check('#stay');
  await page.click('#signup');
  await inChat(page);
}

/** Logs in and waits for the chat. */
export async function logIn(page: Page, name: string): Promise<void> {
  await page.fill('#user', name);
  await page.fill('#password', passwordOf(name));
  await page.click('#login');
  await inChat(page);
}

/** Waits for the chat with its rooms. */
export async function inChat(page: Page): Promise<void> {
  await page.waitForSelector('#chat:not([hidden])');
  await page.waitForSelector('#link-state[data-at=online]');
  await page.waitForSelector('[data-room=general]', { state: 'attached' });
}

export const composer = (page: Page) => page.locator('#composer');
export const error = (page: Page) => page.locator('#error');

/** Sends a message to the shown room. */
export async function say(page: Page, text: string): Promise<void> {
  await page.fill('#composer', text);
  await page.press('#composer', 'Enter');
}

/** Runs something while the server is stopped: connections stay open, nothing is answered. */
export async function whileStill(server: { readonly pid: number }, what: () => Promise<void>): Promise<void> {
  process.kill(server.pid, 'SIGSTOP');
  try {
    await what();
  } finally {
    process.kill(server.pid, 'SIGCONT');
  }
}

/** A connection that can be cut: `blocked` lets nothing through, `one-way` lets our frames out and no reply in. */
export type PageConnection = { readonly cut: (how: 'blocked' | 'one-way') => Promise<void>; readonly mend: () => void };

/** Makes the page's connections controllable, from the next load of the page on. */
export async function lineUnder(page: Page): Promise<PageConnection> {
  let state: 'whole' | 'blocked' | 'one-way' = 'whole';
  const ends = new Set<() => Promise<void>>();
  await page.routeWebSocket(/.*/, (socket) => {
    if (state === 'blocked') {
      void socket.close({ code: 1012 });
      return;
    }
    const server = socket.connectToServer();
    ends.add(() => socket.close({ code: 1012 }));
    server.onMessage((text) => {
      if (state !== 'one-way') socket.send(text);
    });
  });
  return {
    cut: async (how) => {
      state = how;
      if (how === 'blocked') for (const end of ends) await end();
      ends.clear();
    },
    mend: () => {
      state = 'whole';
    },
  };
}

/** The button of the user's room of this name. */
export const roomButton = (page: Page, room: string) =>
  page.locator(`xpath=//*[@id="rooms"]//button[text()="#${room}"]`);

/** Selects a room, on a small screen from the drawer. */
export async function enterRoom(page: Page, room: string): Promise<void> {
  if (await page.isVisible('#menu')) await page.click('#menu');
  await roomButton(page, room).click();
  await expect.poll(() => page.textContent('#room-title')).toBe(`#${room}`);
}

/** Creates a room and shows it. */
export async function makeRoom(page: Page, room: string): Promise<void> {
  if (await page.isVisible('#menu')) await page.click('#menu');
  await page.fill('#room-name', room);
  await page.click('#create');
  await expect.poll(() => page.textContent('#room-title')).toBe(`#${room}`);
}

/** The sent messages of the shown room. */
export async function messages(page: Page): Promise<string[]> {
  return await page.locator('#timeline [data-kind=message] .text').allTextContents();
}

/** Waits until an element has this text. */
export async function says(element: Locator, text: string | RegExp): Promise<void> {
  await eventually(async () => {
    const seen = (await element.textContent()) ?? '';
    if (typeof text === 'string' ? seen.includes(text) : text.test(seen)) return true;
    throw new Error(`it does not say ${text}, but: ${seen}`);
  });
}

/** Visible text with a contrast below 4.5 : 1 (WCAG 2.2, 1.4.3), as `ratio text`. */
export async function faintTexts(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const rgba = (color: string) => {
      if (!canvas) return [0, 0, 0, 0];
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const light = (rgb: number[]) => {
      const [r = 0, g = 0, b = 0] = rgb.map((c) =>
        c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const over = (top: number[], below: number[], alpha: number) =>
      [0, 1, 2].map((i) => (top[i] ?? 0) * alpha + (below[i] ?? 0) * (1 - alpha));
    const behind = (element: Element | null): number[] => {
      if (!element) return [255, 255, 255];
      const color = rgba(getComputedStyle(element).backgroundColor);
      const alpha = (color[3] ?? 0) / 255;
      return alpha === 1 ? color : over(color, behind(element.parentElement), alpha);
    };
    const faint: string[] = [];
    for (const element of document.querySelectorAll('body *')) {
      const own = [...element.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.textContent?.trim());
      const text = own ? (element.textContent ?? '') : element.getAttribute('placeholder');
      if (!text || !element.checkVisibility({ visibilityProperty: true }) || element.closest('.hidden, :disabled'))
        continue;
      const style = own ? getComputedStyle(element) : getComputedStyle(element, '::placeholder');
      let opacity = 1;
      for (let at: Element | null = element; at; at = at.parentElement) opacity *= Number(getComputedStyle(at).opacity);
      const back = behind(element);
      const front = over(rgba(style.color), back, opacity);
      const [a = 0, b = 0] = [light(front), light(back)].sort((x, y) => y - x);
      const ratio = (a + 0.05) / (b + 0.05);
      if (ratio < 4.5) faint.push(`${ratio.toFixed(2)} ${element.tagName.toLowerCase()} ${text.trim().slice(0, 40)}`);
    }
    return faint;
  });
}
