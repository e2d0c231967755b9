import { Option } from 'commander';
import { action, type CommandRow } from './command-row.ts';
import type {
  CreateRoomFlags,
  DeleteRoomFlags,
  InviteFlags,
  ListRoomsFlags,
  MuteFlags,
  PolicyFlags,
} from './commands/all.ts';
import { moderation } from './moderation-commands.ts';
import { timeout } from './text/duration.ts';

/** Loaded on demand, as in the command table. */
const commands = () => import('./commands/all.ts');

const archived = () => new Option('--archived', 'list the archived rooms');

/** The commands about rooms. */
export const rooms: CommandRow = {
  usage: 'rooms',
  summary: 'list the rooms; create, join, leave and change them',
  options: [archived()],
  examples: [
    'securechat rooms',
    'securechat rooms --archived',
    "securechat rooms create ops --topic 'all about machines'",
  ],
  run: action<ListRoomsFlags>(async (run) => (await commands()).listRooms(run)),
  subcommands: [
    {
      usage: 'list',
      summary: 'list all public rooms and your private and direct ones; * marks those you have joined',
      options: [archived()],
      examples: ['securechat rooms list --json', 'securechat rooms list --archived'],
      run: action<ListRoomsFlags>(async (run) => (await commands()).listRooms(run)),
    },
    {
      usage: 'create [name]',
      summary: 'create a room; a private one needs no name',
      options: [
        new Option('--private', 'show it to its members only; others join by invitation'),
        new Option('--topic <text>', 'what the room is about'),
        new Option(
          '--history <which>',
          'what newcomers can read: everything, or only what comes after they joined (default: shared, for a private room joined)',
        ).choices(['shared', 'joined']),
      ],
      examples: ['securechat rooms create ops', 'securechat rooms create --history joined hiring'],
      run: action<CreateRoomFlags>(async (run, name) => (await commands()).createRoom(run, name)),
    },
    {
      usage: 'join <name-or-link>',
      summary: 'join a room by its name, or with a link or code for one person',
      examples: ['securechat rooms join ops', "securechat rooms join 'https://chat.example.org:8443/#join=CODE'"],
      run: action(async (run, name) => (await commands()).joinRoom(run, name)),
    },
    {
      usage: 'leave <name>',
      summary: 'leave a room',
      examples: ['securechat rooms leave ops'],
      run: action(async (run, name) => (await commands()).leaveRoom(run, name)),
    },
    {
      usage: 'invite <room> [users...]',
      summary: 'invite people to a room',
      options: [new Option('--link', 'print a link with which one person can join, for seven days')],
      examples: ['securechat rooms invite hiring bob cyd', 'securechat rooms invite hiring --link'],
      run: action<InviteFlags>(async (run, room, [, ...users]) => (await commands()).inviteToRoom(run, room, users)),
    },
    {
      usage: 'invitations [room]',
      summary: 'list the rooms that you are invited to or, with a room, whom it has invited',
      examples: ['securechat rooms invitations --json', 'securechat rooms invitations hiring'],
      run: action(async (run, room) => (await commands()).listInvitations(run, room)),
    },
    {
      usage: 'accept <room-or-code>',
      summary: 'join a room that you are invited to, or with a code or link',
      examples: ['securechat rooms accept hiring'],
      run: action(async (run, which) => (await commands()).acceptInvitation(run, which)),
    },
    {
      usage: 'decline <room>',
      summary: 'decline an invitation to a room',
      examples: ['securechat rooms decline hiring'],
      run: action(async (run, room) => (await commands()).declineInvitation(run, room)),
    },
    {
      usage: 'revoke <room> [user]',
      summary: 'revoke the invitation of a user or, without one, the unused codes of a room',
      examples: ['securechat rooms revoke hiring bob'],
      run: action(async (run, room, [, user]) => (await commands()).revokeInvitation(run, room, user)),
    },
    {
      usage: 'topic <name> <text>',
      summary: 'set the topic of a room (moderators and owners)',
      examples: ["securechat rooms topic ops 'on call: ada'", "securechat rooms topic ops ''"],
      run: action(async (run, name, [, text = '']) => (await commands()).setTopic(run, name, text)),
    },
    {
      usage: 'rename <name> <new-name>',
      summary: 'rename a room (owners)',
      examples: ['securechat rooms rename ops operations'],
      run: action(async (run, name, [, to = '']) => (await commands()).renameRoom(run, name, to)),
    },
    {
      usage: 'policy <name>',
      summary: 'print or set who invites to a room and what newcomers can read (owners)',
      options: [
        new Option('--invite <who>', 'who may invite: all members, or only moderators and owners').choices([
          'members',
          'moderators',
        ]),
        new Option(
          '--history <which>',
          'what newcomers can read: all from now on, or what is said after they join',
        ).choices(['shared', 'joined']),
      ],
      examples: ['securechat rooms policy ops', 'securechat rooms policy ops --invite moderators --history joined'],
      run: action<PolicyFlags>(async (run, name) => (await commands()).setPolicy(run, name)),
    },
    {
      usage: 'archive <name>',
      summary: 'archive a room, so that it can only be read (owners)',
      examples: ['securechat rooms archive ops'],
      run: action(async (run, name) => (await commands()).archiveRoom(run, name, true)),
    },
    {
      usage: 'unarchive <name>',
      summary: 'make an archived room writable again (owners)',
      examples: ['securechat rooms unarchive ops'],
      run: action(async (run, name) => (await commands()).archiveRoom(run, name, false)),
    },
    {
      usage: 'delete <name>',
      summary: 'delete a room for good, seven days after it was archived (owners)',
      options: [new Option('--yes', 'do not ask for confirmation')],
      examples: ['securechat rooms delete ops --yes'],
      run: action<DeleteRoomFlags>(async (run, name) => (await commands()).deleteRoom(run, name)),
    },
    {
      usage: 'star <name>',
      summary: 'list a room among your favourites, on all your devices',
      examples: ['securechat rooms star ops'],
      run: action(async (run, name) => (await commands()).starRoom(run, name, true)),
    },
    {
      usage: 'unstar <name>',
      summary: 'remove a room from your favourites',
      examples: ['securechat rooms unstar ops'],
      run: action(async (run, name) => (await commands()).starRoom(run, name, false)),
    },
    {
      usage: 'mute <name>',
      summary: 'choose which messages of a room notify you, on all your devices',
      options: [
        new Option('--level <which>', 'which messages notify you (default: none)').choices(['all', 'mentions', 'none']),
        new Option('--for <duration>', 'for this time, such as 30m or 8h').argParser(timeout),
      ],
      examples: ['securechat rooms mute lunch', 'securechat rooms mute ops --level mentions --for 8h'],
      run: action<MuteFlags>(async (run, name) => (await commands()).muteRoom(run, name)),
    },
    {
      usage: 'unmute <name>',
      summary: 'let the settings decide again which messages of a room notify you',
      examples: ['securechat rooms unmute lunch'],
      run: action(async (run, name) => (await commands()).unmuteRoom(run, name)),
    },
    ...moderation,
  ],
};
