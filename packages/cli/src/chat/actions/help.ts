import { type ActionName, groups, type KeyRow, keyTable } from '../keys/bindings.ts';
import type { Keymap } from '../keys/keymap.ts';
import { sayKey } from '../keys/names.ts';
import { slashCommands } from '../slash/registry.ts';
import type { OverlayLine } from '../state/overlay.ts';

const rows = Object.entries(keyTable) as readonly (readonly [ActionName, KeyRow])[];

/** The help, from the tables of commands and keys; keys as they are in force. */
export function helpLines(keymap: Keymap): OverlayLine[] {
  const keys = groups.flatMap((group): OverlayLine[] => {
    const lines = rows.flatMap(([name, row]) => {
      const bound = keymap.keysOf(name);
      return row.group === group && bound.length > 0 ? [{ term: bound.map(sayKey).join(', '), text: row.say }] : [];
    });
    return lines.length > 0 ? [{ text: group, heading: true }, ...lines] : [];
  });
  const commands = Object.values(slashCommands).map(({ usage, say }) => ({ term: usage, text: say }));
  const slash = { term: '//TEXT', text: 'send a text that begins with a slash' };
  return [{ text: 'Commands', heading: true }, ...commands, slash, ...keys];
}
