import type { EventId } from '@securechat/protocol';
import type { StoredChange } from '../ports.ts';
import { type Timeline, withReplaced } from '../timeline/project.ts';
import type { PendingMessage } from './model.ts';

/** A change as shown until it is confirmed. */
export function pendingOf({ change, ...stored }: StoredChange): PendingMessage {
  switch (change.type) {
    case 'message.send':
      return { ...stored, text: change.body.text };
    case 'message.edit':
      return { ...stored, text: change.body.text, changes: { kind: 'edit', target: change.target } };
    case 'message.delete':
      return { ...stored, text: '', changes: { kind: 'delete', target: change.target } };
  }
}

/** Whether it is shown at the end of its room: it is, or would have been, a message. A waiting change is shown in its message. */
export function isAtEnd({ changes, refused }: PendingMessage): boolean {
  return changes === undefined || refused !== undefined;
}

/** A room's timeline with the waiting changes in their messages. */
export function withOverlays(before: Timeline, pending: readonly PendingMessage[]): Timeline {
  const changes = pending.filter((each) => !isAtEnd(each));
  return withReplaced(before, (entry) => {
    // The last one is what the user wants.
    const last = changes.filter(({ changes }) => changes?.target === entry.seq).at(-1);
    if (last?.id === entry.overlay?.id) return entry;
    const { overlay: _, ...shown } = entry;
    const text = last?.changes?.kind === 'edit' ? last.text : undefined;
    return last ? { ...shown, overlay: { id: last.id, text } } : shown;
  });
}

/** Changes of the messages that are not confirmed. */
export type PendingInput =
  | { readonly kind: 'pending'; readonly message: PendingMessage }
  | { readonly kind: 'answered'; readonly id: EventId; readonly refused: string | undefined }
  | { readonly kind: 'retried'; readonly id: EventId }
  | { readonly kind: 'discarded'; readonly id: EventId };

/** The unconfirmed messages after a change. */
export function changePending(pending: readonly PendingMessage[], input: PendingInput): readonly PendingMessage[] {
  switch (input.kind) {
    case 'pending':
      return [...pending, input.message];
    case 'answered': {
      const { id, refused } = input;
      if (refused !== undefined) return pending.map((m) => (m.id === id ? { ...m, refused } : m));
      return pending.filter((m) => m.id !== id);
    }
    case 'retried': {
      const again = pending.find((m) => m.id === input.id);
      if (!again) return pending;
      const { refused: _, ...message } = again;
      return [...pending.filter((m) => m.id !== input.id), message];
    }
    default:
      return pending.filter((m) => m.id !== input.id);
  }
}
