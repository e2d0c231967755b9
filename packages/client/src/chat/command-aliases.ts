/** Commands of IRC, Slack and other chats, with our commands that do the same. */
const aliases: Readonly<Record<string, string>> = {
  j: 'join',
  part: 'leave',
  list: 'rooms',
  channels: 'rooms',
  names: 'users',
  who: 'users',
  members: 'users',
  kick: 'remove',
  find: 'search',
  s: 'search',
  channel: 'room',
  win: 'room',
  window: 'room',
  switch: 'room',
  go: 'room',
  action: 'me',
  connect: 'server',
  servers: 'server',
  passwd: 'password',
  exit: 'quit',
  q: 'quit',
  bye: 'quit',
  h: 'help',
  '?': 'help',
  commands: 'help',
};

const direct = 'SecureChat has no direct messages. Create a room instead: /create ROOM';
const name = 'User names cannot be changed.';
const invite =
  'Everybody on this server can join a room with /join ROOM. New people need an invite link from the operator.';
const roles = 'There are no room operators. Whoever created a room can remove people from it: /remove USER';
const change = 'Messages cannot be edited or deleted.';
const ignore = 'Users cannot be ignored. To mute a room: securechat config set rooms.ROOM.muted true';
const settings = 'Change settings in a shell: securechat config';

/** Commands of other chats that we lack, with what to use instead. */
const explanations: Readonly<Record<string, string>> = {
  ...{ msg: direct, m: direct, dm: direct, query: direct, whisper: direct, w: direct, tell: direct, notice: direct },
  ...{ nick: name, name },
  ...{ invite },
  ...{ op: roles, deop: roles, voice: roles, devoice: roles, mode: roles, ban: roles, unban: roles, owner: roles },
  ...{ edit: change, delete: change, del: change, redact: change },
  ...{ ignore, unignore: ignore, block: ignore, mute: ignore, unmute: ignore },
  ...{ away: 'You are shown as online while you are connected. /dnd turns off notifications.' },
  ...{ whois: '/users lists the members of this room and who is online.' },
  ...{ set: settings, settings, config: settings, prefs: settings, theme: settings },
  ...{ version: 'In a shell: securechat version' },
  ...{ logout: 'In a shell: securechat logout. /quit only closes the chat.' },
  ...{ disconnect: '/server close disconnects a server; /quit closes the chat.' },
  ...{ clear: 'The history of a room cannot be cleared. Ctrl+L redraws the screen.' },
};

const own = (table: Readonly<Record<string, string>>, word: string) =>
  Object.hasOwn(table, word) ? table[word] : undefined;

/** The command for an alias; any other word is returned unchanged. */
export function commandFor(word: string): string {
  return own(aliases, word) ?? word;
}

/** What to use instead of a command that other chats have and we lack. */
export function absentCommand(word: string): string | undefined {
  return own(explanations, word);
}

/** All aliases and their commands, for tests and docs. */
export const commandAliases: ReadonlyMap<string, string> = new Map(Object.entries(aliases));
