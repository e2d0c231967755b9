import type { HasClient, HasScreen } from '../chat-context.ts';
import { pendingIn, shownRoomId } from '../state/selectors.ts';
import { sayGivenUp } from '../state/servers.ts';

/** Resends or discards the messages of the shown room that the server refused. */
export function withRefused(context: HasScreen & HasClient, what: 'retry' | 'discard'): void {
  const view = context.view();
  const { chat, serverName } = view;
  const refused = pendingIn(chat, shownRoomId(view)).filter((message) => message.refused !== undefined);
  const over = sayGivenUp(chat, serverName);
  if (refused.length === 0) context.showStatus('This room has no refused messages.');
  else if (over !== undefined) context.showStatus(over, 'warning');
  else for (const { id } of refused) context.client[what](id);
}
