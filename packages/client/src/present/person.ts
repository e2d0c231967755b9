import type { PersonSummary, Profile } from '@securechat/protocol';
import { cleanLine } from './clean.ts';
import { dateOf } from './days.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** The latest time of a Date; the wire format allows later ones. */
const lastMs = 8.64e15;

/** `away`, or `away: lunch`; empty for somebody who is not away. */
export function awayText({ away }: Pick<Profile, 'away'>): string {
  if (away === undefined) return '';
  return away === '' ? 'away' : `away: ${cleanLine(away)}`;
}

/** What stands beside a user's name, safe to draw: `Ada Lovelace · on the engine · away: lunch`. Empty if the profile is. */
export function profileText(profile: Omit<Profile, 'user'>): string {
  const { displayName = '', status = '' } = profile;
  return [cleanLine(displayName), cleanLine(status), awayText(profile)].filter((part) => part !== '').join(' · ');
}

/** A user's name with what stands beside it: `ada (Ada Lovelace · away)`. The name comes first, because it alone cannot be chosen twice. */
export function personText({ user, ...profile }: Profile): string {
  const about = profileText(profile);
  return about === '' ? cleanLine(user) : `${cleanLine(user)} (${about})`;
}

/** How long ago something was, within a day; otherwise its date. */
export function agoText(atMs: number, nowMs: number): string {
  if (!(Math.abs(atMs) <= lastMs)) return 'at an unknown time';
  const agoMs = nowMs - atMs;
  if (agoMs < minuteMs) return 'just now';
  if (agoMs < hourMs) return `${Math.floor(agoMs / minuteMs)} min ago`;
  return agoMs < 24 * hourMs ? `${Math.floor(agoMs / hourMs)} h ago` : `on ${dateOf(atMs)}`;
}

/** Whether somebody is there: `online`, `away: lunch`, `offline, last seen 5 min ago`. */
function presenceText(person: PersonSummary, nowMs: number): string {
  const { online, lastSeenMs, away } = person;
  const isAway = awayText(person);
  if (online === undefined) return isAway === '' ? 'not shown' : isAway;
  if (online) return isAway === '' ? 'online' : isAway;
  const seen = lastSeenMs === undefined ? 'offline' : `offline, last seen ${agoText(lastSeenMs, nowMs)}`;
  return away === undefined || away === '' ? seen : `${seen}; ${isAway}`;
}

/** What is known of a user, as terms and texts that are safe to draw. */
export function personFacts(
  person: PersonSummary,
  nowMs: number,
): readonly { readonly term: string; readonly text: string }[] {
  const { displayName = '', status = '' } = person;
  return [
    ['User name', cleanLine(person.user)],
    ['Display name', cleanLine(displayName)],
    ['Status', cleanLine(status)],
    ['Presence', presenceText(person, nowMs)],
    [
      'Invisible',
      person.hidden ? 'yes: nobody sees whether you are online or typing, nor do you see it of others' : '',
    ],
  ].flatMap(([term = '', text = '']) => (text === '' ? [] : [{ term, text }]));
}
