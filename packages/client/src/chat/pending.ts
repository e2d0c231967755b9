import type { StoredChange } from '../ports.ts';
import type { PendingMessage } from './model.ts';

/** A change as shown until it is confirmed. */
export function pendingOf({ change, ...stored }: StoredChange): PendingMessage {
  return { ...stored, text: change.body.text };
}
