import type { RoomState } from '@securechat/client';
import { expect, test } from 'vitest';
import { clean, cleanMessage, linesOf, sayLink } from './lines.ts';

const base = { room: 'general', id: 'x', author: 'bob', at: 1 } as const;
const room = (...timeline: unknown[]) => ({ id: 'general', timeline }) as unknown as RoomState;
const event = (more: object) => ({ kind: 'event', event: { ...base, ...more } });

test('messages, membership, presence and what a newer version wrote have their words', () => {
  const lines = linesOf(
    room(
      event({ seq: 1, type: 'made', topic: '' }),
      event({ seq: 2, type: 'joined' }),
      event({ seq: 3, type: 'message', body: { kind: 'text', text: 'hi' } }),
      event({ seq: 4, type: 'message', body: { kind: 'text', text: '/me waves' } }),
      event({ seq: 4, type: 'message', body: { kind: 'text', text: '//me waves' } }),
      event({ seq: 5, type: 'message', body: { kind: 'unknown', of: 'sealed' } }),
      event({ seq: 6, type: 'unknown', of: 'poll' }),
      event({ seq: 7, type: 'left' }),
      event({ seq: 8, type: 'removed', user: 'cyd' }),
      { kind: 'presence', key: 'p0', user: 'bob', online: true, at: 2 },
      { kind: 'presence', key: 'p1', user: 'bob', online: false, at: 3 },
    ),
    [],
    'ada',
  );
  expect(lines.map((l) => [l.kind, l.author, l.text])).toEqual([
    ['event', undefined, 'bob created #general'],
    ['event', undefined, 'bob joined #general'],
    ['message', 'bob', 'hi'],
    ['message', undefined, '* bob waves'],
    ['message', 'bob', '/me waves'],
    ['message', 'bob', 'This message needs a newer version of the page.'],
    ['event', undefined, 'This message needs a newer version of the page.'],
    ['event', undefined, 'bob left #general'],
    ['event', undefined, 'bob removed cyd from #general'],
    ['presence', undefined, 'bob joined the chat'],
    ['presence', undefined, 'bob left the chat'],
  ]);
});

test('what is on its way comes last, and only in its room', () => {
  const pending = [
    { id: 'a', room: 'general', text: 'mine', atMs: 5 },
    { id: 'b', room: 'other', text: 'elsewhere', atMs: 6 },
    { id: 'c', room: 'general', text: 'bad', atMs: 7, refused: 'no' },
  ] as never;
  expect(linesOf(room(), pending, 'ada').map((l) => [l.kind, l.text, l.refused])).toEqual([
    ['pending', 'mine', undefined],
    ['pending', 'bad', 'no'],
  ]);
});

test('nothing that turns or hides a name or topic gets through', () => {
  expect(clean('a\u202eb\u200bc\u0007d\ne')).toBe('abc\ufffdd e');
  expect(clean('\ud800')).toBe('\ufffd');
});

test('a message is shown with every character that can be sent', () => {
  const texts = [
    '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645',
    '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}',
    '\u2764\ufe0f \u2764\ufe0e',
    '\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
    'soft\u00adhyphen, \u200fright\u200eleft\u061c, zero\u200bwidth, \ufeffmark, word\u2060joiner',
    '\tif (x) {\n\t    y();\n\t}',
  ];
  for (const text of texts) {
    const [line] = linesOf(room(event({ seq: 1, type: 'message', body: { kind: 'text', text } })), [], 'ada');
    expect(line?.text).toBe(text);
  }
  // A server refuses these, so that no message of an honest one has them.
  expect(cleanMessage('a\u202eb\u2067c\u0007d\ne')).toBe('abc\ufffdd\ne');
});

test('a line that has come is read once, however often the room is drawn', () => {
  let reads = 0;
  const item = event({
    seq: 1,
    type: 'message',
    body: {
      kind: 'text',
      get text() {
        reads++;
        return 'hello';
      },
    },
  });
  for (let drawing = 0; drawing < 5; drawing++) expect(linesOf(room(item), [], 'ada')[0]?.text).toBe('hello');
  expect(reads).toBe(1);
});

test('the link is said in words', () => {
  expect(sayLink({ status: 'waiting', untilMs: 3500, attempt: 1, message: 'lost' }, 1000)).toBe(
    'reconnecting in 3 s (lost)',
  );
  expect(sayLink({ status: 'online' }, 0)).toBe('online');
});
