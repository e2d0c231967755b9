import { unreachable } from '@securechat/protocol/result';
import type { ChatState, LinkView } from '../chat/model.ts';
import { cleanLine } from './clean.ts';

/** The state of the link, in a few words for a status line. */
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

const rooms = (count: number) => (count === 1 ? '1 room' : `${count} rooms`);

/** The result of a catch-up, such as `37 new`, and reloaded rooms; empty if there was nothing. `gaps`: rooms with events still missing. */
export function syncText({ events, gaps, restored }: Omit<NonNullable<ChatState['lastSync']>, 'atMs'>): string {
  return [
    ...(events > 0 ? [`${events} new`] : []),
    ...(restored > 0 ? [`${rooms(restored)} reloaded`] : []),
    ...(gaps > 0 ? [`${rooms(gaps)} incomplete`] : []),
  ].join(' · ');
}
