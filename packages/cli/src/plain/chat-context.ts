import type { ChatClient, Clock } from '@securechat/client';
import { err, type RoomId } from '@securechat/protocol';
import type { ChatContext, Layout, ServersPort } from '../chat/chat-context.ts';
import type { Keymap } from '../chat/keys/keymap.ts';
import type { OverlayLine } from '../chat/state/overlay.ts';
import { shownRoom, wantedRoom } from '../chat/state/selectors.ts';
import { initialUi, reduceUi, type UiState } from '../chat/state/ui-state.ts';
import type { ChatOutcome } from '../process/exit-codes.ts';
import type { SystemIntegration } from '../process/system-integration.ts';
import { clean, cleanLine } from '../text/clean.ts';
import { linkNumbers } from '../text/link-numbers.ts';

/** What commands act on in line mode. */
export type PlainParts = {
  readonly client: ChatClient;
  readonly clock: Pick<Clock, 'nowMs' | 'after'>;
  readonly serverName: string;
  /** The room to show first; without one, that of the last time. */
  readonly room?: string;
  readonly lastRoom?: RoomId | undefined;
  readonly servers: ServersPort;
  readonly system: SystemIntegration;
  readonly print: (text: string) => void;
  /** Called when another room is shown. */
  readonly roomShown: () => void;
  /** Called with the name of each command. */
  readonly did: (action: string) => void;
  readonly exit: (outcome: ChatOutcome) => void;
};

/** Readline handles the editing keys, so help has none to list. */
const noKeys: Keymap = { preset: 'emacs', meaning: () => undefined, hasLetters: () => false, keysOf: () => [] };

/** Only the terminal itself scrolls. */
const noLayout: Layout = {
  scrolls: false,
  timeline: () => ({ lines: { count: 0, rows: () => [], key: () => '', find: () => undefined }, height: 0 }),
  overlay: () => ({ maxTop: 0, height: 0 }),
};

/** A line of an overlay, as text. */
function lineWords({ term, text }: OverlayLine): string {
  return cleanLine(term === undefined ? text : `${term}: ${text}`);
}

/** The chat context and the state behind it. */
export type PlainContext = ChatContext & {
  readonly ui: () => UiState;
  /** The current room. */
  readonly room: () => ReturnType<typeof shownRoom>;
};

/** The chat context for line mode: what a screen would show is printed once. */
export function plainContext(parts: PlainParts): PlainContext {
  const { client, clock, serverName, print } = parts;
  let ui = initialUi(parts.lastRoom, [], parts.room);
  const chooseWanted = () => {
    const room = wantedRoom({ ui, chat: client.getSnapshot() });
    if (room) ui = reduceUi(ui, { kind: 'wanted-arrived', room: room.id });
  };
  // Nothing is laid out, so the width does not matter.
  const size = { columns: 80, rows: 24 };
  return {
    servers: parts.servers,
    client,
    clock,
    keymap: noKeys,
    layout: noLayout,
    system: parts.system,
    linkNumbers: linkNumbers(),
    view: () => {
      chooseWanted();
      return { ui, chat: client.getSnapshot(), size, serverName, nowMs: clock.nowMs() };
    },
    dispatch: (event) => {
      // A picker needs a screen.
      if (event.kind === 'picker-opened') {
        const room = shownRoom({ ui, chat: client.getSnapshot() })?.id ?? 'ROOM';
        return print(`Line mode cannot search. Use: securechat search --room ${room} WORDS`);
      }
      ui = reduceUi(ui, event);
      if (event.kind === 'room-shown' || event.kind === 'arrived') parts.roomShown();
      if (event.kind !== 'overlay-opened') return;
      const lines = event.lines.map(lineWords).filter((line) => line !== '');
      print([`${cleanLine(event.title)}:`, ...lines].join('\n'));
    },
    recordAction: parts.did,
    showStatus: (text) => print(clean(text)),
    editOutside: async () => err('No editor is available here.'),
    exit: parts.exit,
    // Readline redraws by itself.
    suspend: () => {},
    redraw: () => {},
    ui: () => ui,
    room: () => {
      chooseWanted();
      return shownRoom({ ui, chat: client.getSnapshot() });
    },
  };
}
