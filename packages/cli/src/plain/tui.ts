import type { ChatClient, Clock } from '@securechat/client';
import { err } from '@securechat/protocol';
import type { Outcome, Tui } from '../tui/actions/tui.ts';
import type { Desk } from '../tui/desk/desk.ts';
import type { Keymap } from '../tui/keys/keymap.ts';
import { roomNamed, shownRoom } from '../tui/state/selectors.ts';
import type { KeptServer } from '../tui/state/servers.ts';
import { initialUi, type OverlayLine, reduceUi } from '../tui/state/ui-state.ts';
import { clean, cleanLine } from '../tui/text/clean.ts';
import { linkNumbers } from '../tui/text/link-numbers.ts';

/** What the commands act on, without a screen. */
export type PlainParts = {
  readonly client: ChatClient;
  readonly clock: Pick<Clock, 'nowMs' | 'after'>;
  readonly serverName: string;
  /** The room to show first. */
  readonly room?: string;
  readonly keeps: boolean;
  /** The accounts that this device keeps. */
  readonly kept: () => readonly KeptServer[];
  readonly desk: Desk;
  readonly print: (text: string) => void;
  /** Another room is shown than before. */
  readonly roomShown: () => void;
  /** Is told the name of each command. */
  readonly did: (action: string) => void;
  readonly exit: (outcome: Outcome) => void;
};

/** Lines are edited by readline's keys, so the help has none to list. */
const noKeys: Keymap = { preset: 'emacs', meaning: () => undefined, hasLetters: () => false, keysOf: () => [] };

/** An overlay's lines as they are read out. */
function lineWords({ term, text }: OverlayLine): string {
  return cleanLine(term === undefined ? text : `${term}: ${text}`);
}

/** The port of the commands and keys for a chat that has lines only: what a screen would show is printed once. */
export function plainTui(parts: PlainParts): Tui & { readonly room: () => ReturnType<typeof shownRoom> } {
  const { client, clock, serverName, print } = parts;
  let ui = initialUi(roomNamed(parts.room));
  // Texts that are printed have no width that anybody lays them out for.
  const size = { columns: 80, rows: 24 };
  const here = () => ({ name: serverName, chat: client.getSnapshot(), ui, keeps: parts.keeps });
  const servers = { now: () => ({ here: here(), open: [here()], kept: parts.kept() }), lookUp: () => {} };
  const oneOnly = async (name: string) => err(`Here is one server. Another: securechat chat --plain --server ${name}`);
  return {
    servers: { ...servers, go: oneOnly, close: oneOnly },
    client,
    clock,
    keeps: parts.keeps,
    keymap: noKeys,
    desk: parts.desk,
    linkNumbers: linkNumbers(),
    view: () => ({ ui, chat: client.getSnapshot(), size, serverName, nowMs: clock.nowMs() }),
    dispatch: (event) => {
      // A list to choose from needs a screen.
      if (event.kind === 'picker opened') return print('Search with: securechat search WORDS');
      ui = reduceUi(ui, event);
      if (event.kind === 'room shown') parts.roomShown();
      if (event.kind !== 'overlay opened') return;
      const lines = event.lines.map(lineWords).filter((line) => line !== '');
      print([`${cleanLine(event.title)}:`, ...lines].join('\n'));
    },
    did: parts.did,
    remark: (text) => print(clean(text)),
    editOutside: async () => err('There is no editor here.'),
    exit: parts.exit,
    // Readline does it.
    suspend: () => {},
    redraw: () => {},
    room: () => shownRoom(ui, client.getSnapshot()),
  };
}
