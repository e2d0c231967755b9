import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { serverWith } from './support/cli.ts';
import { openTerminal } from './support/terminal.ts';
import { cliCommand, lacks } from './support/tools.ts';

const texts = (json: string) =>
  json
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; room: string; text?: string })
    .filter((event) => event.type === 'message')
    .map((event) => event.text);

test('the lines of a pipe go to the rooms its commands select, and all are on disk when it ends', async () => {
  await using site = await serverWith('ada');
  const { ada } = site;
  const numbers = Array.from({ length: 300 }, (_, i) => String(i));
  const chat = await ada.run(['chat'], { input: `/create ops\n${numbers.join('\n')}\n/room general\nhello\n` });
  expect(chat.err).toBe('');
  expect(chat.code).toBe(0);
  expect(chat.out).not.toContain('\u001b');
  expect(chat.out).toMatch(/^(#ops, )?ada, \d\d:\d\d: 299$/m);
  expect(texts((await ada.run(['history', '--json', '--room', 'ops', '--limit', '500'])).out)).toEqual(numbers);
  expect(texts((await ada.run(['history', '--json'])).out)).toEqual(['hello']);
  const wrong = await ada.run(['chat'], { input: '/join nowhere\nfor nowhere\n' });
  expect(wrong.code).toBe(5);
  expect(wrong.err).toMatch(/#nowhere/);
  expect(texts((await ada.run(['history', '--json'])).out)).toEqual(['hello']);
});

test.skipIf(lacks('tmux'))(
  'in a terminal each message is read out once, and the line being typed stays whole',
  async () => {
    await using site = await serverWith('ada', 'bob');
    const { ada, bob } = site;
    await bob.run(['send', 'before']);
    for (const term of ['screen', 'dumb']) {
      using terminal = openTerminal({ columns: 80, rows: 30 });
      terminal.type(`TERM=${term} ${cliCommand} chat --plain ${ada.common.join(' ')}\n`);
      await terminal.sees(/^bob, \d\d:\d\d: before$/m);
      await terminal.sees(/^general> $|^general>$/m);
      terminal.type('half a li');
      await terminal.sees(/^general> half a li$/m);
      await bob.run(['send', `meanwhile ${term}`]);
      await terminal.sees(new RegExp(`^bob, \\d\\d:\\d\\d: meanwhile ${term}\ngeneral> half a li$`, 'm'));
      terminal.enter('ne');
      await terminal.sees(/^ada, \d\d:\d\d: half a line$/m);
      terminal.key('C-d');
      await eventually(() => terminal.screen().filter(Boolean).at(-1)?.startsWith('$'));
      expect(terminal.screen().filter((line) => line.endsWith(`meanwhile ${term}`))).toHaveLength(1);
    }
  },
);
