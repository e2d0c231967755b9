import type { RoomEvent } from '@securechat/protocol';
import { type Composer, emptyComposer } from './composer.ts';

/** A list that is searched by typing: where to go, or what was said. */
export type Picker = {
  readonly kind: 'switcher' | 'search';
  readonly filter: Composer;
  /** The chosen one by its key; `undefined` is the first. */
  readonly chosen: string | undefined;
  /** What the server found for these words; `failed` is why it found nothing out. */
  readonly found: Found | undefined;
};

/** The server's answer to a search. */
export type Found = { readonly words: string; readonly events: readonly RoomEvent[]; readonly failed?: true };

/** Nothing typed yet. */
export const emptyFilter: Composer = emptyComposer;
