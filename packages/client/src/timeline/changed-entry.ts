import type { MessageEntry } from './entry.ts';
import type { MessageChangeEvent } from './message-changes.ts';

/** An entry after a change of its message; the same object if it shows the change already. */
export function changedEntry(entry: MessageEntry, change: MessageChangeEvent): MessageEntry {
  if (change.seq <= (entry.rev ?? entry.seq)) return entry;
  const { overlay, ...shown } = entry;
  const own = overlay && overlay.id !== change.id ? { overlay } : {};
  if (change.type === 'message-edited') {
    const text = change.body.kind === 'text' ? change.body.text : undefined;
    return { ...shown, ...own, text, rev: change.seq, editedAt: change.at };
  }
  const { author: by, at, reason } = change;
  return {
    ...shown,
    text: undefined,
    rev: change.seq,
    deleted: { by, at, ...(reason !== undefined && { reason }) },
  };
}
