import type { Editing } from '../chat/state/composer.ts';
import { quoted } from '../text/quoted.ts';
import { type Row, span } from '../text/rows.ts';
import { fit, widthOf } from '../text/width.ts';

/** The line above the composer while a message is edited: which, and the keys, of which `cancel` gives the draft back. */
export function editingRow({ original }: Pick<Editing, 'original'>, cancel: string, columns: number): Row {
  const keys = ` · Enter saves, ${cancel} cancels`;
  return [
    span(fit(` editing ${quoted(original)}`, Math.max(0, columns - widthOf(keys))), 'warning'),
    span(keys, 'muted'),
  ];
}
