import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { defaultSettings } from '../settings/table.ts';
import { connectedClient, fakeTerminal } from '../testing/screen.ts';
import { startTui } from '../testing/start-tui.ts';

const esc = '\u001b';
const bell = '\u0007';
/** Only changed parts of a line are drawn, so the newest message starts like no other. */
const many = [...Array.from({ length: 60 }, (_, i) => `message ${i}`), 'the newest'];
/** Each erases more than the rest of a line. */
const clears = [`${esc}[2J`, `${esc}[3J`, `${esc}[H${esc}[J`, `${esc}[J`, `${esc}[0J`, `${esc}[1J`];
const begin = `${esc}[?2026h`;
const end = `${esc}[?2026l`;

async function running(said: readonly string[], links: 'always' | 'never' = 'never') {
  const terminal = fakeTerminal(120, 40);
  const { client, clock, server } = await connectedClient(said);
  const outcome = startTui({ client, clock }, terminal, { settings: { ...defaultSettings, links } });
  const all = () => terminal.written.join('');
  await eventually(() => all().includes('fake:1'));
  await eventually(() => said.every((text) => all().includes(text.slice(0, 8))));
  return {
    terminal,
    client,
    server,
    all,
    quit: () => {
      terminal.type('\u0015/quit\r');
      return outcome;
    },
  };
}

test('after the first paint nothing is ever cleared, and each change is one synchronized write', async () => {
  const chat = await running(many);
  await eventually(() => chat.client.getSnapshot().link.status === 'online');
  const from = chat.all().length;
  const since = () => chat.all().slice(from);
  for (const [keys, text] of [
    ['\u001b[5~', 'scrolled back'],
    ['\u001b[6~', 'the newest'],
  ] as const) {
    const before = chat.all().length;
    chat.terminal.type(keys);
    await eventually(() => chat.all().slice(before).includes(text), { what: `not seen: ${text}` });
  }
  chat.server.happens('bob', 'what comes from others');
  await eventually(() => since().includes('what comes from others'));
  for (const clear of clears) expect(since()).not.toContain(clear);
  expect(since().split(begin).length).toBe(since().split(end).length);
  expect(since().split(begin).length).toBeGreaterThan(3);
  // Nothing is drawn outside the two markers.
  const outside = since()
    .split(begin)
    .map((part) => part.slice(part.indexOf(end) + end.length));
  expect(outside.slice(1).join('')).toBe('');
  await chat.quit();
});

test('one typed key costs less than 250 bytes', async () => {
  const chat = await running(many);
  chat.terminal.type('hi');
  await eventually(() => chat.all().includes('hi'));
  const before = chat.all().length;
  chat.terminal.type('Z');
  await eventually(() => chat.all().slice(before).includes('Z') && chat.all().endsWith(end));
  expect(chat.all().length - before).toBeLessThan(250);
  await chat.quit();
});

test('on a terminal with hyperlinks an address is drawn as one, and no text can forge another', async () => {
  const forged = 'click ]8;;https://evil.example/\\https://good.example/x';
  const chat = await running([forged], 'always');
  await eventually(() => chat.all().includes(`${esc}]8;;https://good.example/x`));
  const targets = chat
    .all()
    .split(`${esc}]8;;`)
    .slice(1)
    .map((part) =>
      part.slice(0, part.indexOf(part.includes(bell) && part.indexOf(bell) < part.indexOf(esc) ? bell : esc)),
    );
  expect(new Set(targets)).toEqual(new Set(['https://evil.example/', 'https://good.example/x', '']));
  await chat.quit();
});

test('on a terminal without hyperlinks there is no link sequence, but a number for /open', async () => {
  const chat = await running(['look at https://good.example/x']);
  expect(chat.all()).toContain('[1]');
  expect(chat.all()).not.toContain(`${esc}]8;`);
  await chat.quit();
});
