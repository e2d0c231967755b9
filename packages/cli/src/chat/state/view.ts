import type { ChatState } from '@securechat/client';
import type { Settings } from '../../settings/table.ts';
import type { NamedLinks } from '../../text/link-numbers.ts';
import type { Keymap } from '../keys/keymap.ts';
import type { Size } from './screen-size.ts';
import type { Servers } from './servers.ts';
import type { UiState } from './ui-state.ts';

/** Everything a screen shows of the current server. */
export type View = {
  readonly ui: UiState;
  readonly chat: ChatState;
  readonly size: Size;
  readonly serverName: string;
  /** All open servers; without it there is only this one. */
  readonly servers?: Servers;
  readonly nowMs: number;
  /** Default: the default settings. */
  readonly settings?: Settings;
  readonly keymap?: Keymap;
  /** Without it, links have no numbers in the text. */
  readonly links?: NamedLinks;
};
