import { FakeClock } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { initialUi, type UiState } from '../chat/state/ui-state.ts';
import { aChat } from '../testing/values.ts';
import { throttleFrames } from './frame-throttle.ts';

function source<T>(first: T) {
  const listeners = new Set<() => void>();
  let value = first;
  return {
    getSnapshot: () => value,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    set: (next: T) => {
      value = next;
      for (const listener of listeners) listener();
    },
    listeners,
  };
}

function watched() {
  const ui = source<UiState>(initialUi(undefined));
  const chat = source(aChat([]));
  const clock = new FakeClock();
  const shown = throttleFrames({ ui, chat, clock });
  const frames: (number | undefined)[] = [];
  const stop = shown.subscribe(() => frames.push(shown.getSnapshot().chat.roundTripMs));
  return { ui, chat, clock, shown, frames, stop, happens: (ms: number) => chat.set(aChat([], { roundTripMs: ms })) };
}

test('changes by others are announced at once, and then once in 50 ms, including the last one', () => {
  const { happens, clock, frames, shown } = watched();
  happens(1);
  expect(frames).toEqual([1]);
  for (let i = 2; i <= 200; i++) {
    clock.advance(5);
    happens(i);
  }
  clock.advance(50);
  expect(frames.at(-1)).toBe(200);
  expect(frames.length).toBeLessThanOrEqual(1 + 1000 / 50 + 1);
  expect(shown.getSnapshot().chat.roundTripMs).toBe(200);
  expect(clock.waiting).toBe(0);
});

test('changes by the user are announced without delay, once per key press', async () => {
  const { ui, happens, clock, frames } = watched();
  happens(1);
  happens(2);
  ui.set({ ...initialUi(undefined), remark: { text: 'a', tone: 'plain' } });
  ui.set({ ...initialUi(undefined), remark: { text: 'b', tone: 'plain' } });
  happens(3);
  expect(frames).toEqual([1]);
  await Promise.resolve();
  expect(frames).toEqual([1, 3]);
  clock.advance(1000);
  expect(frames).toEqual([1, 3]);
});

test('the state is stable between two announcements, and no timer remains at the end', () => {
  const { happens, shown, clock, ui, chat, stop } = watched();
  happens(1);
  happens(2);
  expect(shown.getSnapshot()).toBe(shown.getSnapshot());
  expect(shown.getSnapshot().chat.roundTripMs).toBe(1);
  stop();
  expect([clock.waiting, ui.listeners.size, chat.listeners.size]).toEqual([0, 0, 0]);
  shown.subscribe(() => {});
  expect(shown.getSnapshot().chat.roundTripMs).toBe(2);
});
