import type { EventId } from '@securechat/protocol';
import type { StoredChange } from '../ports.ts';
import type { PendingMessage } from './model.ts';

/** A change as shown until it is confirmed. */
export function pendingOf({ change, ...stored }: StoredChange): PendingMessage {
  return { ...stored, text: change.body.text };
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
