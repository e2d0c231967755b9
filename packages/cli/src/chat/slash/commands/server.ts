import { server as goToServer } from '../../actions/servers.ts';
import type { SlashCommand } from '../slash-command.ts';

export const server: SlashCommand = {
  name: 'server',
  usage: '/server [NAME]',
  description: 'list your servers, or switch to one; /server close NAME disconnects it',
  argument: 'optional',
  complete: ['server'],
  run: goToServer,
};
