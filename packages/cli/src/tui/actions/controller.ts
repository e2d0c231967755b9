import type { ChatClient, Clock } from '@securechat/client';
import { isRoomId } from '@securechat/protocol';
import { actionOf } from '../keys/bindings.ts';
import type { Press } from '../keys/tokenize.ts';
import { fullText } from '../state/composer.ts';
import type { View } from '../state/frame.ts';
import type { Size } from '../state/screen.ts';
import { shownRoom } from '../state/selectors.ts';
import { composerOf, initialUi, reduceUi, type UiEvent, type UiState } from '../state/ui-state.ts';
import { heed } from './heed.ts';
import { keyActions } from './key-actions.ts';
import { pasteText } from './paste-text.ts';
import { tellRemoval } from './tell-removal.ts';
import type { Outcome, Tui } from './tui.ts';
import { typingNotices } from './typing.ts';

/** What the controller needs of the world. */
export type ControllerParts = {
  readonly client: ChatClient;
  readonly clock: Pick<Clock, 'nowMs' | 'after'>;
  readonly serverName: string;
  readonly room?: string;
  /** What is not yet sent outlives the chat. */
  readonly keeps: boolean;
  /** A sentence to begin with. */
  readonly remark?: string;
  size(): Size;
  exit(outcome: Outcome): void;
  redraw(): void;
};

/** Holds the screen's state and turns presses into actions. Knows nothing of how anything is drawn. */
export type Controller = {
  getSnapshot(): UiState;
  subscribe(changed: () => void): () => void;
  press(press: Press): void;
  paste(text: string): void;
  /** Begins to follow the client; the returned function ends it. */
  start(): () => void;
};

function uiStore(first: UiState) {
  let ui = first;
  const hearers = new Set<() => void>();
  return {
    get: () => ui,
    dispatch: (event: UiEvent) => {
      const next = reduceUi(ui, event);
      if (next === ui) return;
      ui = next;
      for (const hear of hearers) hear();
    },
    subscribe: (hear: () => void) => {
      hearers.add(hear);
      return () => void hearers.delete(hear);
    },
  };
}

/** Marks as read what stands on the screen: the shown room, when its newest line is seen. */
function readMarker({ client, view }: Pick<Tui, 'client' | 'view'>) {
  let marked = '';
  return () => {
    const { ui, chat } = view();
    const room = shownRoom(ui, chat);
    if (!room || ui.anchor || room.readUpTo >= room.cursor) return;
    // Remembered, so that a client whose state follows later is told once and not in a circle.
    const now = `${room.id} ${room.cursor}`;
    if (now === marked) return;
    marked = now;
    client.markRead(room.id);
  };
}

/** Makes the controller of one screen. */
export function createController(parts: ControllerParts): Controller {
  const { client, clock, serverName } = parts;
  const wanted = parts.room?.replace(/^#/, '').toLowerCase();
  const store = uiStore(initialUi(wanted !== undefined && isRoomId(wanted) ? wanted : undefined));
  const view = (): View => ({
    ui: store.get(),
    chat: client.getSnapshot(),
    size: parts.size(),
    serverName,
    nowMs: clock.nowMs(),
  });
  const tui: Tui = {
    client,
    clock,
    keeps: parts.keeps,
    view,
    dispatch: store.dispatch,
    remark: (text, tone = 'plain') => store.dispatch({ kind: 'remarked', remark: { text, tone } }),
    exit: parts.exit,
    redraw: parts.redraw,
  };
  const tellTyping = typingNotices(client, clock);
  const markRead = readMarker(tui);
  const room = () => shownRoom(store.get(), client.getSnapshot())?.id;
  const acted = () => {
    tellTyping(room(), fullText(composerOf(store.get(), room() ?? '')));
    markRead();
  };
  return {
    getSnapshot: store.get,
    subscribe: store.subscribe,
    press: (press) => {
      const action = 'key' in press ? actionOf(press.key) : undefined;
      if ('text' in press) store.dispatch({ kind: 'typed', room: room() ?? '', text: press.text });
      else if (action && 'edit' in action) store.dispatch({ kind: 'edited', room: room() ?? '', edit: action.edit });
      else if (action) keyActions[action.run](tui);
      acted();
    },
    paste: (text) => {
      pasteText(tui, text);
      acted();
    },
    start: () => {
      const ends = [
        client.listen((notice) => tellRemoval(tui, notice)),
        client.subscribe(markRead),
        store.subscribe(markRead),
        client.listen((notice) => heed(tui, serverName, notice)),
      ];
      if (parts.remark !== undefined) tui.remark(parts.remark, 'warning');
      markRead();
      return () => {
        for (const end of ends) end();
      };
    },
  };
}
