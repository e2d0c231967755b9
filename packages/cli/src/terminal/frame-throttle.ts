import { type Clock, Emitter } from '@securechat/client';
import { nodeClock } from '@securechat/client/node';

/** A consistent snapshot of what is on the screen. */
type ShownState<U, C> = { readonly ui: U; readonly chat: C };

/** A state with a subscription to its changes. */
type StateSource<T> = { getSnapshot(): T; subscribe(changed: () => void): () => void };

type ThrottleParts<U, C> = {
  /** Changes by the user. */
  readonly ui: StateSource<U>;
  /** Changes by others. */
  readonly chat: StateSource<C>;
  /** Default: the system's clock. */
  readonly clock?: Pick<Clock, 'nowMs' | 'after'>;
};

/** The interval between frames while messages arrive quickly. */
const frameMs = 50;

/**
 * Combines the chat and the screen's state into one source for drawing. Changes by the user are announced at once, however many a key
 * press causes; changes by others at most once every 50 ms, to save work for the terminal and for slow lines.
 */
export function throttleFrames<U, C>({
  ui,
  chat,
  clock = nodeClock,
}: ThrottleParts<U, C>): StateSource<ShownState<U, C>> {
  let shown: ShownState<U, C> = { ui: ui.getSnapshot(), chat: chat.getSnapshot() };
  let toldMs = Number.NEGATIVE_INFINITY;
  let cancel: (() => void) | undefined;
  let urgent = false;
  let ends: (() => void)[] = [];
  const changes = new Emitter();
  const tell = () => {
    cancel?.();
    cancel = undefined;
    urgent = false;
    const next = { ui: ui.getSnapshot(), chat: chat.getSnapshot() };
    if (next.ui === shown.ui && next.chat === shown.chat) return;
    shown = next;
    toldMs = clock.nowMs();
    changes.emit();
  };
  const uiChanged = () => {
    if (urgent) return;
    urgent = true;
    // After the key press is fully handled, so that the user's own message is included.
    queueMicrotask(tell);
  };
  const chatChanged = () => {
    if (cancel || urgent) return;
    const waitMs = toldMs + frameMs - clock.nowMs();
    if (waitMs <= 0) tell();
    // If the clock was set back, do not wait longer.
    else cancel = clock.after(Math.min(waitMs, frameMs), tell);
  };
  return {
    getSnapshot: () => shown,
    subscribe: (listener) => {
      if (changes.isUnused) ends = [ui.subscribe(uiChanged), chat.subscribe(chatChanged)];
      const unsubscribe = changes.subscribe(listener);
      // The state may have changed while there was no subscriber.
      tell();
      return () => {
        unsubscribe();
        if (!changes.isUnused) return;
        for (const end of ends) end();
        cancel?.();
        cancel = undefined;
      };
    },
  };
}
