import { expect, test } from 'vitest';
import { room } from '../../testing/values.ts';
import { composerOf, initialUi, reduceUi, type UiEvent } from './ui-state.ts';

const play = (...events: UiEvent[]) => events.reduce(reduceUi, initialUi(room('general')));

test('each room has its own draft', () => {
  const ui = play(
    { kind: 'typed', room: 'general', text: 'for all' },
    { kind: 'room-shown', room: room('cats') },
    { kind: 'typed', room: 'cats', text: 'meow' },
    { kind: 'edited', room: 'cats', edit: 'backspace' },
  );
  expect(composerOf(ui, 'general').text).toBe('for all');
  expect(composerOf(ui, 'cats').text).toBe('meo');
  expect(composerOf(ui, 'dogs').text).toBe('');
});

test('text written before there is a room moves into the first one, and can be continued there', () => {
  const typed = (text: string, room = ''): UiEvent => ({ kind: 'typed', room, text });
  const general = room('general');
  const moved = play(
    { kind: 'sent', room: '' },
    typed('hel'),
    { kind: 'moved-in', room: general },
    typed('lo', general),
  );
  expect(composerOf(moved, general)).toMatchObject({ text: 'hello', cursor: 5 });
  expect(composerOf(moved, '').text).toBe('');
  const before = play(
    typed('draft', general),
    typed('hal'),
    { kind: 'edited', room: '', edit: 'left' },
    { kind: 'moved-in', room: general },
    typed('l', general),
  );
  expect(composerOf(before, general)).toMatchObject({ text: 'hall\ndraft', cursor: 3 });
  expect(play({ kind: 'moved-in', room: general })).toEqual(initialUi(general));
});

test('the room with a draft stays shown when other rooms arrive', () => {
  const ui = reduceUi(initialUi(undefined), { kind: 'typed', room: 'cats', text: 'meow' });
  expect(ui.room).toBe('cats');
  expect(reduceUi(initialUi(undefined), { kind: 'typed', room: '', text: 'meow' }).room).toBeUndefined();
});

test('sending clears the composer, closes what covers the timeline and goes to the newest message', () => {
  const ui = play(
    { kind: 'typed', room: 'general', text: 'hi' },
    { kind: 'scrolled', anchor: { key: 'event 1', below: 0 } },
    { kind: 'overlay-opened', title: 'Help', lines: [{ text: 'a' }] },
    { kind: 'overlay-scrolled', top: 3 },
    { kind: 'remarked', remark: { text: 'note', tone: 'plain' } },
    { kind: 'sent', room: 'general' },
  );
  expect(ui).toMatchObject({ anchor: undefined, overlay: undefined, remark: undefined });
  expect(composerOf(ui, 'general')).toMatchObject({ text: '', sent: ['hi'] });
});

test('another room starts at its newest line; closing keeps the draft', () => {
  const ui = play(
    { kind: 'typed', room: 'general', text: 'hi' },
    { kind: 'scrolled', anchor: { key: 'event 1', below: 0 } },
    { kind: 'closed' },
  );
  expect(ui.anchor).toBeUndefined();
  expect(composerOf(ui, 'general').text).toBe('hi');
  expect(play({ kind: 'overlay-scrolled', top: 2 }).overlay).toBeUndefined();
});
