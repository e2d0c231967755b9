import type { ChatState } from '@securechat/client';
import type { HasExit, HasKeymap, HasScreen, HasServers } from '../chat-context.ts';
import { sayKey } from '../keys/names.ts';

type Leaving = { readonly pending: ChatState['pending']; readonly keeps: boolean };
type Left = ChatState['pending'][number] & { readonly keeps: boolean };

/** `2 messages were`; if all of them change messages, `2 changes were`. */
function counted(left: readonly Left[]): string {
  const what = left.every(({ changes }) => changes) ? 'change' : 'message';
  return left.length === 1 ? `1 ${what} was` : `${left.length} ${what}s were`;
}

/** A sentence about messages, and changes of messages, that are not sent at these servers; empty if there are none. */
export function leftBehind(servers: readonly Leaving[]): string {
  const all = servers.flatMap(({ pending, keeps }) => pending.map((each): Left => ({ ...each, keeps })));
  const unsent = all.filter(({ refused }) => refused === undefined);
  const refused = all.filter((each) => each.refused !== undefined);
  const parts: string[] = [];
  if (unsent.length > 0) {
    parts.push(`${counted(unsent)} not confirmed by the server when the chat was closed.`);
    const kept = unsent.length === 1 ? 'It is kept and will be sent' : 'They are kept and will be sent';
    if (unsent.every(({ keeps }) => keeps)) parts.push(`${kept} the next time you open the chat.`);
  }
  if (refused.length > 0) {
    const kept = refused.every(({ keeps }) => keeps) ? ' and kept for /retry or /discard' : '';
    parts.push(`${counted(refused)} refused${kept}.`);
  }
  return parts.join(' ');
}

/** Asks whether to quit, and quits if the key is pressed again while the question is shown, so that one mistaken key does not end the chat. */
export function askToQuit(context: HasScreen & HasKeymap & HasServers & HasExit): void {
  const [key = 'ctrl+c'] = context.keymap.keysOf('clear-or-quit');
  const question = `Press ${sayKey(key)} again to quit.`;
  if (context.view().ui.remark?.text === question) quit(context);
  else context.showStatus(question, 'warning');
}

/** Ends the chat, with a sentence about unsent messages. */
export function quit(context: HasServers & HasExit): void {
  const message = leftBehind(context.servers.now().open.map(({ chat, keeps }) => ({ pending: chat.pending, keeps })));
  context.exit(message === '' ? { exitCode: 0 } : { exitCode: 0, message });
}
