// Runs in the writer thread: relative files and types only.
import type { Seq, UserId } from '@securechat/protocol/ids';
import type { Result } from '@securechat/protocol/result';
import { accept, refuse } from './decision.ts';
import type { Action } from './permissions.ts';

/** The types of events that change a message. */
export type MessageChangeType = 'message-edited' | 'message-deleted';

/** Which message a draft changes, and under which conditions. */
export type MessageChange = {
  readonly target: Seq;
  /** The body that an edit gives it, as JSON. */
  readonly body?: string | undefined;
  /** Only if nothing has changed the message since this event. */
  readonly ifRev?: Seq | undefined;
  /** How long after it was sent a message can be edited. */
  readonly editWindowMs: number;
};

/** A message as it is now. */
export type ChangedMessage = {
  readonly author: UserId;
  /** When it was sent. */
  readonly at: number;
  /** Its body as JSON. */
  readonly body: string;
  /** The seq of the last event that changed it; its own if there was none. */
  readonly rev: Seq;
  /** The seq of the event that gave it its body. */
  readonly bodyRev: Seq;
  /** The seq of the event that deleted it. */
  readonly deletedRev?: Seq | undefined;
};

export type MessageChangeRefusal =
  | 'not_allowed'
  | 'no_such_message'
  | 'message_deleted'
  | 'edit_too_late'
  | 'changed_since';

/** The change is stored, or is so already since the event `duplicateOf`. */
type Decided = Result<{ readonly duplicateOf: Seq | undefined }, MessageChangeRefusal>;

const stored = accept({ duplicateOf: undefined });

/** What somebody does who changes a message; `message` is undefined if there is none that they may see. */
export function actionOf(type: MessageChangeType, by: UserId, message: ChangedMessage | undefined): Action {
  return type === 'message-deleted' && message && message.author !== by ? 'delete-message' : 'edit';
}

/**
 * Whether a message is changed by somebody who may do that in its room (`actionOf`). Whether there is a message that they may not see is not
 * told.
 */
export function decideMessageChange(
  { by, atMs, message }: { by: UserId; atMs: number; message: ChangedMessage | undefined },
  type: MessageChangeType,
  change: MessageChange,
): Decided {
  if (!message) return refuse('no_such_message');
  if (type === 'message-deleted') {
    return message.deletedRev === undefined ? stored : accept({ duplicateOf: message.deletedRev });
  }
  if (message.author !== by) return refuse('not_allowed');
  if (message.deletedRev !== undefined) return refuse('message_deleted');
  if (message.body === change.body) return accept({ duplicateOf: message.bodyRev });
  if (atMs > message.at + change.editWindowMs) return refuse('edit_too_late');
  return change.ifRev === undefined || change.ifRev === message.rev ? stored : refuse('changed_since');
}
