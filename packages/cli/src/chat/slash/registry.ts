import { copy } from './commands/copy.ts';
import { create } from './commands/create.ts';
import { date } from './commands/date.ts';
import { discard } from './commands/discard.ts';
import { dnd } from './commands/dnd.ts';
import { help } from './commands/help.ts';
import { join } from './commands/join.ts';
import { leave } from './commands/leave.ts';
import { links } from './commands/links.ts';
import { me } from './commands/me.ts';
import { open } from './commands/open.ts';
import { password } from './commands/password.ts';
import { quit } from './commands/quit.ts';
import { remove } from './commands/remove.ts';
import { rename } from './commands/rename.ts';
import { retry } from './commands/retry.ts';
import { room } from './commands/room.ts';
import { rooms } from './commands/rooms.ts';
import { search } from './commands/search.ts';
import { server } from './commands/server.ts';
import { topic } from './commands/topic.ts';
import { users } from './commands/users.ts';
import type { SlashCommand } from './slash-command.ts';

/** Every slash command, in the order of the help. */
export const slashCommands: readonly SlashCommand[] = [
  join,
  room,
  create,
  leave,
  remove,
  topic,
  rename,
  rooms,
  users,
  search,
  server,
  me,
  retry,
  discard,
  dnd,
  date,
  links,
  open,
  copy,
  password,
  help,
  quit,
];

/** The command of this name, in lower case and without the slash. */
export function commandNamed(name: string): SlashCommand | undefined {
  return slashCommands.find((command) => command.name === name);
}
