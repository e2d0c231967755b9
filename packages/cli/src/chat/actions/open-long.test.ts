import { expect, test } from 'vitest';
import { openChat } from '../../testing/open-chat.ts';

const numbered = (count: number) => Array.from({ length: count }, (_, i) => `line ${i + 1}`).join('\n');

test('a long message is folded; a key expands it from where it was cut, and folds it again', async () => {
  await using chat = await openChat(['before', numbered(82), 'behind']);
  expect(chat.screen()).toContain('… 52 more lines · Alt+O to expand');
  expect(chat.screen()).toContain('behind');
  chat.key('alt+o');
  expect(chat.screen()).toMatch(/line 30\n.*line 31\n/);
  expect(chat.screen()).not.toContain('more lines');
  chat.key('alt+o');
  expect(chat.screen()).toMatch(/line 1\n.*line 2\n/);
  chat.key('escape');
  expect(chat.screen()).toContain('… 52 more lines · Alt+O to expand');
});

test('while messages are being selected, o expands the current one', async () => {
  await using chat = await openChat([numbered(40), 'behind', numbered(50)]);
  chat.key('alt+s');
  chat.controller.press({ text: 'kko' });
  chat.key('escape');
  expect(chat.screen()).toContain('… 20 more lines');
  expect(chat.ui().opened.size).toBe(1);
});

test('if nothing is folded, that is reported', async () => {
  await using chat = await openChat(['short']);
  chat.key('alt+o');
  expect(chat.screen()).toContain('No message here is folded.');
});
