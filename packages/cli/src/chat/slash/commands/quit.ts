import { quit as quitChat } from '../../actions/quit.ts';
import type { SlashCommand } from '../slash-command.ts';

export const quit: SlashCommand = {
  name: 'quit',
  usage: '/quit',
  description: 'quit SecureChat',
  argument: 'none',
  run: quitChat,
};
