import { withRefused } from '../refused.ts';
import type { SlashCommand } from '../slash-command.ts';

export const discard: SlashCommand = {
  name: 'discard',
  usage: '/discard',
  description: 'discard messages that the server refused',
  argument: 'none',
  run: (context) => withRefused(context, 'discard'),
};
