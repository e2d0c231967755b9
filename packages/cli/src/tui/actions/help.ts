import { bindings } from '../keys/bindings.ts';
import { slashCommands } from '../slash/registry.ts';
import type { OverlayLine } from '../state/ui-state.ts';

/** The help, from the tables of commands and keys. */
export function helpLines(): OverlayLine[] {
  return [
    ...Object.values(slashCommands).map(({ usage, say }) => ({ term: usage, text: say })),
    { term: '//TEXT', text: 'send a text that begins with a slash' },
    { text: '' },
    ...bindings.map(({ keys, say }) => ({ term: keys.join(', '), text: say })),
  ];
}
