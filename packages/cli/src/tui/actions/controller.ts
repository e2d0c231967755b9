import type { ChatClient, Clock } from '@securechat/client';
import { err, type Result } from '@securechat/protocol';
import type { DraftStore } from '../../drafts.ts';
import type { Settings } from '../../settings/table.ts';
import { lookout } from '../attention/lookout.ts';
import { type Desk, noDesk } from '../desk/desk.ts';
import { defaultKeymap, type Keymap } from '../keys/keymap.ts';
import type { Press } from '../keys/tokenize.ts';
import { fullText } from '../state/composer.ts';
import type { View } from '../state/frame.ts';
import type { Size } from '../state/screen.ts';
import { roomNamed, shownRoom } from '../state/selectors.ts';
import { composerOf, initialUi, reduceUi, type UiEvent, type UiState } from '../state/ui-state.ts';
import { linkNumbers, type NamedLinks } from '../text/link-numbers.ts';
import { type Attending, attend } from './attend.ts';
import { completionLearner } from './complete.ts';
import { heed } from './heed.ts';
import { keepDrafts, leftovers } from './keep-drafts.ts';
import { pasteText } from './paste-text.ts';
import { pressed } from './press.ts';
import { serverSearch } from './server-search.ts';
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
  /** The keys, where they are not those of everybody. */
  readonly keymap?: Keymap;
  /** The defaults, unless given. */
  readonly settings?: Settings;
  /** The user's browser and clipboard. */
  readonly desk?: Desk;
  /** Without them, links have no numbers in the text. */
  readonly links?: NamedLinks;
  /** A sentence to begin with. */
  readonly remark?: string;
  /** Where drafts outlive the chat. */
  readonly drafts?: DraftStore;
  /** How the user is told of messages; without it nothing is told. */
  readonly attention?: Attending;
  /** Lets the user edit a text in an editor, which has the terminal meanwhile. */
  editOutside?(text: string): Promise<Result<string, string>>;
  size(): Size;
  exit(outcome: Outcome): void;
  /** Stops the chat; the promise is kept when it goes on. */
  suspend(): Promise<void>;
  /** Is told the name of each action, before it is done. */
  did?(action: string): void;
  redraw(): void;
};

/** Holds the screen's state and turns presses into actions. Knows nothing of how anything is drawn. */
export type Controller = {
  getSnapshot(): UiState;
  subscribe(changed: () => void): () => void;
  press(press: Press): void;
  paste(text: string): void;
  /** The terminal has got the focus, or lost it. */
  focus(on: boolean): void;
  /** Puts drafts on disk now: for when the process may not go on. */
  keepDrafts(): void;
  /** Shows a sentence above the composer. */
  remark(text: string): void;
  /** Draws everything anew, and gives the window its title again. */
  redraw(): void;
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

/** Marks as read what stands on the screen and is looked at: the shown room, when its newest line is seen. Notes before how far it had been read. */
function readMarker({ client, view, dispatch }: Pick<Tui, 'client' | 'view' | 'dispatch'>, looks: () => boolean) {
  let marked = '';
  return () => {
    const { ui, chat, nowMs } = view();
    const room = shownRoom(ui, chat);
    if (!room) return;
    if (room.cursor > 0 && ui.readFrom?.room !== room.id) {
      dispatch({ kind: 'entered', room: room.id, seq: room.readUpTo, atMs: nowMs });
    }
    if (!looks() || ui.anchor || room.readUpTo >= room.cursor) return;
    // Remembered, so that a client whose state follows later is told once and not in a circle.
    const now = `${room.id} ${room.cursor}`;
    if (now === marked) return;
    marked = now;
    client.markRead(room.id);
  };
}

/** All that is needed to draw the screen now. */
function viewOf(parts: ControllerParts, keymap: Keymap, ui: UiState): View {
  const { client, clock, serverName, size, settings, links } = parts;
  const chosen = { ...(settings && { settings }), ...(links && { links }) };
  return { ui, chat: client.getSnapshot(), size: size(), serverName, nowMs: clock.nowMs(), keymap, ...chosen };
}

/** Tells the others and the server what follows from a press: that somebody types, and what is looked for. */
function telling(tui: Tui, learn: () => void): () => void {
  const tellTyping = typingNotices(tui.client, tui.clock);
  const askServer = serverSearch(tui);
  return () => {
    const { ui, chat } = tui.view();
    const room = shownRoom(ui, chat)?.id;
    tellTyping(room, fullText(composerOf(ui, room ?? '')));
    learn();
    askServer();
  };
}

/** Makes the controller of one screen. */
export function createController(parts: ControllerParts): Controller {
  const { client, clock, serverName, keymap = defaultKeymap, desk = noDesk } = parts;
  const store = uiStore(initialUi(roomNamed(parts.room), leftovers(parts.drafts)));
  const view = () => viewOf(parts, keymap, store.get());
  let flush = () => {};
  const looking = lookout();
  const given = { client, clock, keymap, desk, keeps: parts.keeps, linkNumbers: parts.links?.numbers ?? linkNumbers() };
  const tui: Tui = {
    ...given,
    view,
    dispatch: store.dispatch,
    remark: (text, tone = 'plain') => store.dispatch({ kind: 'remarked', remark: { text, tone } }),
    did: parts.did ?? (() => {}),
    editOutside: async (text) => {
      flush();
      return (await looking.away(parts.editOutside?.(text))) ?? err('There is no editor here.');
    },
    exit: parts.exit,
    // Whoever has the terminal meanwhile may give the window another title.
    suspend: () => void looking.away(parts.suspend()),
    redraw: () => {
      parts.redraw();
      void looking.away(undefined);
    },
  };
  const learn = completionLearner(tui);
  const tell = telling(tui, learn);
  const markRead = readMarker(tui, looking.looks);
  const acted = () => {
    tell();
    markRead();
  };
  return {
    getSnapshot: store.get,
    subscribe: store.subscribe,
    press: (press) => {
      pressed(tui, press);
      acted();
    },
    paste: (text) => {
      tui.did('paste');
      pasteText(tui, text);
      acted();
    },
    focus: looking.focus,
    keepDrafts: () => flush(),
    remark: (text) => tui.remark(text),
    redraw: tui.redraw,
    start: () => {
      const ends = [
        client.listen((notice) => tellRemoval(tui, notice)),
        ...[client, store, looking].map((changing) => changing.subscribe(markRead)),
        client.subscribe(learn),
        attend(tui, parts.attention, { lookout: looking, followScreen: store.subscribe }),
        client.listen((notice) => heed(tui, serverName, notice)),
      ];
      if (parts.drafts) {
        const keeper = keepDrafts(tui, parts.drafts, store.subscribe);
        ends.push(keeper.stop);
        flush = keeper.flush;
      }
      if (parts.remark !== undefined) tui.remark(parts.remark, 'warning');
      markRead();
      return () => {
        for (const end of ends) end();
      };
    },
  };
}
