import type { PendingMessage } from '@securechat/client';

/** What the user can do about a refused message, or a refused change of one. */
export function refusedHelp({ changes }: Pick<PendingMessage, 'changes'>): string {
  return changes ? '/retry tries it again, /discard drops it.' : '/retry resends it, /discard deletes it.';
}
