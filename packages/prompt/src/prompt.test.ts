import { PassThrough } from 'node:stream';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { openPrompt } from './prompt.ts';

/** A prompt on a fake terminal, which records what is printed and every change of raw mode. */
function atTerminal() {
  const raw: boolean[] = [];
  const input = Object.assign(new PassThrough(), { setRawMode: (on: boolean) => raw.push(on) });
  let shown = '';
  const output = { write: (text: string) => (shown += text) };
  const prompt = openPrompt({ input: input as never, output });
  return { prompt, input, raw, shown: () => shown, type: (text: string | Buffer) => input.write(text) };
}

test('a name is echoed while it is typed, a password never', async () => {
  const { prompt, type, shown } = atTerminal();
  const name = prompt.text('User name: ');
  type('ada\r');
  expect(await name).toBe('ada');
  const password = prompt.secret('Password: ');
  type('hunter2 is long\r');
  expect(await password).toBe('hunter2 is long');
  expect(shown()).toBe('User name: ada\nPassword: \n');
  prompt.close();
});

test('input between two questions is not echoed, and answers the next one', async () => {
  const { prompt, input, type, shown } = atTerminal();
  const password = prompt.secret('Password: ');
  type('wrong\rsecond try');
  expect(await password).toBe('wrong');
  type(' of mine');
  await eventually(() => input.readableLength === 0);
  const again = prompt.secret('Again: ');
  type('!\ra');
  expect(await again).toBe('second try of mine!');
  const name = prompt.text('User name: ');
  type('da\r');
  expect(await name).toBe('ada');
  expect(shown()).toBe('Password: \nAgain: \nUser name: ada\n');
  prompt.close();
});

test('lines typed ahead answer the next questions', async () => {
  const { prompt, type, shown } = atTerminal();
  const first = prompt.secret('Password: ');
  type('one\rtwo\rada\r');
  expect(await first).toBe('one');
  expect(await prompt.secret('Again: ')).toBe('two');
  expect(await prompt.text('User name: ')).toBe('ada');
  expect(shown()).toBe('Password: \nAgain: \nUser name: ada\n');
  prompt.close();
});

test('the first of the pasted lines is the answer, with any line ending', async () => {
  for (const end of ['\r', '\n', '\r\n']) {
    const { prompt, type } = atTerminal();
    const first = prompt.secret('Password: ');
    type(`one${end}two${end}`);
    expect([await first, await prompt.secret('Again: ')]).toEqual(['one', 'two']);
    prompt.close();
  }
});

test.each([
  ['Backspace erases a character', 'añ🎉\u007f', 'añ', 'añ🎉\b \b'],
  ['Ctrl-H does the same', 'ab\b', 'a', 'ab\b \b'],
  ['Ctrl-W erases a word', 'two words \u0017', 'two ', `two words ${'\b \b'.repeat(6)}`],
  ['Ctrl-U erases the line', 'ñ🎉\u0015', '', 'ñ🎉\b \b\b \b'],
  ['an empty line stays empty', '\u007f\u0017\u0015', '', ''],
  ['other keys do nothing', 'a\t\u001b[D\u001b[3~\u0001b', 'ab', 'ab'],
])('%s', async (_, keys, left, echo) => {
  const { prompt, type, shown } = atTerminal();
  const password = prompt.secret('Password: ');
  type(`${keys}!\r`);
  expect(await password).toBe(`${left}!`);
  const name = prompt.text('User name: ');
  type(`${keys}!\r`);
  expect(await name).toBe(`${left}!`);
  expect(shown()).toBe(`Password: \nUser name: ${echo}!\n`);
  prompt.close();
});

test('a character may arrive byte by byte', async () => {
  const { prompt, type } = atTerminal();
  const password = prompt.secret('Password: ');
  for (const byte of Buffer.from('ñ密🎉\r')) type(Buffer.from([byte]));
  expect(await password).toBe('ñ密🎉');
  prompt.close();
});

test.each([
  ['Ctrl-C', 'half a line\u0003'],
  ['Ctrl-D on an empty line', 'x\u007f\u0004'],
])('%s cancels this question and later ones, and restores the terminal', async (_, keys) => {
  const { prompt, input, raw, shown, type } = atTerminal();
  expect(raw).toEqual([true]);
  const password = prompt.secret('Password: ');
  type(keys);
  expect(await password).toBeUndefined();
  expect(await prompt.text('User name: ')).toBeUndefined();
  prompt.close();
  expect(shown()).toBe('Password: \n');
  expect(raw).toEqual([true, false]);
  expect(input.isPaused()).toBe(true);
});

test('Ctrl-D is ignored unless the line is empty', async () => {
  const { prompt, type } = atTerminal();
  const password = prompt.secret('Password: ');
  type('on\u0004e\r');
  expect(await password).toBe('one');
  prompt.close();
});

test('the end of the input cancels the question', async () => {
  const { prompt, input } = atTerminal();
  const password = prompt.secret('Password: ');
  input.end('half a line');
  expect(await password).toBeUndefined();
});

test('a closed prompt leaves no listeners', () => {
  const before = process.listenerCount('SIGCONT');
  const { prompt, input } = atTerminal();
  expect(process.listenerCount('SIGCONT')).toBe(before + 1);
  prompt.close();
  expect(process.listenerCount('SIGCONT')).toBe(before);
  expect(input.listenerCount('keypress') + input.listenerCount('end')).toBe(new PassThrough().listenerCount('end'));
});
