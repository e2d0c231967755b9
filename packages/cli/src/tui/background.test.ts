import { FakeClock } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { backgroundReader } from './background.ts';

const [opening, bell, end] = ['\u001b]', '\u0007', '\u001b\\'];

/** A reader that has read these inputs, and what it has told of them in order: backgrounds, and what was typed. */
function reading(...inputs: readonly string[]) {
  const clock = new FakeClock();
  const heard: unknown[] = [];
  const told = (background: string) => void heard.push({ background });
  const reader = backgroundReader({ typed: (input) => void heard.push(input), told }, clock);
  for (const input of inputs) reader.read(input);
  return { clock, heard, reader };
}
const [light, dark] = [{ background: 'light' }, { background: 'dark' }];

test('the background is light or dark by how bright people find it', () => {
  const of = (colour: string) => reading(opening, `11;${colour}${bell}`).heard;
  for (const colour of ['rgb:ffff/ffff/ffff', 'rgb:fd/f6/e3', 'rgb:f/f/f']) expect(of(colour)).toEqual([light]);
  for (const colour of ['rgb:0000/0000/0000', 'rgba:1e1e/1e1e/1e1e/ffff', 'rgb:00/00/ff'])
    expect(of(colour)).toEqual([dark]);
});

test('what was typed around an answer is kept, and typed text is no answer', () => {
  expect(reading('hi', opening, `11;rgb:ff/ff/ff${bell}hello`).heard).toEqual(['hi', light, 'hello']);
  expect(reading(opening, '11;rgb:ff/ff/ff', end, 'hello').heard).toEqual([light, 'hello']);
  for (const text of ['11;', '11;what?', '11;rgb:ff/ff', '11;rgb:12345/ff/ff', 'x11;rgb:ff/ff/ff', '11;rgb:f/f/fox']) {
    expect(reading(text).heard, text).toEqual([text]);
    const { heard, clock } = reading(opening, text, 'x');
    clock.advance(1000);
    expect(heard, text).toEqual([opening, text, 'x']);
  }
});

test('an answer in two parts is one, wherever it is cut', () => {
  const body = '11;rgba:1e1e/1e1e/1e1e/ffff';
  for (let cut = 1; cut < body.length; cut++) {
    const parts = [body.slice(0, cut), body.slice(cut)] as const;
    expect(reading(opening, parts[0], `${parts[1]}${bell}x`).heard, parts[0]).toEqual([dark, 'x']);
    expect(reading(opening, ...parts, end, 'x').heard, parts[0]).toEqual([dark, 'x']);
  }
  expect(reading(opening, body, bell).heard).toEqual([dark]);
  expect(reading(opening, body, '\u001b', '\\').heard).toEqual([dark]);
  // Its beginning came long before, and was a key.
  for (const late of [body, `]${body}`]) expect(reading(`${late}${bell}x`).heard).toEqual([dark, 'x']);
});

test('what does not become an answer was typed: at once when something else comes, else a little later', () => {
  const key = reading(opening);
  expect(key.heard).toEqual([]);
  key.clock.advance(100);
  expect(key.heard).toEqual([opening]);
  expect(reading(opening, 'x').heard).toEqual([opening, 'x']);
  expect(reading(opening, opening, '\r').heard).toEqual([opening, opening, '\r']);
  const part = reading(opening, '11', ';rgb:');
  part.clock.advance(999);
  expect(part.heard).toEqual([]);
  part.clock.advance(1);
  expect(part.heard).toEqual([opening, '11', ';rgb:']);
  const pasting = reading(opening, '1');
  pasting.reader.release();
  expect(pasting.heard).toEqual([opening, '1']);
});

test('an answer without its end is one after a while; a reader that has stopped waits for nothing', () => {
  const { heard, clock } = reading(opening, '11;rgb:ff/ff/ff');
  clock.advance(1000);
  expect(heard).toEqual([light]);
  const { reader, ...stopped } = reading(opening, '1');
  reader.stop();
  expect([stopped.clock.waiting, stopped.heard]).toEqual([0, []]);
});
