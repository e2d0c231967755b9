import { type ChatState, emptyState, entryOf, type MessageEntry, type RoomState } from '@securechat/client';
import type { RoomEvent, RoomName, UserId } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { linesOf, spokenMessage } from './lines.ts';

const base = { room: 'general', id: 'x', author: 'bob', at: 1 } as const;
const room = (...timeline: unknown[]) => ({ id: 'general', name: 'general', timeline }) as unknown as RoomState;
const state: ChatState = { ...emptyState, me: 'ada' as UserId };
const event = (more: object) => entryOf({ ...base, ...more } as unknown as RoomEvent);

test('messages, membership, presence and unknown events have texts', () => {
  const lines = linesOf(
    room(
      event({ seq: 1, type: 'room-created', topic: '' }),
      event({ seq: 2, type: 'member-joined' }),
      event({ seq: 3, type: 'message', body: { kind: 'text', text: 'hi' } }),
      event({ seq: 4, type: 'message', body: { kind: 'text', text: '/me waves' } }),
      event({ seq: 4, type: 'message', body: { kind: 'text', text: '//me waves' } }),
      event({ seq: 5, type: 'message', body: { kind: 'unknown', of: 'sealed' } }),
      event({ seq: 6, type: 'unknown', of: 'poll' }),
      event({ seq: 7, type: 'member-left' }),
      event({ seq: 8, type: 'member-removed', user: 'cyd' }),
      { kind: 'presence', key: 'p0', user: 'bob', online: true, at: 2 },
      { kind: 'presence', key: 'p1', user: 'bob', online: false, at: 3 },
    ),
    state,
  );
  expect(lines.map((l) => [l.kind, l.author, l.text])).toEqual([
    ['event', undefined, 'bob created #general'],
    ['event', undefined, 'bob joined #general'],
    ['message', 'bob', 'hi'],
    ['message', undefined, '* bob waves'],
    ['message', 'bob', '/me waves'],
    ['message', 'bob', '(a message this version cannot read; reload the page)'],
    ['event', undefined, 'bob: (something this version cannot read; reload the page)'],
    ['event', undefined, 'bob left #general'],
    ['event', undefined, 'bob removed cyd from #general'],
    ['presence', undefined, 'bob joined the chat'],
    ['presence', undefined, 'bob left the chat'],
  ]);
});

test('pending messages come last, and only in their room', () => {
  const pending = [
    { id: 'a', room: 'general', text: 'mine', atMs: 5 },
    { id: 'b', room: 'other', text: 'elsewhere', atMs: 6 },
    { id: 'c', room: 'general', text: 'bad', atMs: 7, refused: 'no' },
  ] as never;
  expect(linesOf(room(), { ...state, pending }).map((l) => [l.kind, l.text, l.refused])).toEqual([
    ['pending', 'mine', undefined],
    ['pending', 'bad', 'Not sent: no'],
  ]);
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
    const [line] = linesOf(room(event({ seq: 1, type: 'message', body: { kind: 'text', text } })), state);
    expect(line?.text).toBe(text);
  }
});

test('an entry is presented once, however often the room is drawn', () => {
  let reads = 0;
  const message = event({ seq: 1, type: 'message', body: { kind: 'text', text: '' } });
  const item = Object.defineProperty({ ...message }, 'text', {
    get: () => {
      reads++;
      return 'hello';
    },
  });
  for (let drawing = 0; drawing < 5; drawing++) expect(linesOf(room(item), state)[0]?.text).toBe('hello');
  expect(reads).toBe(1);
});

test('system lines use the current name of the room', () => {
  const opened = room(event({ seq: 1, type: 'member-joined' }));
  const said = (name: string) => linesOf({ ...opened, name: name as RoomName }, state).map(({ text }) => text);
  expect([said('kitchen'), said('canteen')]).toEqual([['bob joined #kitchen'], ['bob joined #canteen']]);
});

test('a message is announced with its author, up to a maximum length', () => {
  const said = (text: string) =>
    spokenMessage(event({ seq: 1, type: 'message', body: { kind: 'text', text } }) as MessageEntry);
  expect(said('hi')).toBe('bob: hi');
  expect(said('/me waves')).toBe('* bob waves');
  expect(said('x'.repeat(500))).toBe(`bob: ${'x'.repeat(400)} …`);
});

test('mentions of the reader are marked in messages of others', () => {
  const said = (author: string) => event({ author, seq: 1, type: 'message', body: { kind: 'text', text: 'hi @ada' } });
  expect(linesOf(room(said('bob'), said('ada')), state).map(({ mention }) => mention)).toEqual(['ada', undefined]);
});

test('messages of blocked people are folded, and open again when that ends', () => {
  const said = event({ seq: 1, type: 'message', body: { kind: 'text', text: 'hi' } });
  const joined = event({ seq: 2, type: 'member-joined' });
  const blocking = { ...state, userState: { ...state.userState, block: new Map([['bob', true as const]]) } };
  const folded = (of: ChatState) => linesOf(room(said, joined), of).map((line) => line.folded);
  expect([folded(blocking), folded(state)]).toEqual([
    ['message from bob, who is blocked', undefined],
    [undefined, undefined],
  ]);
});

const said = (more: object) => ({ ...event({ seq: 3, type: 'message', body: { kind: 'text', text: 'hi' } }), ...more });

test('an edited message has a mark behind its text, and a deleted one is only said to be that', () => {
  const ofBob = { author: 'bob', mention: 'ada' };
  const shown = (more: object) => linesOf(room(said(more)), state)[0];
  expect(shown({ editedAt: 5 })).toMatchObject({ ...ofBob, text: 'hi', mark: '(edited)' });
  expect(shown({ overlay: { id: 'o', text: 'ho' } })).toMatchObject({ text: 'ho', mark: '(saving the edit…)' });
  const deleted = shown({ text: undefined, editedAt: 5, deleted: { by: 'cyd', at: 6, reason: 'spam' } });
  expect(deleted).toMatchObject({ text: '(message deleted by cyd: spam)', deleted: true });
  expect([deleted?.mark, deleted?.mention, deleted?.may]).toEqual([undefined, undefined, undefined]);
});

test('actions are those that the user may do, and change with the role', () => {
  const ada = { ...state, me: 'ada' as UserId };
  const actions = (role: string, more: object) =>
    linesOf({ ...room(message, said(more)), kind: 'public', role } as never, ada).map((line) => line.may);
  const message = said({ seq: 1 });
  const own = { edit: true, delete: true };
  expect(actions('member', { author: 'ada' })).toEqual([undefined, own]);
  expect(actions('moderator', { author: 'ada' })).toEqual([{ edit: false, delete: true }, own]);
  expect(actions('reader', { author: 'ada' })).toEqual([undefined, undefined]);
  const gone = { author: 'ada', overlay: { id: 'o', text: undefined } };
  expect(actions('member', gone)).toEqual([undefined, undefined]);
});

test('a waiting change is at the end only once it was refused', () => {
  const changes = { kind: 'edit', target: 3 };
  const edit = { id: 'a', room: 'general', text: 'better', atMs: 5, changes };
  const gone = { ...edit, id: 'b', text: '', changes: { ...changes, kind: 'delete' }, refused: 'no' };
  const pending = [edit, { ...edit, id: 'c', refused: 'too old' }, gone] as never;
  expect(linesOf(room(), { ...state, pending }).map((l) => [l.kind, l.text, l.refused])).toEqual([
    ['pending', 'better', 'Edit not saved: too old'],
    ['pending', '(deletion of a message)', 'Message not deleted: no'],
  ]);
});
