import { Option } from 'commander';
import { action, type CommandRow } from './command-row.ts';
import type { BanFlags, ReasonFlags } from './commands/all.ts';

/** Loaded on demand: help, completion and usage errors do not need the commands' code. */
const commands = () => import('./commands/all.ts');

const reason = new Option('--reason <text>', 'why, for the members of the room to see');
/** The subcommands of `rooms` about its members. */
export const moderation: readonly CommandRow[] = [
  {
    usage: 'members <name>',
    summary: 'list the members of a room, their roles and who is online',
    examples: [
      'securechat rooms members ops',
      'securechat rooms members ops --json | jq -r \'select(.role == "owner").user\'',
    ],
    run: action(async (run, name) => (await commands()).listMembers(run, name)),
  },
  {
    usage: 'role <name> <user> <role>',
    summary: 'make a user an owner, a moderator, a member or a reader of a room (owners)',
    examples: ['securechat rooms role ops bob moderator'],
    run: action(async (run, name, [, user = '', role = '']) => (await commands()).setRole(run, name, user, role)),
  },
  {
    usage: 'kick <name> <user>',
    summary: 'remove a user from a room (moderators and owners)',
    options: [reason],
    examples: ["securechat rooms kick ops bob --reason 'left the team'"],
    run: action<ReasonFlags>(async (run, name, [, user = '']) => (await commands()).kick(run, name, user)),
  },
  {
    usage: 'ban <name> <user>',
    summary: 'remove a user from a room and keep them out (moderators and owners)',
    options: [new Option('--for <duration>', 'how long: 30m, 12h, 7d, 2w (default: until unban)'), reason],
    examples: ['securechat rooms ban ops bob', 'securechat rooms ban ops bob --for 7d --reason spam'],
    run: action<BanFlags>(async (run, name, [, user = '']) => (await commands()).ban(run, name, user)),
  },
  {
    usage: 'unban <name> <user>',
    summary: 'lift a ban (moderators and owners)',
    examples: ['securechat rooms unban ops bob'],
    run: action(async (run, name, [, user = '']) => (await commands()).unban(run, name, user)),
  },
  {
    usage: 'bans <name>',
    summary: 'list who is banned from a room (moderators and owners)',
    examples: ['securechat rooms bans ops', 'securechat rooms bans ops --json'],
    run: action(async (run, name) => (await commands()).listBans(run, name)),
  },
];
