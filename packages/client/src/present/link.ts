import { unreachable } from '@securechat/protocol/result';
import type { LinkView } from '../chat/model.ts';
import { cleanLine } from './clean.ts';

/** How the link stands, in a few words for a status line. */
export function linkText(link: LinkView, nowMs: number): string {
  switch (link.status) {
    case 'online':
    case 'offline':
      return link.status;
    case 'greeting':
      return 'connecting';
    case 'waiting': {
      const why = link.message ? ` (${cleanLine(link.message).replace(/\.$/, '')})` : '';
      return `reconnecting in ${Math.max(1, Math.ceil((link.untilMs - nowMs) / 1000))} s${why}`;
    }
    case 'refused':
      return `disconnected: ${cleanLine(link.message)}`;
    default:
      return unreachable(link);
  }
}
