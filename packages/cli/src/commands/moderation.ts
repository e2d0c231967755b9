import { banText, readDuration, roleWords } from '@securechat/client/present';
import { isUserId, memberRole, ok, type Result, typedUserName, type UserId } from '@securechat/protocol';
import { asked, withSession } from '../accounts/connect.ts';
import { findRoom } from '../accounts/find-room.ts';
import type { CommandContext } from '../cli-args/command-context.ts';
import { parseRoom } from '../cli-args/room-flag.ts';
import { type CommandError, commandError } from '../output/command-error.ts';
import type { CommonFlags } from '../process/env.ts';
import { changeFound } from './rooms.ts';
import { users } from './users.ts';

export type ReasonFlags = CommonFlags & { readonly reason?: string };
export type BanFlags = ReasonFlags & { readonly for?: string };
type Done = Promise<Result<void, CommandError>>;

function parseUser(text: string): Result<UserId, CommandError> {
  const name = typedUserName(text);
  return isUserId(name) ? ok(name) : commandError('usage', `Invalid user name "${text}".`);
}

/** Lists the members of a room, their roles and who is online. */
export async function listMembers({ flags, ...run }: CommandContext, room: string): Done {
  return await users({ ...run, flags: { ...flags, room } });
}

/** Gives a member another role; only owners can. */
export async function setRole(run: CommandContext, room: string, typed: string, role: string): Done {
  const user = parseUser(typed);
  if (!user.ok) return user;
  const wanted = memberRole.options.find((option) => option === role.toLowerCase());
  if (!wanted) return commandError('usage', `A role is one of owner, moderator, member and reader, not "${role}".`);
  const done = `Made ${user.value} ${roleWords(wanted)} of`;
  return await changeFound(run, room, done, (client, id) => client.setRole(id, user.value, wanted));
}

/** Removes a member, who may join again; moderators and owners can. */
export async function kick(run: CommandContext<ReasonFlags>, room: string, typed: string): Done {
  const user = parseUser(typed);
  if (!user.ok) return user;
  const { reason } = run.flags;
  return await changeFound(run, room, `Removed ${user.value} from`, (client, id) =>
    client.removeMember(id, user.value, reason),
  );
}

/** Bans somebody, for a time or until the ban is lifted; moderators and owners can. */
export async function ban(run: CommandContext<BanFlags>, room: string, typed: string): Done {
  const user = parseUser(typed);
  if (!user.ok) return user;
  const { reason, for: duration } = run.flags;
  const forMs = duration === undefined ? undefined : readDuration(duration);
  if (forMs && !forMs.ok) return commandError('usage', `Invalid --for "${duration}". ${forMs.error}`);
  return await changeFound(run, room, `Banned ${user.value} from`, (client, id) =>
    client.banMember(id, user.value, { forMs: forMs?.value, reason }),
  );
}

/** Lifts a ban; moderators and owners can. */
export async function unban(run: CommandContext, room: string, typed: string): Done {
  const user = parseUser(typed);
  if (!user.ok) return user;
  return await changeFound(run, room, `Unbanned ${user.value} from`, (client, id) =>
    client.unbanMember(id, user.value),
  );
}

/** Prints the bans of a room, page by page; moderators and owners can. */
export async function listBans(run: CommandContext, typed: string): Done {
  const name = parseRoom(typed);
  if (!name.ok) return name;
  return await withSession(run, { follow: false }, async ({ client, target }) => {
    const room = await findRoom({ client, target }, name.value);
    if (!room.ok) return room;
    let after: UserId | undefined;
    for (;;) {
      const bans = await asked(client.bans(room.value.id, { after }), target);
      if (!bans.ok) return bans;
      const { items, more } = bans.value;
      for (const ban of items) {
        const { at, untilMs, ...rest } = ban;
        const until = untilMs === undefined ? {} : { until: new Date(untilMs).toISOString() };
        if (run.flags.json) run.out.json({ ...rest, at: new Date(at).toISOString(), ...until });
        else run.out.line(banText(ban));
      }
      after = items.at(-1)?.user;
      if (!more || after === undefined) return ok(undefined);
    }
  });
}
