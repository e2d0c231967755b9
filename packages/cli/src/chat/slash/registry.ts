import { accept } from './commands/accept.ts';
import { account } from './commands/account.ts';
import { archive, unarchive } from './commands/archive.ts';
import { away } from './commands/away.ts';
import { back } from './commands/back.ts';
import { ban } from './commands/ban.ts';
import { bans } from './commands/bans.ts';
import { block } from './commands/block.ts';
import { copy } from './commands/copy.ts';
import { create } from './commands/create.ts';
import { date } from './commands/date.ts';
import { decline } from './commands/decline.ts';
import { deleteCommand } from './commands/delete.ts';
import { deleteRoom } from './commands/delete-room.ts';
import { discard } from './commands/discard.ts';
import { dm } from './commands/dm.ts';
import { dnd } from './commands/dnd.ts';
import { edit } from './commands/edit.ts';
import { help } from './commands/help.ts';
import { hide } from './commands/hide.ts';
import { highlight, unhighlight } from './commands/highlight.ts';
import { invisible } from './commands/invisible.ts';
import { invitations } from './commands/invitations.ts';
import { invite } from './commands/invite.ts';
import { join } from './commands/join.ts';
import { kick } from './commands/kick.ts';
import { leave } from './commands/leave.ts';
import { links } from './commands/links.ts';
import { me } from './commands/me.ts';
import { mentions } from './commands/mentions.ts';
import { mute } from './commands/mute.ts';
import { nick } from './commands/nick.ts';
import { open } from './commands/open.ts';
import { password } from './commands/password.ts';
import { policy } from './commands/policy.ts';
import { quit } from './commands/quit.ts';
import { rename } from './commands/rename.ts';
import { retry } from './commands/retry.ts';
import { revoke } from './commands/revoke.ts';
import { role } from './commands/role.ts';
import { room } from './commands/room.ts';
import { rooms } from './commands/rooms.ts';
import { search } from './commands/search.ts';
import { server } from './commands/server.ts';
import { star } from './commands/star.ts';
import { status } from './commands/status.ts';
import { topic } from './commands/topic.ts';
import { unban } from './commands/unban.ts';
import { unblock } from './commands/unblock.ts';
import { unmute } from './commands/unmute.ts';
import { unstar } from './commands/unstar.ts';
import { users } from './commands/users.ts';
import { who } from './commands/who.ts';
import type { SlashCommand } from './slash-command.ts';

/** Every slash command, in the order of the help. */
export const slashCommands: readonly SlashCommand[] = [
  join,
  room,
  dm,
  create,
  leave,
  invite,
  revoke,
  invitations,
  accept,
  decline,
  role,
  kick,
  ban,
  unban,
  bans,
  topic,
  rename,
  policy,
  archive,
  unarchive,
  deleteRoom,
  star,
  unstar,
  mute,
  unmute,
  highlight,
  unhighlight,
  hide,
  block,
  unblock,
  rooms,
  users,
  who,
  search,
  mentions,
  server,
  me,
  edit,
  deleteCommand,
  retry,
  discard,
  nick,
  status,
  away,
  back,
  invisible,
  dnd,
  date,
  links,
  open,
  copy,
  account,
  password,
  help,
  quit,
];

/** The command of this name, in lower case and without the slash. */
export function commandNamed(name: string): SlashCommand | undefined {
  return slashCommands.find((command) => command.name === name);
}
