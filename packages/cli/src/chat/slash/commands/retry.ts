import { withRefused } from '../refused.ts';
import type { SlashCommand } from '../slash-command.ts';

export const retry: SlashCommand = {
  name: 'retry',
  usage: '/retry',
  description: 'resend messages that the server refused',
  argument: 'none',
  run: (context) => withRefused(context, 'retry'),
};
