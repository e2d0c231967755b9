import type { SlashCommand } from '../slash-command.ts';

export const search: SlashCommand = {
  name: 'search',
  usage: '/search [WORDS]',
  description: 'search this room for messages with all these words',
  argument: 'optional',
  run: (context, argument) => context.dispatch({ kind: 'picker-opened', of: 'search', text: argument }),
};
