import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@securechat/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { type NotificationText, notificationText, shortLine } from '../chat/notifications/text.ts';
import { runCommand } from '../process/run-command.ts';
import { defaultSettings } from '../settings/table.ts';
import { aMessage } from '../testing/values.ts';
import { notificationChannel } from './notification-channel.ts';
import { notificationCode, notifyingTerminals } from './terminals.ts';

type Choice = Partial<Pick<typeof defaultSettings, 'notify' | 'notifyCommand'>>;

const words: NotificationText = { room: 'ops', title: '#ops: you; are', text: 'bob: hi; there' };
/** What a channel writes and runs for a text. */
function notified(choice: Choice, variables: NodeJS.ProcessEnv = {}, text = words) {
  const written: string[] = [];
  const ran: { readonly command: string; readonly args: readonly string[] }[] = [];
  const channel = notificationChannel({
    settings: { ...defaultSettings, ...choice },
    variables,
    write: (bytes) => void written.push(bytes),
    run: (command, args) => void ran.push({ command, args }),
  });
  channel.notify(text, () => {});
  return { written: written.join(''), ran };
}
const bytes = (choice: Choice, variables: NodeJS.ProcessEnv = {}) => notified(choice, variables).written;

const osc9 = '\u001b]9;#ops: you; are · bob: hi; there\u0007';
const osc777 = '\u001b]777;notify;#ops: you, are;bob: hi; there\u0007';
const osc99 =
  '\u001b]99;i=securechat-ops:d=0;#ops: you; are\u001b\\\u001b]99;i=securechat-ops:d=1:p=body;bob: hi; there\u001b\\';

test('a terminal gets its notification sequence, an unknown one the bell', () => {
  expect(bytes({}, { TERM: 'xterm-kitty' })).toBe(osc99);
  expect(bytes({}, { TERM: 'xterm-256color', KITTY_WINDOW_ID: '1' })).toBe(osc99);
  expect(bytes({}, { TERM_PROGRAM: 'iTerm.app' })).toBe(osc9);
  expect(bytes({}, { TERM: 'xterm-256color', LC_TERMINAL: 'iTerm2' })).toBe(osc9);
  expect(bytes({}, { WEZTERM_PANE: '0' })).toBe(osc777);
  expect(bytes({}, { TERM: 'foot-extra' })).toBe(osc777);
  for (const TERM of ['xterm-256color', 'linux', 'screen', 'alacritty', undefined]) {
    expect(bytes({}, { TERM }), TERM).toBe('\u0007');
  }
});

test('a notification of one server does not replace one of another', () => {
  const message = aMessage(1, 'bob', 'hi');
  const names = ['work:9000', 'home', undefined].map((server) => {
    const text = notificationText(message, { kind: 'message', room: 'general', further: 0, server });
    return [...notified({}, { TERM: 'xterm-kitty' }, text).written.matchAll(/\]99;i=([^:]*):/gu)].map(
      ([, name]) => name,
    );
  });
  expect(names).toEqual([
    ['securechat-work_9000+general', 'securechat-work_9000+general'],
    ['securechat-home+general', 'securechat-home+general'],
    ['securechat-general', 'securechat-general'],
  ]);
});

test('each row of the table is found by its variables, and variables do not interfere', () => {
  for (const { code, has = [], is = {} } of notifyingTerminals) {
    for (const name of has) expect(notificationCode({ [name]: '1' })).toBe(code);
    for (const [name, begins] of Object.entries(is)) expect(notificationCode({ [name]: begins })).toBe(code);
  }
  expect(notificationCode({ LANG: 'xterm-kitty', KITTY_WINDOW_ID: '' })).toBeUndefined();
});

test("the user's choice takes precedence over detection", () => {
  const kitty = { TERM: 'xterm-kitty' };
  expect(bytes({ notify: 'bell' }, kitty)).toBe('\u0007');
  expect(bytes({ notify: 'off' }, kitty)).toBe('');
  expect(bytes({ notify: 'osc' }, kitty)).toBe(osc99);
  expect(bytes({ notify: 'osc' }, { TERM: 'xterm-256color' })).toBe(osc9);
  expect(bytes({ notify: 'command' }, kitty)).toBe('\u0007');
});

test('tmux passes the sequence through with doubled escapes, and the bell marks the window', () => {
  const inTmux = { TMUX: '/tmp/tmux-0/default,1,0', TERM: 'tmux-256color' };
  expect(bytes({ notify: 'osc' }, inTmux)).toBe(`\u001bPtmux;\u001b${osc9}\u001b\\`);
  const doubled = osc99.replaceAll('\u001b', '\u001b\u001b');
  expect(bytes({}, { ...inTmux, KITTY_WINDOW_ID: '1' })).toBe(`\u001bPtmux;${doubled}\u001b\\\u0007`);
  expect(bytes({}, inTmux)).toBe('\u0007');
});

test('the text is one clean line of bounded length', () => {
  const message = (text: string, author = 'bob') => aMessage(1, author, text);
  const hostile = message('a\u001b]52;c;AAAA\u0007b\u009b2J\u202ec\r\n\td\u0000');
  const { title, text } = notificationText(hostile, { kind: 'mention', room: 'general', further: 2 });
  expect(title).toBe('#general: you are mentioned (and 2 more)');
  expect(text).toBe('bob: a␛]52;c;AAAA␇b�2Jc d␀');
  const long = notificationText(message('🏳️‍🌈'.repeat(4000)), { kind: 'message', room: 'general', further: 0 });
  expect(long.title).toBe('#general');
  expect(long.text.length).toBeLessThanOrEqual(800);
  expect([...new Intl.Segmenter().segment(shortLine('é'.repeat(201)))]).toHaveLength(200);
  expect(shortLine('é'.repeat(200))).toBe('é'.repeat(200));
  expect(shortLine(`${' '.repeat(50)}x${' '.repeat(5000)}`).startsWith('x')).toBe(true);
  // Truncated inside a character of two code units.
  expect(shortLine(`a${'😀'.repeat(1000)}`).isWellFormed()).toBe(true);
});

test('a message is one argument of the command, whatever it contains, and never an option', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'securechat-notify-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const out = join(folder, 'out');
  const script = `const fs = require('fs'); let read = ''; process.stdin.on('data', (d) => (read += d)).on('end', () =>
    fs.writeFileSync(process.argv[1] + '.part', JSON.stringify({ args: process.argv.slice(2), read, env: process.env })))`;
  const choice: Choice = {
    notify: 'command',
    notifyCommand: [process.execPath, '-e', script, out, '{title}', 'say {text} in {room}'],
  };
  const hostile: NotificationText = {
    room: 'ops',
    title: '#ops',
    text: `bob: "; touch ${out} $(id) '{title}' <img src=x>`,
  };
  const variables = { ...process.env, SECURECHAT_TOKEN: 'secret', KEPT: '1' };
  const [told] = notified(choice, {}, hostile).ran;
  if (!told) throw new Error('no command');
  runCommand(told.command, { args: told.args, input: 'the text', variables }, (why) => {
    throw new Error(why);
  });
  const done = await eventually(() => JSON.parse(readFileSync(`${out}.part`, 'utf8')));
  expect(done.args).toEqual(['#ops', `say bob: "; touch ${out} $(id) '{title}' ‹img src=x› in ops`]);
  expect(done.read).toBe('the text');
  expect([done.env.SECURECHAT_TOKEN, done.env.KEPT]).toEqual([undefined, '1']);
});

test('a command that cannot be started is reported, and so is an impossible one', async () => {
  const failed: string[] = [];
  const ask = { args: [], input: '', variables: {} };
  runCommand('/nowhere/notify', ask, (why) => failed.push(why));
  runCommand('with\u0000nul', ask, (why) => failed.push(why));
  await eventually(() => failed.length === 2);
  expect(failed.join()).toMatch(/ENOENT/);
});
