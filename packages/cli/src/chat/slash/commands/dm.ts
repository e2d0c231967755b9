import { isBlocked } from '@securechat/client';
import { failureText, tooLongText } from '@securechat/client/present';
import { isUserId } from '@securechat/protocol';
import type { HasClient, HasScreen } from '../../chat-context.ts';
import type { SlashCommand } from '../slash-command.ts';

/** Shows the direct room with a user, and sends a text there. */
export async function openDirect({ client, dispatch, showStatus }: HasClient & HasScreen, user: string, text = '') {
  const over = tooLongText(text);
  if (over !== undefined) return showStatus(`${over} Shorten it, or send it in parts.`, 'warning');
  const name = user.replace(/^@/, '').toLowerCase();
  if (isUserId(name) && isBlocked(client.getSnapshot(), name)) {
    return showStatus(`You have blocked ${name}. To write to them: /unblock ${name}`, 'warning');
  }
  const opened = await client.openDirect(user);
  if (!opened.ok) return showStatus(failureText(opened.error), 'warning');
  dispatch({ kind: 'room-shown', room: opened.value.id });
  if (text === '') return;
  // A pipe ends after its last command, so this one ends once the server has the message.
  const said = await client.say(opened.value.id, text);
  if (!said.ok) showStatus(failureText(said.error), 'warning');
}

export const dm: SlashCommand = {
  name: 'dm',
  usage: '/dm USER [TEXT]',
  description: 'write to one person; your own name is for notes',
  argument: 'required',
  complete: ['person'],
  async run(context, argument) {
    const [, user = '', text = ''] = /^(\S+)\s*(.*)$/s.exec(argument) ?? [];
    await openDirect(context, user, text);
  },
};
