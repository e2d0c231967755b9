/** Commands of IRC, Slack and other chats, with our commands that do the same. */
const aliases: Readonly<Record<string, string>> = {
  j: 'join',
  part: 'leave',
  list: 'rooms',
  channels: 'rooms',
  names: 'users',
  members: 'users',
  whois: 'who',
  remove: 'kick',
  find: 'search',
  s: 'search',
  channel: 'room',
  win: 'room',
  window: 'room',
  switch: 'room',
  go: 'room',
  msg: 'dm',
  m: 'dm',
  query: 'dm',
  whisper: 'dm',
  w: 'dm',
  tell: 'dm',
  notice: 'dm',
  fav: 'star',
  unfav: 'unstar',
  ignore: 'block',
  unignore: 'unblock',
  silence: 'mute',
  action: 'me',
  del: 'delete',
  redact: 'delete',
  name: 'nick',
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

const roles = 'Owners of a room give roles: /role USER ROLE';
const settings = 'Change settings in a shell: securechat config';

/** Commands of other chats that we lack, with what to use instead. */
const explanations: Readonly<Record<string, string>> = {
  ...{ op: roles, deop: roles, voice: roles, devoice: roles, mode: roles, owner: roles },
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
