import type { RoomDescription, RoomHistory, RoomInviters } from '@securechat/protocol';

const inviting: Readonly<Record<RoomInviters, string>> = {
  members: 'all members may invite',
  moderators: 'only moderators and owners may invite',
};
const reading: Readonly<Record<RoomHistory, string>> = {
  shared: 'newcomers can read what was said before they joined',
  joined: 'newcomers can read only what is said after they join',
};
/** A history that is shared again is shared from then on. */
const readingNow = { ...reading, shared: 'newcomers can read everything that is said from now on' };

/** What has changed of who may invite and of what newcomers can read, without a full stop. */
export function policyChange({ inviters, history }: Partial<Pick<RoomDescription, 'inviters' | 'history'>>): string {
  const changes = [inviters && inviting[inviters], history && readingNow[history]];
  return changes.filter((words) => words !== undefined).join('; ');
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;

/** Who may invite to a room, and what newcomers can read, in sentences. */
export function policyText({ inviters = 'members', history }: Pick<RoomDescription, 'inviters' | 'history'>): string {
  return `${sentence(inviting[inviters])} ${sentence(reading[history])}`;
}
