import type { PendingMessage } from '../chat/model.ts';

const words = { send: 'not sent', edit: 'edit not saved', delete: 'message not deleted' } as const;

/** What a refused or waiting change did not do, before the reason or the text: `edit not saved`. */
export function notDone({ changes }: Pick<PendingMessage, 'changes'>): string {
  return words[changes?.kind ?? 'send'];
}
