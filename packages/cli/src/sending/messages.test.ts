import { limits } from '@securechat/protocol/limits';
import { expect, test } from 'vitest';
import type { Input } from '../text/read-lines.ts';
import { type MessageOptions, messagesOf } from './messages.ts';

async function* chunks(...parts: (string | Buffer)[]) {
  yield* parts;
}
async function sent(options: Partial<MessageOptions>, ...parts: (string | Buffer)[]): Promise<Input[]> {
  const all: Input[] = [];
  for await (const one of messagesOf(chunks(...parts), { lines: false, split: false, strict: false, ...options }))
    all.push(one);
  return all;
}
const texts = (all: Input[]) => all.map((one) => ('text' in one ? one.text : `! ${one.problem}`));

test('the whole input is one message, without its trailing line breaks', async () => {
  expect(await sent({}, 'one\r\n', '\ntwo\n', '\n')).toEqual([{ number: 1, text: 'one\n\ntwo' }]);
});

test('with --lines each line is a message, blank lines are skipped, and line numbers match an editor', async () => {
  expect(await sent({ lines: true }, 'one\n\n  \n\u001b[0m\nfive')).toEqual([
    { number: 1, text: 'one' },
    { number: 5, text: 'five' },
  ]);
});

test('colours and redrawn lines are removed, unless --strict is given', async () => {
  const printed = '\u001b[32mok\u001b[0m\n1%\r100%\n';
  expect(texts(await sent({}, printed))).toEqual(['ok\n100%']);
  expect(texts(await sent({ lines: true }, printed))).toEqual(['ok', '100%']);
  expect(texts(await sent({ split: true }, printed))).toEqual(['ok\n100%']);
  expect(texts(await sent({ strict: true }, printed))).toEqual(['\u001b[32mok\u001b[0m\n1%\r100%']);
});

test('a long text is cut at line ends if possible, and nothing is lost', async () => {
  const line = 'x'.repeat(700);
  const long = texts(await sent({ split: true }, Array(50).fill(line).join('\n')));
  expect(long.every((text) => text.length <= limits.text)).toBe(true);
  expect(long.join('\n').split('\n')).toEqual(Array(50).fill(line));
  const many = Array.from({ length: 1234 }, (_, i) => String(i));
  const pieces = texts(await sent({ split: true }, many.join('\n')));
  expect(pieces.map((text) => text.split('\n').length)).toEqual([500, 500, 234]);
  expect(pieces.join('\n').split('\n')).toEqual(many);
});

test('a line that is too long for a message is cut between characters, with and without --lines', async () => {
  const emoji = `a${'👋'.repeat(limits.text)}`;
  for (const options of [{ split: true }, { split: true, lines: true }]) {
    const pieces = texts(await sent(options, emoji));
    expect(pieces.length).toBe(3);
    expect(pieces.join('')).toBe(emoji);
    expect(pieces.every((text) => text.isWellFormed() && text.length <= limits.text)).toBe(true);
  }
});

test('input that is not text is refused with the position of the invalid byte', async () => {
  const latin1 = Buffer.from('one\ngr\u00fcn\n', 'latin1');
  const say = /^! The input is not UTF-8 text: byte 7, in line 2\./;
  const [whole] = texts(await sent({}, latin1));
  expect(whole).toMatch(say);
  const lines = texts(await sent({ lines: true }, latin1));
  expect([lines[0], lines.length]).toEqual(['one', 2]);
  expect(lines[1]).toMatch(say);
  const split = texts(await sent({ split: true }, latin1));
  expect([split[0], split.length]).toEqual(['one', 2]);
  expect(split[1]).toMatch(say);
});

test('typed text that begins with a command is refused; a pipe is sent unchanged', async () => {
  const unknown = /^! Unknown command \/quit\. .* start with \/\/$/;
  for (const options of [{}, { lines: true }, { split: true }, { lines: true, split: true }, { strict: true }]) {
    expect(texts(await sent({ ...options }, '/quit\n'))).toEqual(['/quit']);
    const typed = texts(await sent({ ...options, typed: true }, '/quit\n'));
    expect(typed, JSON.stringify(options)).toEqual([expect.stringMatching(unknown)]);
    expect(texts(await sent({ ...options, typed: true }, '//quit\n'))).toEqual(['/quit']);
    expect(texts(await sent({ ...options, typed: true }, '/me waves\n'))).toEqual(['/me waves']);
  }
  expect(texts(await sent({ typed: true }, 'cd\n/quit\n'))).toEqual(['cd\n/quit']);
  const lines = await sent({ typed: true, lines: true }, 'a\n\n/quit\nb\n');
  expect(texts(lines)).toEqual(['a', expect.stringMatching(unknown)]);
  expect(lines[1]).toMatchObject({ number: 3 });
  // A part of a long text that begins with a slash is not a command.
  const long = Array.from({ length: 501 }, (_, i) => (i === 500 ? '/etc' : 'x')).join('\n');
  expect(texts(await sent({ typed: true, split: true }, long))[1]).toBe('/etc');
});
