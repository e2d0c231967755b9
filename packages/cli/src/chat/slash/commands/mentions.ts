import { openMentions } from '../../actions/mentions.ts';
import type { SlashCommand } from '../slash-command.ts';

export const mentions: SlashCommand = {
  name: 'mentions',
  usage: '/mentions [WORDS]',
  description: 'list the messages that mention you, in all rooms',
  argument: 'optional',
  run: openMentions,
};
