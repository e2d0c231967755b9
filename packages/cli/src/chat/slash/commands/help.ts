import { openHelp } from '../../actions/help.ts';
import type { SlashCommand } from '../slash-command.ts';

export const help: SlashCommand = {
  name: 'help',
  usage: '/help',
  description: 'show this help',
  argument: 'none',
  run: (context, _, all) => openHelp(context, all),
};
