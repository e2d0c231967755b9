import type { Failure, RoomState } from '@securechat/client';
import { failureText } from '@securechat/client/present';
import { isUserId, type Result, typedUserName, type UserId } from '@securechat/protocol';
import type { ChatContext } from '../chat-context.ts';
import { shownRoom } from '../state/selectors.ts';
import { noRoomYet } from './slash-command.ts';

/** Whom in the shown room a command is about, and what was typed after the name. */
export type Target = { readonly room: RoomState; readonly user: UserId; readonly rest: string };

/** The user that an argument begins with, with or without `@`. What is missing is reported. */
export function targetOf(context: ChatContext, argument: string): Target | undefined {
  const room = shownRoom(context.view());
  const [, name = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(argument) ?? [];
  const user = typedUserName(name);
  if (room && isUserId(user)) return { room, user, rest: rest.trim() };
  context.showStatus(room ? 'Name one user, as listed by /members.' : noRoomYet, 'warning');
  return undefined;
}

/** Reports a failure; success shows in the timeline. */
export async function report({ showStatus }: ChatContext, asked: Promise<Result<void, Failure>>): Promise<void> {
  const done = await asked;
  if (!done.ok) showStatus(failureText(done.error), 'warning');
}
