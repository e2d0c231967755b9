import type { RoomEvent } from '@securechat/protocol';
import { type Composer, emptyComposer } from './composer.ts';

/** A list that is filtered by typing: the switcher, a search, or mentions. */
export type Picker = {
  readonly kind: 'switcher' | 'search' | 'mentions';
  readonly filter: Composer;
  /** The selected line by its key; `undefined` is the first. */
  readonly chosen: string | undefined;
  /** What the server found for these words; for mentions, all that it listed. */
  readonly found: Found | undefined;
};

/** The server's search results so far. `more`: older messages were not searched; `failed`: the server did not reply. */
export type Found = {
  readonly words: string;
  readonly events: readonly RoomEvent[];
  readonly state: 'searching' | 'complete' | 'more' | 'failed';
};

/** Nothing typed yet. */
export const emptyFilter: Composer = emptyComposer;
