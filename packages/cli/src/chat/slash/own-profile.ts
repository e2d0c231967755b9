import { type ProfileChange, personIn } from '@securechat/client';
import { failureText } from '@securechat/client/present';
import type { Profile, UserId } from '@securechat/protocol';
import type { HasClient, HasScreen } from '../chat-context.ts';

/** The user's own profile, as far as it is known. */
export function ownProfile(context: HasScreen): Profile {
  const { chat } = context.view();
  return personIn(chat, chat.me ?? ('' as UserId));
}

/** Whether an argument means that a text is to be removed. */
export function removes(argument: string): boolean {
  return argument === 'none' || argument === '-';
}

/** Changes the user's profile, and shows `done` or why it was refused. */
export async function setProfile(context: HasScreen & HasClient, change: ProfileChange, done: string): Promise<void> {
  const set = await context.client.setProfile(change);
  if (set.ok) context.showStatus(done);
  else context.showStatus(failureText(set.error), 'warning');
}
