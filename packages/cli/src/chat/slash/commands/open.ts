import { openLink } from '../../actions/links.ts';
import type { SlashCommand } from '../slash-command.ts';

export const open: SlashCommand = {
  name: 'open',
  usage: '/open [N]',
  description: 'open the newest link in your browser, or link N',
  argument: 'optional',
  run: openLink,
};
