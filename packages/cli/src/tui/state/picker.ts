import { type Composer, emptyComposer } from './composer.ts';

/** A list that is searched by typing: where to go, or what was said. */
export type Picker = {
  readonly kind: 'switcher' | 'search';
  readonly filter: Composer;
  /** The chosen one by its key; `undefined` is the first. */
  readonly chosen: string | undefined;
};

/** Nothing typed yet. */
export const emptyFilter: Composer = emptyComposer;
