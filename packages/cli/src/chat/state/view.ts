import type { ChatState } from '@securechat/client';
import type { Settings } from '../../settings/table.ts';
import type { NamedLinks } from '../../text/link-numbers.ts';
import type { Keymap } from '../keys/keymap.ts';
import type { Size } from './screen-size.ts';
import type { Servers } from './servers.ts';
import type { UiState } from './ui-state.ts';

/** All that a face shows of the server in front of the user. */
export type View = {
  readonly ui: UiState;
  readonly chat: ChatState;
  readonly size: Size;
  readonly serverName: string;
  /** All open servers; without them, this one is the only one. */
  readonly servers?: Servers;
  readonly nowMs: number;
  /** The defaults, unless given. */
  readonly settings?: Settings;
  readonly keymap?: Keymap;
  /** Without them, links have no numbers in the text. */
  readonly links?: NamedLinks;
};
