import { copyLink } from '../../actions/links.ts';
import type { SlashCommand } from '../slash-command.ts';

export const copy: SlashCommand = {
  name: 'copy',
  usage: '/copy [N]',
  description: 'copy the newest link, or link N',
  argument: 'optional',
  run: copyLink,
};
