import type { StoredChange } from '../ports.ts';
import type { PendingMessage } from './model.ts';

/** How a change is shown until it has its place in the room. */
export function pendingOf({ change, ...stored }: StoredChange): PendingMessage {
  return { ...stored, text: change.body.text };
}
