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

/** The servers of the chat, one of which is on the screen. Errors are sentences. */
export type ServersPort = {
  now(): Servers;
  /** Reads again which accounts are stored on this device. */
  lookUp(): void;
  /** Shows a server, or a room of it. Opens it if it is not open, and reopens it if it has given up and no room is named. */
  go(name: string, room?: RoomId): Promise<Result<void, string>>;
  /** Closes a server; its data stays. The last one cannot be closed. */
  close(name: string): Promise<Result<void, string>>;
};

/** The parts of the screen that scroll, with their heights in rows. */
export type Layout = {
  /** False in line mode, which has no screen. */
  readonly scrolls: boolean;
  timeline(view: View): { readonly lines: Lines; readonly height: number };
  /** The open overlay: its first row when scrolled to the end, and its visible height. */
  overlay(view: View): { readonly maxTop: number; readonly height: number };
};

/** What the screen shows of one server. Read when an action runs, so it is never stale. */
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
/** The numbers that /open and /copy take. */
export type HasLinkNumbers = { readonly linkNumbers: LinkNumbers };
export type HasServers = { readonly servers: ServersPort };
/** The user's browser. */
export type HasBrowser = { readonly system: Pick<SystemIntegration, 'open'> };
export type HasClipboard = { readonly system: Pick<SystemIntegration, 'copy'> };
export type HasEditor = {
  /** Opens a text in the user's editor, which has the terminal until it exits; the error is a sentence. */
  editOutside(text: string): Promise<Result<string, string>>;
};
export type HasExit = { exit(outcome: ChatOutcome): void };
type HasTerminal = {
  /** Stops the chat until the shell continues it. */
  suspend(): void;
  /** Redraws everything, also what another program has overwritten. */
  redraw(): void;
};
export type HasActionLog = {
  /** Records the name of an action for crash reports; never what was typed. */
  recordAction(action: string): void;
};

/** What actions can use. A function asks only for the parts that it needs. */
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
