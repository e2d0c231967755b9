import type { UserId } from '@securechat/protocol';
import type { Notice } from '../api.ts';
import { entryOf } from '../timeline/entry.ts';
import { cleanLine } from './clean.ts';
import { momentOf } from './days.ts';

/** A sentence for a user whose room was deleted, or who was removed or banned from it: by whom, until when, what they can do, and why. */
export function removalText(notice: Notice, me: UserId | undefined): string | undefined {
  if (notice.kind === 'room-deleted') return `${notice.label} was deleted.`;
  if (notice.kind !== 'event') return undefined;
  const entry = entryOf(notice.event);
  if (entry.kind !== 'system' || entry.user !== me) return undefined;
  const { change, author, untilMs, value } = entry;
  const from = `from ${notice.label} by ${cleanLine(author)}`;
  const why = value === undefined ? '' : ` The reason given: ${cleanLine(value)}`;
  if (change === 'member-removed') return `You were removed ${from}.${why}`;
  if (change !== 'member-banned') return undefined;
  const [until, earlier] = untilMs === undefined ? ['', ''] : [` until ${momentOf(untilMs)}`, ' earlier'];
  return `You were banned ${from}${until}. Its owners and moderators can lift the ban${earlier}.${why}`;
}
