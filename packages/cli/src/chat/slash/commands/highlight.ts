import { addHighlightWords, highlightChange, highlightWords } from '@securechat/client';
import { cleanLine } from '../../../text/clean.ts';
import type { ChatContext } from '../../chat-context.ts';
import type { SlashCommand } from '../slash-command.ts';

const wordsOf = ({ view }: Pick<ChatContext, 'view'>) => highlightWords(view().chat.userState.highlight);
const typedWords = (argument: string): string[] => argument.split(/\s+/).filter(Boolean);
const inWords = (words: readonly string[]) => cleanLine(words.join(', '));

function list(context: ChatContext): void {
  const local = context.view().settings?.highlight ?? [];
  const lines = [
    ...wordsOf(context).map((word) => ({ text: cleanLine(word) })),
    ...local.map((word) => ({ text: `${cleanLine(word)}  (in the settings of this device)` })),
  ];
  if (lines.length === 0) context.showStatus('You have no highlight words. /highlight WORD adds one.');
  else context.dispatch({ kind: 'overlay-opened', title: 'Highlight words (/unhighlight WORD)', lines });
}

export const highlight: SlashCommand = {
  name: 'highlight',
  usage: '/highlight [WORD…]',
  description:
    'mark messages with one of these words, and count them and notify as for mentions; without WORD, list them',
  argument: 'optional',
  run(context, argument) {
    if (argument === '') return list(context);
    const typed = typedWords(argument);
    const changes = addHighlightWords(wordsOf(context), typed);
    if (!changes.ok) return context.showStatus(changes.error, 'warning');
    context.client.setUserState(changes.value);
    const words = inWords(typed.map((word) => word.toLowerCase()));
    const [verb, each] = typed.length === 1 ? ['notifies', 'it'] : ['notify', 'each'];
    context.showStatus(`${words} ${verb} like a mention, on all your devices. /unhighlight ends ${each}.`);
  },
};

export const unhighlight: SlashCommand = {
  name: 'unhighlight',
  usage: '/unhighlight WORD…',
  description: 'remove highlight words',
  argument: 'required',
  complete: ['highlight'],
  run(context, argument) {
    const known = wordsOf(context);
    const typed = typedWords(argument).map((word) => word.toLowerCase());
    const unknown = typed.find((word) => !known.includes(word));
    if (unknown !== undefined) {
      const isLocal = context.view().settings?.highlight.some((word) => word.toLowerCase() === unknown);
      const where = isLocal ? 'is in the settings of this device: securechat config edit' : 'is no highlight word.';
      return context.showStatus(`${cleanLine(unknown)} ${where} To list them: /highlight`, 'warning');
    }
    context.client.setUserState(typed.map((word) => highlightChange(word, false)));
    context.showStatus(`${inWords(typed)} ${typed.length === 1 ? 'is' : 'are'} no longer highlighted.`);
  },
};
