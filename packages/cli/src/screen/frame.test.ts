import type { ChatState } from '@securechat/client';
import { linkText } from '@securechat/client/present';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { initialUi, reduceUi, type UiState } from '../chat/state/ui-state.ts';
import type { View } from '../chat/state/view.ts';
import { aChat, aMessage, aRoom, pending, presence, room, user } from '../testing/values.ts';
import { rowText, rowWidth } from '../text/rows.ts';
import { type Frame, frameOf } from './frame.ts';

const talk = aRoom('general', [aMessage(1, 'bob', 'hello'), presence('cyd', true), aMessage(2, 'ada', 'hi bob')]);
const view = (given: Partial<View> = {}): View => ({
  ui: initialUi(undefined),
  chat: aChat([talk]),
  size: { columns: 80, rows: 24 },
  serverName: 'chat.example:8443',
  nowMs: new Date(2026, 0, 1, 13, 0).getTime(),
  ...given,
});

function rowsOf(frame: Frame): string[] {
  if (frame.kind === 'too-small') return frame.rows.map(rowText);
  const main = [...frame.list.rows, frame.header, ...frame.main.rows];
  return [...main, ...frame.info, ...frame.composer.rows, frame.status].map(rowText);
}
const text = (v: View) => rowsOf(frameOf(v)).join('\n');

test('the timeline shows messages in order, with pending ones at the end', () => {
  const frame = frameOf(view({ chat: aChat([talk], { pending: [pending('p1', 'one more')] }) }));
  expect(frame.kind === 'chat' && frame.main.rows.map(rowText)).toEqual([
    '12:00 bob  hello',
    '12:00 cyd joined the chat',
    '12:00 ada  hi bob',
    '…          one more',
  ]);
});

test('the status line shows online only while the link is online', () => {
  expect(text(view())).toMatch(/\bonline\b/);
  for (const link of [
    { status: 'offline' },
    { status: 'greeting' },
    { status: 'refused', message: 'pin changed' },
    { status: 'waiting', untilMs: 2500, attempt: 1, message: 'nobody there' },
  ] as const)
    expect(text(view({ chat: aChat([talk], { link }) }))).not.toMatch(/online/);
  expect(linkText({ status: 'waiting', untilMs: 2500, attempt: 1, message: 'nobody\u001b there' }, 0)).toBe(
    'reconnecting in 3 s (nobody␛ there)',
  );
  expect(linkText({ status: 'refused', message: 'pin' }, 0)).toBe('disconnected: pin');
  expect(linkText({ status: 'greeting' }, 0)).toBe('connecting');
});

test('the round-trip time is shown while there is a connection', () => {
  expect(text(view({ chat: aChat([talk], { roundTripMs: 12 }) }))).toContain('online 12 ms');
  const greeting = aChat([talk], { roundTripMs: 12, link: { status: 'greeting' } });
  expect(text(view({ chat: greeting }))).not.toContain('12 ms');
});

test('the last catch-up is shown, and the link stays when space is short', () => {
  const atMs = view().nowMs;
  const lastSync = { events: 37, gaps: 0, restored: 0, atMs };
  const chat = aChat([talk], { lastSync });
  expect(text(view({ chat }))).toContain('chat.example:8443 · ada · online · 37 new');
  expect(text(view({ chat, nowMs: atMs + 8000 }))).not.toContain('new');
  const without = (given: object) => text(view({ chat: aChat([talk], { lastSync: { ...lastSync, ...given } }) }));
  expect(without({ events: 0 })).toMatch(/online +\//);
  expect(without({ first: true })).not.toContain('new');
  expect(without({ events: 0, restored: 1 })).toContain('online · 1 room reloaded');
  expect(without({ restored: 2, gaps: 1 })).toContain('online · 37 new · 2 rooms reloaded · 1 room incomplete');
  const narrow = rowsOf(frameOf(view({ chat, size: { columns: 40, rows: 24 } }))).at(-1);
  expect(narrow).toContain('ada · online');
});

test('without a connection neither the last catch-up nor presence is shown', () => {
  const lastSync = { events: 37, gaps: 0, restored: 0, atMs: view().nowMs };
  const room = aRoom('general', [], { members: 5, online: [user('ada'), user('bob')] });
  const shown = (link: ChatState['link']) => {
    const frame = frameOf(view({ size: { columns: 120, rows: 24 }, chat: aChat([room], { lastSync, link }) }));
    return frame.kind === 'chat'
      ? [frame.header, frame.members.rows[0] ?? [], frame.status].map(rowText).join('\n')
      : '';
  };
  expect(shown({ status: 'online' })).toMatch(/2 of 5 online\s*\n 2 online\s*\n.*37 new/);
  const offline = shown({ status: 'offline' });
  expect(offline).not.toMatch(/37 new|\d online/);
  expect(offline).toMatch(/5 members\s*\n 5 members\s*\n/);
});

test("texts leave a column before the members' border, and use the whole pane without one", () => {
  const chat = aChat([aRoom('general', [aMessage(1, 'bob', 'x'.repeat(600))])]);
  const free = (columns: number) => {
    const frame = frameOf(view({ size: { columns, rows: 24 }, chat }));
    if (frame.kind !== 'chat') return undefined;
    return frame.main.columns - Math.max(...frame.main.rows.map(rowWidth));
  };
  expect([free(120), free(80)]).toEqual([1, 0]);
});

test('rooms with unread counts are at the left, but not in a narrow terminal', () => {
  const cats = aRoom('cats', [aMessage(1, 'bob', 'meow'), aMessage(2, 'ada', 'mine')], { readUpTo: 0 });
  const chat = aChat([talk, cats]);
  expect(
    rowsOf(frameOf(view({ chat })))
      .slice(0, 2)
      .map((t) => t.trim()),
  ).toEqual(['>#general', expect.stringMatching(/^#cats +1$/)]);
  const narrow = frameOf(view({ chat, size: { columns: 59, rows: 24 } }));
  expect(narrow.kind === 'chat' && narrow.list.rows).toEqual([]);
});

test('typing, notices and scrolling back are shown above the composer', () => {
  const typing = aChat([{ ...talk, typing: [user('bob'), user('ada')] }]);
  expect(text(view({ chat: typing }))).toContain('bob is typing');
  const ui = (event: Parameters<typeof reduceUi>[1]): UiState => reduceUi(initialUi(room('general')), event);
  expect(text(view({ ui: ui({ kind: 'remarked', remark: { text: 'a note', tone: 'warning' } }) }))).toContain('a note');
  expect(text(view({ ui: ui({ kind: 'scrolled', anchor: { key: 'event 1', below: 0 } }) }))).toContain('scrolled back');
  expect(text(view({ ui: ui({ kind: 'overlay-opened', title: 'Help', lines: [{ text: 'how to' }] }) }))).toMatch(
    /Help.*how to/s,
  );
});

test('a terminal that is too small says so within its size', () => {
  const frame = frameOf(view({ size: { columns: 20, rows: 5 } }));
  expect(rowsOf(frame).join(' ')).toBe('terminal too small');
  const says = (columns: number, rows: number) => rowsOf(frameOf(view({ size: { columns, rows } }))).join('|');
  expect(says(60, 9)).toBe('terminal too small: 60x9, needs 40x10');
  expect([says(22, 40), says(3, 1)]).toEqual(['too small: needs 40x10', 'sm…']);
});

/** Three messages are selected; the last of them is the current one. */
function picking(ui: UiState): UiState {
  const anchor = { key: 'event 5', below: 1 };
  const begun = reduceUi(ui, { kind: 'select-started', room: room('general'), at: 3, anchor, live: true });
  return reduceUi(begun, { kind: 'select-moved', at: 5, anchor, extends: true });
}

test('at any size the rows fit, and the cursor is inside', () => {
  const long = aRoom(
    'general',
    Array.from({ length: 20 }, (_, i) => aMessage(i + 1, 'a-long-user-name', '漢字 👩‍🚀 word '.repeat(i))),
  );
  const hostile = { ...long, topic: '漢'.repeat(150), typing: [user('bob')] };
  const typed = fc.constantFrom('', 'x', 'word '.repeat(60), '漢'.repeat(99), 'a\nb\nc\nd\ne\nf\ng', '👩‍🚀'.repeat(20));
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 310 }),
      fc.integer({ min: 1, max: 60 }),
      typed,
      fc.constantFrom('reading', 'remark', 'picking'),
      (columns, rows, t, doing) => {
        let ui = reduceUi(initialUi(undefined), { kind: 'typed', room: 'general', text: t });
        if (doing === 'remark')
          ui = reduceUi(ui, { kind: 'remarked', remark: { text: 'word '.repeat(80), tone: 'plain' } });
        if (doing === 'picking') ui = picking(reduceUi(ui, { kind: 'room-shown', room: room('general') }));
        const frame = frameOf(
          view({
            ui,
            size: { columns, rows },
            chat: aChat([hostile], { pending: [pending('p', '漢'.repeat(40), 'why')] }),
          }),
        );
        if (frame.kind === 'too-small') {
          for (const row of frame.rows) expect(rowWidth(row)).toBeLessThanOrEqual(columns);
          expect(frame.rows.length).toBeLessThanOrEqual(rows);
          return;
        }
        expect(1 + frame.main.height + frame.info.length + frame.composer.rows.length + 1).toBe(rows);
        expect(frame.main.rows.length).toBeLessThanOrEqual(frame.main.height);
        for (const row of [frame.header, ...frame.main.rows])
          expect(rowWidth(row)).toBeLessThanOrEqual(frame.main.columns);
        for (const pane of [frame.list, frame.members]) {
          expect(pane.rows.length).toBeLessThanOrEqual(frame.main.height + 1);
          for (const row of pane.rows) expect(rowWidth(row)).toBe(pane.columns);
        }
        for (const row of [...frame.info, ...frame.composer.rows, frame.status])
          expect(rowWidth(row)).toBeLessThanOrEqual(columns);
        expect(frame.cursor.x).toBeLessThan(columns);
        expect(frame.cursor.y).toBeLessThan(rows - 1);
      },
    ),
    { numRuns: 40 },
  );
});

test('without a room list, the status line shows unread rooms: mentions, the first room, and how many more', () => {
  const rooms = (count: number) =>
    Array.from({ length: count }, (_, i) => {
      const text = i === 1 ? 'look, @ada' : 'hi';
      return aRoom(['ops', 'cats', 'dogs', 'a-very-long-room-name'][i] ?? '', [aMessage(1, 'bob', text, i)], {
        cursor: 1,
        readUpTo: 0,
      });
    });
  const status = (others: number, columns = 40, given: Partial<ChatState> = {}) => {
    const chat = aChat([talk, ...rooms(others)], given);
    return rowsOf(frameOf(view({ chat, size: { columns, rows: 24 } })))
      .at(-1)
      ?.trim();
  };
  expect(status(0)).toBe('chat.example:8443 · ada · online');
  expect(status(1)).toBe('chat.example:8443 · ada · online · #ops');
  expect(status(4)).toBe('ada · online · @1 #cats +3       /help');
  expect(status(4, 59)).toContain('@1 #cats +3');
  expect(status(4, 60)).not.toContain('#cats');
  const link = { status: 'waiting', untilMs: view().nowMs + 2000, attempt: 1, message: 'name lookup failed' } as const;
  expect(status(4, 40, { link })).toBe('reconnecting in 2 s · @1 #cats +3');
  expect(status(0, 60, { link })).toBe('ada · reconnecting in 2 s (name lookup failed)       /help');
});
