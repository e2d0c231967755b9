import { type Clock, Emitter } from '@securechat/client';
import { nodeClock } from '@securechat/client/node';

/** What is on the screen at one moment. */
type ShownState<U, C> = { readonly ui: U; readonly chat: C };

/** Something that has a state and tells of its changes. */
type StateSource<T> = { getSnapshot(): T; subscribe(changed: () => void): () => void };

type ThrottleParts<U, C> = {
  /** What the user does. */
  readonly ui: StateSource<U>;
  /** What others do. */
  readonly chat: StateSource<C>;
  /** The system's, unless given. */
  readonly clock?: Pick<Clock, 'nowMs' | 'after'>;
};

/** While messages pour in, the screen is drawn anew once in this time. */
const frameMs = 50;

/**
 * The chat and the screen's state as one source for drawing. What the user does is told at once, however much a press changes;
 * what others do at most once each 50 ms, so that neither the terminal nor a slow line has more to do than an eye can see.
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
    // After the press has done all that it does: its own message is then there, too.
    queueMicrotask(tell);
  };
  const chatChanged = () => {
    if (cancel || urgent) return;
    const waitMs = toldMs + frameMs - clock.nowMs();
    if (waitMs <= 0) tell();
    // A clock that was set back is no reason to wait longer.
    else cancel = clock.after(Math.min(waitMs, frameMs), tell);
  };
  return {
    getSnapshot: () => shown,
    subscribe: (hear) => {
      if (changes.isUnused) ends = [ui.subscribe(uiChanged), chat.subscribe(chatChanged)];
      const unsubscribe = changes.subscribe(hear);
      // Something may have changed while nobody listened.
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
