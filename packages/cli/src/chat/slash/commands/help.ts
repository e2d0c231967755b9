import { openHelp, tellCommand } from '../../actions/help.ts';
import type { SlashCommand } from '../slash-command.ts';

export const help: SlashCommand = {
  name: 'help',
  usage: '/help [COMMAND]',
  description: 'show this help, or what a command does',
  argument: 'optional',
  complete: ['command'],
  run: (context, argument, all) => (argument === '' ? openHelp(context, all) : tellCommand(context, argument, all)),
};
