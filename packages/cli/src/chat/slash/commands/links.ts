import { listLinks } from '../../actions/links.ts';
import type { SlashCommand } from '../slash-command.ts';

export const links: SlashCommand = {
  name: 'links',
  usage: '/links',
  description: 'list the links in this room, newest first',
  argument: 'none',
  run: listLinks,
};
