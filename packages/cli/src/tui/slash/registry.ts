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
  join: { usage: '/join ROOM', say: 'become a member of a room and show it', argument: 'must', names: 'room' },
  room: { usage: '/room ROOM', say: 'show a room of yours', argument: 'must', names: 'room' },
  create: { usage: '/create ROOM [TOPIC]', say: 'make a room', argument: 'must' },
  leave: {
    usage: '/leave [ROOM]',
    say: 'cease to be a member of this room, or of another',
    argument: 'may',
    names: 'room',
  },
  remove: {
    usage: '/remove USER',
    say: 'end the membership of another in this room, if you made it',
    argument: 'must',
    names: 'user',
  },
  rooms: { usage: '/rooms', say: 'list all rooms', argument: 'none' },
  users: { usage: '/users', say: 'list the members of this room', argument: 'none' },
  search: { usage: '/search [WORDS]', say: 'find messages of this room that have all these words', argument: 'may' },
  server: {
    usage: '/server [NAME]',
    say: 'list your servers, or go to one; /server close NAME leaves it',
    argument: 'may',
    names: 'server',
  },
  me: { usage: '/me ACTION', say: 'say what you do: * ada waves', argument: 'must' },
  retry: { usage: '/retry', say: 'send refused messages of this room again', argument: 'none' },
  discard: { usage: '/discard', say: 'forget refused messages of this room', argument: 'none' },
  dnd: { usage: '/dnd [off]', say: 'tell of no messages until the chat ends, or until /dnd off', argument: 'may' },
  date: { usage: '/date DAY', say: 'show the first message of a day: /date 2026-11-20', argument: 'must' },
  links: { usage: '/links', say: 'list the links of this room with their numbers, newest first', argument: 'none' },
  open: {
    usage: '/open [N]',
    say: 'open a link in your browser: the newest, or by its number',
    argument: 'may',
  },
  copy: {
    usage: '/copy [N]',
    say: 'put a link on your clipboard: the newest, or by its number',
    argument: 'may',
  },
  password: { usage: '/password', say: 'say how to change your password', argument: 'may' },
  help: { usage: '/help', say: 'show this', argument: 'none' },
  quit: { usage: '/quit', say: 'leave the chat', argument: 'none' },
} as const satisfies Record<string, SlashSpec>;
export type SlashName = keyof typeof slashCommands;
