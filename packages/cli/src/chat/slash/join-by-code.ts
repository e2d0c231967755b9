import { type Failure, isCodeOf, type RoomCode } from '@securechat/client';
import { failureText, sameNameText } from '@securechat/client/present';
import type { Result, RoomSummary } from '@securechat/protocol';
import { cleanLine } from '../../text/clean.ts';
import type { ChatContext } from '../chat-context.ts';

/** Shows the room that was joined or created, or why it was not. Another room of the user with the same name is reported. */
export function showJoined(context: ChatContext, joined: Result<RoomSummary, Failure>): void {
  if (!joined.ok) {
    context.showStatus(failureText(joined.error), 'warning');
    return;
  }
  context.dispatch({ kind: 'room-shown', room: joined.value.id });
  const sameName = sameNameText(context.view().chat, joined.value);
  if (sameName !== undefined) context.showStatus(sameName, 'warning');
}

/** Joins a room with the code of a link; undefined if the link is to another server, which is reported. */
export async function joinByCode(
  context: ChatContext,
  code: RoomCode,
): Promise<Result<RoomSummary, Failure> | undefined> {
  if (isCodeOf(code, context.view().serverName)) return await context.client.acceptInvitation({ code: code.code });
  const server = cleanLine(code.server ?? '');
  context.showStatus(`That link is for ${server}. To go there: /server ${server}`, 'warning');
  return undefined;
}
