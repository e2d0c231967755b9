import type { MemberSummary, Profile, UserId } from '@securechat/protocol';
import type { ChatState, People } from './model.ts';

/** More than the members of many large rooms; a bound on the memory that a server can use. Further profiles are ignored. */
const maxPeople = 5000;

const isEmpty = ({ displayName, status, away }: Profile): boolean =>
  displayName === undefined && status === undefined && away === undefined;

const isSame = (a: Profile | undefined, b: Profile): boolean =>
  a ? a.displayName === b.displayName && a.status === b.status && a.away === b.away : isEmpty(b);

/** No profiles. Without a prototype, since a user may be called `constructor`. */
export const noPeople: People = Object.create(null);

/** The profiles with these instead of the earlier ones of the same users. The same object if nothing changes. */
export function withProfiles(before: People, profiles: readonly Profile[]): People {
  const changed = profiles.filter((profile) => !isSame(before[profile.user], profile));
  if (changed.length === 0) return before;
  const after: Record<string, Profile> = Object.assign(Object.create(null), before);
  let count = Object.keys(after).length;
  for (const profile of changed) {
    const isKnown = after[profile.user] !== undefined;
    if (isEmpty(profile)) delete after[profile.user];
    else if (isKnown || count < maxPeople) after[profile.user] = profile;
    count += Number(after[profile.user] !== undefined) - Number(isKnown);
  }
  return after;
}

/** The profile of a listed member. */
export function profileOf({ user, displayName, status, away }: MemberSummary): Profile {
  return {
    user,
    ...(displayName === undefined ? {} : { displayName }),
    ...(status === undefined ? {} : { status }),
    ...(away === undefined ? {} : { away }),
  };
}

/** What is known of a user; an empty profile if nothing is. */
export function personIn({ people }: Pick<ChatState, 'people'>, user: UserId): Profile {
  return people[user] ?? { user };
}
