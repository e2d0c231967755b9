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

/** What actions act on. They read the state when they run, so it is never stale. */
export type ChatContext = {
  readonly client: ChatClient;
  readonly clock: Pick<Clock, 'nowMs' | 'after'>;
  /** What is not yet sent outlives the chat. */
  readonly keeps: boolean;
  readonly keymap: Keymap;
  readonly layout: Layout;
  /** The user's browser and clipboard. */
  readonly system: SystemIntegration;
  /** What /open and /copy name links by. */
  readonly linkNumbers: LinkNumbers;
  readonly servers: ServersPort;
  view(): View;
  dispatch(event: UiEvent): void;
  /** Shows a sentence above the composer. */
  showStatus(text: string, tone?: 'plain' | 'warning'): void;
  /** Remembers the name of an action for a report of a crash: never what was typed. */
  recordAction(action: string): void;
  /** Lets the user edit a text in an editor, which has the terminal meanwhile; the error is a sentence. */
  editOutside(text: string): Promise<Result<string, string>>;
  exit(outcome: ChatOutcome): void;
  /** Stops the chat until the shell continues it. */
  suspend(): void;
  /** Draws everything anew, also what another program has overwritten. */
  redraw(): void;
};
