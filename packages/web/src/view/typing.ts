import { cleanLine } from '@securechat/client/present';

/** Who is typing, by name while the list is short. */
export function sayTyping(users: readonly string[]): string {
  if (users.length === 0) return '';
  if (users.length > 3) return `${users.length} people are typing…`;
  return `${users.map(cleanLine).join(', ')} ${users.length === 1 ? 'is' : 'are'} typing…`;
}
