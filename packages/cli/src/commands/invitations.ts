import { roomCodeIn, roomLink } from '@securechat/client';
import {
  invitationHandle,
  invitationSentence,
  invitationTo,
  pendingText,
  roomHandle,
  roomLabel,
  unusedLinksText,
} from '@securechat/client/present';
import { type Invitation, ok, type Result, typedUserName } from '@securechat/protocol';
import { asked, withSession } from '../accounts/connect.ts';
import { findRoom } from '../accounts/find-room.ts';
import type { CommandContext } from '../cli-args/command-context.ts';
import { parseRoom } from '../cli-args/room-flag.ts';
import { type CommandError, commandError, serverOption } from '../output/command-error.ts';
import type { CommonFlags } from '../process/env.ts';
import { clean } from '../text/clean.ts';
import { checkServer } from './rooms.ts';

export type InviteFlags = CommonFlags & { readonly link?: boolean };

/** An invitation in JSON output. */
function invitationJson({ room, name, ...invitation }: Invitation): object {
  return { room, roomName: name, ...invitation };
}

/** Invites people to a room or, with `--link`, prints a code for one person. */
export async function inviteToRoom(
  run: CommandContext<InviteFlags>,
  typed: string,
  users: readonly string[],
): Promise<Result<void, CommandError>> {
  const { flags, out } = run;
  const name = parseRoom(typed);
  if (!name.ok) return name;
  if ((users.length === 0) !== (flags.link === true)) {
    return commandError('usage', 'Name the people to invite, or use --link for a code that one person can use.');
  }
  return await withSession(run, { follow: false }, async ({ client, target }) => {
    const room = await findRoom({ client, target }, name.value);
    if (!room.ok) return room;
    if (flags.link) {
      const link = await asked(client.inviteByLink(room.value.id), target);
      if (!link.ok) return link;
      const address = clean(roomLink(target.url, link.value.code));
      if (flags.json) out.json({ room: room.value.id, ...link.value, link: address });
      else out.line(address);
      return ok(undefined);
    }
    for (const user of users) {
      const answer = await client.invite(room.value.id, user);
      const invited = await asked(Promise.resolve(answer), target);
      if (!invited.ok) {
        const isBanned = !answer.ok && answer.error.kind === 'refused' && answer.error.refusal.code === 'banned';
        const lift = `securechat rooms unban ${roomHandle(room.value)} ${clean(user)}${serverOption(target)}`;
        return isBanned ? commandError('refused', `${invited.error.message} To lift it: ${lift}`) : invited;
      }
      if (flags.json) out.json({ room: room.value.id, user, invited: true });
      else out.done(`Invited ${clean(user)} to ${roomLabel(room.value)}.`);
    }
    return ok(undefined);
  });
}

/** Prints what is pending of a room: who is invited, and how many links are unused. */
async function listPending(run: CommandContext, typed: string): Promise<Result<void, CommandError>> {
  const name = parseRoom(typed);
  if (!name.ok) return name;
  return await withSession(run, { follow: false }, async ({ client, target }) => {
    const room = await findRoom({ client, target }, name.value);
    if (!room.ok) return room;
    const listed = await asked(client.roomInvitations(room.value.id), target);
    if (!listed.ok) return listed;
    const { invitations, links } = listed.value;
    const { out, flags } = run;
    for (const invitation of invitations) {
      if (flags.json) out.json({ room: room.value.id, ...invitation });
      else out.line(pendingText(invitation));
    }
    if (links > 0 && flags.json) out.json({ room: room.value.id, links });
    else if (links > 0) out.line(unusedLinksText(links));
    return ok(undefined);
  });
}

/** Prints the invitations of the account or, with a room, what is pending of that room. */
export async function listInvitations(run: CommandContext, room?: string): Promise<Result<void, CommandError>> {
  if (room !== undefined && room !== '') return await listPending(run, room);
  return await withSession(run, { follow: false }, async ({ client, target }) => {
    const listed = await asked(client.invitations(), target);
    if (!listed.ok) return listed;
    for (const invitation of listed.value) {
      if (run.flags.json) run.out.json(invitationJson(invitation));
      else run.out.line(`${invitationHandle(invitation)}  ${invitationSentence(invitation)}`);
    }
    return ok(undefined);
  });
}

/** Joins a room by an invitation, or with a code. */
export async function acceptInvitation(run: CommandContext, typed: string): Promise<Result<void, CommandError>> {
  return await withSession(run, { follow: false }, async ({ client, target }) => {
    const listed = await asked(client.invitations(), target);
    if (!listed.ok) return listed;
    const invitation = invitationTo(listed.value, typed);
    const code = roomCodeIn(typed) ?? { code: typed.slice(0, 64), server: undefined };
    const isHere = checkServer(code, target);
    if (!isHere.ok) return isHere;
    const joined = await asked(
      client.acceptInvitation(invitation ? { room: invitation.room } : { code: code.code }),
      target,
    );
    if (!joined.ok) return joined;
    if (run.flags.json) run.out.json({ room: joined.value.id, roomName: joined.value.name, joined: true });
    else run.out.done(`Joined ${roomLabel(joined.value)}.`);
    return ok(undefined);
  });
}

/** Declines an invitation. */
export async function declineInvitation(run: CommandContext, typed: string): Promise<Result<void, CommandError>> {
  return await withSession(run, { follow: false }, async ({ client, target }) => {
    const listed = await asked(client.invitations(), target);
    if (!listed.ok) return listed;
    const invitation = invitationTo(listed.value, typed);
    if (!invitation) {
      return commandError('refused', `You are not invited to ${clean(typed)}. See: securechat rooms invitations`);
    }
    const declined = await asked(client.declineInvitation(invitation.room), target);
    if (declined.ok) run.out.done(`Declined the invitation to ${roomLabel(invitation)}.`);
    return declined;
  });
}

/** Revokes the invitation of a user to a room or, without a user, the codes that nobody has used. */
export async function revokeInvitation(
  run: CommandContext,
  typed: string,
  user: string | undefined,
): Promise<Result<void, CommandError>> {
  const name = parseRoom(typed);
  if (!name.ok) return name;
  return await withSession(run, { follow: false }, async ({ client, target }) => {
    const room = await findRoom({ client, target }, name.value);
    if (!room.ok) return room;
    const whose = user === undefined ? undefined : typedUserName(user);
    const revoked = await asked(client.revokeInvitation(room.value.id, whose as never), target);
    const what = user === undefined ? 'the unused codes' : `the invitation of ${clean(user)}`;
    if (revoked.ok) run.out.done(`Revoked ${what} to ${roomLabel(room.value)}.`);
    return revoked;
  });
}
