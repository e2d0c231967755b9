import type { LinkView } from '@securechat/client';
import { unreachable } from '@securechat/protocol';
import { cleanLine } from '../text/clean.ts';

/** The state of the connection in words. */
export function linkText(link: LinkView, nowMs: number): string {
  switch (link.status) {
    case 'online':
    case 'offline':
      return link.status;
    case 'greeting':
      return 'connecting';
    case 'waiting': {
      const why = link.message ? ` (${cleanLine(link.message).replace(/\.$/, '')})` : '';
      return `reconnecting in ${Math.max(0, Math.ceil((link.untilMs - nowMs) / 1000))} s${why}`;
    }
    case 'refused':
      return `refused: ${cleanLine(link.message)}`;
    default:
      return unreachable(link);
  }
}
