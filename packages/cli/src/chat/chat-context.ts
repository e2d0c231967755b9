import type { ChatClient, Clock } from '@securechat/client';
import type { Result, RoomId } from '@securechat/protocol';
import type { ChatOutcome } from '../process/exit-codes.ts';
import type { SystemIntegration } from '../process/system-integration.ts';
import type { LinkNumbers } from '../text/link-numbers.ts';
import type { Keymap } from './keys/keymap.ts';
import type { Servers } from './state/servers.ts';
import type { UiEvent } from './state/ui-state.ts';
import type { View } from './state/view.ts';
import type { Lines } from './window.ts';

/** The servers of the chat, and which of them is on the screen. The errors are sentences. */
export type ServersPort = {
  now(): Servers;
  /** Looks up anew of which accounts something is kept here. */
  lookUp(): void;
  /** Puts a server on the screen, or a room of it. Opens it first where it is not open; anew, where it has given up and no room is named. */
  go(name: string, room?: RoomId): Promise<Result<void, string>>;
  /** Leaves a server and forgets nothing of it; the last one stays. */
  close(name: string): Promise<Result<void, string>>;
};

/** What scrolls on the screen, and how much of it is seen at once, in rows. */
export type Layout = {
  /** False in line mode, which has no screen. */
  readonly scrolls: boolean;
  timeline(view: View): { readonly lines: Lines; readonly height: number };
  /** The overlay that is open: the row it begins with when scrolled to its end, and the rows that are seen. */
  overlay(view: View): { readonly maxTop: number; readonly height: number };
};

/** What the screen shows of one server. It is read when an action runs, so it is never stale. */
export type HasScreen = {
  view(): View;
  dispatch(event: UiEvent): void;
  /** Shows a sentence above the composer. */
  showStatus(text: string, tone?: 'plain' | 'warning'): void;
};
export type HasClient = { readonly client: ChatClient };
export type HasClock = { readonly clock: Pick<Clock, 'nowMs' | 'after'> };
export type HasKeymap = { readonly keymap: Keymap };
export type HasLayout = { readonly layout: Layout };
/** What /open and /copy name links by. */
export type HasLinkNumbers = { readonly linkNumbers: LinkNumbers };
export type HasServers = { readonly servers: ServersPort };
/** The user's browser. */
export type HasBrowser = { readonly system: Pick<SystemIntegration, 'open'> };
export type HasClipboard = { readonly system: Pick<SystemIntegration, 'copy'> };
export type HasEditor = {
  /** Lets the user edit a text in an editor, which has the terminal meanwhile; the error is a sentence. */
  editOutside(text: string): Promise<Result<string, string>>;
};
export type HasExit = { exit(outcome: ChatOutcome): void };
type HasTerminal = {
  /** Stops the chat until the shell continues it. */
  suspend(): void;
  /** Draws everything anew, also what another program has overwritten. */
  redraw(): void;
};
export type HasActionLog = {
  /** Remembers the name of an action for a report of a crash: never what was typed. */
  recordAction(action: string): void;
};

/** All that actions act on. A function names those parts alone that it uses. */
export type ChatContext = HasScreen &
  HasClient &
  HasClock &
  HasKeymap &
  HasLayout &
  HasLinkNumbers &
  HasServers &
  HasBrowser &
  HasClipboard &
  HasEditor &
  HasExit &
  HasTerminal &
  HasActionLog;
