/** A row of the table of commands: its argument as the usage shows it, and what it does. */
export type SlashSpec = {
  readonly usage: string;
  readonly say: string;
  readonly argument: 'none' | 'may' | 'must';
  /** What the argument names, for completion. */
  readonly names?: 'user' | 'room' | 'server';
};

/** Every command there is. The help is drawn from it. */
export const slashCommands = {
  join: { usage: '/join ROOM', say: 'join a room and switch to it', argument: 'must', names: 'room' },
  room: { usage: '/room ROOM', say: 'switch to one of your rooms', argument: 'must', names: 'room' },
  create: { usage: '/create ROOM [TOPIC]', say: 'create a room', argument: 'must' },
  leave: {
    usage: '/leave [ROOM]',
    say: 'leave this room, or ROOM',
    argument: 'may',
    names: 'room',
  },
  remove: {
    usage: '/remove USER',
    say: 'remove USER from this room (its creator only)',
    argument: 'must',
    names: 'user',
  },
  rooms: { usage: '/rooms', say: 'list all rooms', argument: 'none' },
  users: { usage: '/users', say: 'list the members of this room', argument: 'none' },
  search: { usage: '/search [WORDS]', say: 'search this room for messages with all these words', argument: 'may' },
  server: {
    usage: '/server [NAME]',
    say: 'list your servers, or switch to one; /server close NAME disconnects it',
    argument: 'may',
    names: 'server',
  },
  me: { usage: '/me ACTION', say: 'send an action: * ada waves', argument: 'must' },
  retry: { usage: '/retry', say: 'resend messages that the server refused', argument: 'none' },
  discard: { usage: '/discard', say: 'discard messages that the server refused', argument: 'none' },
  dnd: {
    usage: '/dnd [TIME]',
    say: 'turn notifications off until you quit or type /dnd off, or for a time: /dnd 1h',
    argument: 'may',
  },
  date: { usage: '/date DAY', say: 'go to the first message of a day: /date 2026-11-20', argument: 'must' },
  links: { usage: '/links', say: 'list the links in this room, newest first', argument: 'none' },
  open: {
    usage: '/open [N]',
    say: 'open the newest link in your browser, or link N',
    argument: 'may',
  },
  copy: {
    usage: '/copy [N]',
    say: 'copy the newest link, or link N',
    argument: 'may',
  },
  password: { usage: '/password', say: 'show how to change your password', argument: 'may' },
  help: { usage: '/help', say: 'show this help', argument: 'none' },
  quit: { usage: '/quit', say: 'quit SecureChat', argument: 'none' },
} as const satisfies Record<string, SlashSpec>;
export type SlashName = keyof typeof slashCommands;
