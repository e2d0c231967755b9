import { Option } from 'commander';
import { account, password } from './account-commands.ts';
import {
  deleteOptions,
  directOptions,
  editOptions,
  historyOptions,
  mentionsOptions,
  sendOptions,
  tailOptions,
  watchOptions,
} from './cli-args/message-options.ts';
import { action, type CommandRow } from './command-row.ts';
import type {
  ChatFlags,
  DeleteMessageFlags,
  EditFlags,
  HistoryFlags,
  JoinFlags,
  LogoutFlags,
  MentionsFlags,
  OpenScreen,
  TailFlags,
  UnreadFlags,
  WatchFlags,
} from './commands/all.ts';
import { config } from './config-commands.ts';
import type { CommonFlags } from './process/env.ts';
import { rooms } from './room-commands.ts';
import type { SendFlags } from './sending/send-flags.ts';

/** Loaded on demand: help, completion and usage errors do not need the commands' code. */
const commands = () => import('./commands/all.ts');
const openScreen: OpenScreen = async (...given) => (await import('./open-screen.ts')).openScreen(...given);

const accounts: readonly CommandRow[] = [
  {
    usage: 'join <link>',
    summary: 'use an invite link: trust its server, sign up, open the chat',
    options: [
      new Option('--login', 'log in to your existing account instead of signing up'),
      new Option('--user <name>', 'user name (prompts if omitted)'),
    ],
    examples: ["securechat join 'securechat://chat.example.org:8443/#pin=…&invite=…'"],
    run: action<JoinFlags>(async (run, link) => (await commands()).join(run, link, openScreen)),
  },
  {
    usage: 'signup [user]',
    summary: 'sign up: create an account',
    examples: ['securechat signup ada --server chat.example.org', 'securechat signup bot --password-stdin < password'],
    run: action(async (run, user: string | undefined) => (await commands()).signup(run, user)),
  },
  {
    usage: 'login [user]',
    summary: 'log in to an existing account',
    examples: [
      'securechat login ada',
      'securechat login ada@chat.example.org',
      'securechat login bot --password-stdin < password',
    ],
    run: action(async (run, user: string | undefined) => (await commands()).login(run, user)),
  },
  {
    usage: 'logout',
    summary: 'log out and delete the messages stored on this device',
    options: [new Option('--wipe', 'also delete unsent messages and drafts')],
    examples: ['securechat logout', 'securechat logout --wipe'],
    run: action<LogoutFlags>(async (run) => (await commands()).logout(run)),
  },
  account,
  password,
  {
    usage: 'whoami',
    summary: 'print the account and the server in use',
    examples: ['securechat whoami', 'securechat whoami --json'],
    run: action(async (run) => (await commands()).whoami(run)),
  },
];

const talking: readonly CommandRow[] = [
  {
    usage: 'chat',
    summary: 'open the chat, full screen (or line by line, without a terminal)',
    options: [
      new Option('--plain', 'print line by line instead of drawing a screen (default with TERM=dumb and in pipes)'),
      new Option('--screen-reader', 'the same as --plain, for screen readers (also: INK_SCREEN_READER=true)'),
    ],
    examples: [
      'securechat chat',
      'securechat chat --room ops',
      'securechat chat --plain',
      "printf '/join ops\\nhello\\n' | securechat chat",
    ],
    run: action<ChatFlags>(async (run) => (await commands()).chat(run, openScreen)),
  },
  {
    usage: 'send [text]',
    summary: 'send TEXT, or all of stdin, as one message; returns once the server has stored it',
    details:
      'TEXT, and a line typed at a terminal, may start with /me. No other slash command works here; start with // to send a leading slash as text. Input from a pipe or a file is sent unchanged.',
    options: sendOptions,
    examples: [
      "securechat send 'the build is green'",
      'make 2>&1 | tail -1 | securechat send --room builds --create',
      'tail -f app.log | securechat send --lines --room ops',
      'securechat send --id "build-$BUILD" "build $BUILD is done"',
    ],
    run: action<SendFlags>(async (run, text: string | undefined) => (await commands()).send(run, text)),
  },
  {
    usage: 'dm <user> [text]',
    summary: 'send a direct message: TEXT, or all of stdin; the same as send --to USER',
    details:
      'To read them: securechat history --room @USER, or securechat tail --room @USER. Your own name is for notes.',
    options: directOptions,
    examples: ["securechat dm bob 'lunch?'", 'make 2>&1 | tail -1 | securechat dm bob'],
    run: action<SendFlags>(async (run, to, [, text]) =>
      (await commands()).send({ ...run, flags: { ...run.flags, to } }, text),
    ),
  },
  {
    usage: 'edit <seq> [text]',
    summary: 'change the text of your message with this number to TEXT, or to all of stdin',
    details: 'The number is seq in the output of send --json and history --json. TEXT is read as by send.',
    options: editOptions,
    examples: [
      "securechat edit --room builds 4711 'build 12 is green'",
      'make 2>&1 | tail -1 | securechat edit 4711 --json',
    ],
    run: action<EditFlags>(async (run, seq, [, text]) => (await commands()).editMessage(run, seq, text)),
  },
  {
    usage: 'delete <seq>',
    summary: 'delete a message for everybody: your own or, as a moderator or owner, that of another',
    details: 'The number is seq in the output of send --json and history --json.',
    options: deleteOptions,
    examples: ['securechat delete 4711', 'securechat delete --room ops 4711 --reason spam'],
    run: action<DeleteMessageFlags>(async (run, seq) => (await commands()).deleteMessage(run, seq)),
  },
  {
    usage: 'tail',
    summary: 'follow rooms: print messages and events as they arrive',
    options: tailOptions,
    examples: [
      'securechat tail --room ops --room builds',
      'securechat tail --all',
      'securechat tail --json --resume | jq -r .text',
    ],
    run: action<TailFlags & CommonFlags>(async (run) => (await commands()).tail(run)),
  },
  {
    usage: 'watch',
    summary: 'print and notify about mentions and direct messages as they arrive',
    details:
      'Runs without a screen, in the background too. Notifications follow the settings, as in the chat: the terminal, its bell, or notify-command.',
    options: watchOptions,
    examples: ['securechat watch', 'securechat watch --json | jq -r .text'],
    run: action<WatchFlags>(async (run) =>
      (await commands()).watch(run, (await import('./open-channel.ts')).openChannel),
    ),
  },
  {
    usage: 'history',
    summary: 'print the history of a room',
    options: historyOptions,
    examples: [
      'securechat history --limit 1000',
      'securechat history --since yesterday --room ops',
      'securechat history --json --since 4711',
    ],
    run: action<HistoryFlags>(async (run) => (await commands()).history(run)),
  },
  {
    usage: 'search <words...>',
    summary: 'print the newest messages of a room that contain all these words (at most 50)',
    examples: ['securechat search deploy friday', 'securechat search --json --room ops disk full | jq -r .text'],
    run: action(async (run, _first, words) => (await commands()).search(run, words)),
  },
  {
    usage: 'mentions',
    summary: 'print the messages that mention you, in all your rooms',
    options: mentionsOptions,
    examples: ['securechat mentions', 'securechat mentions --json --limit 1 | jq -r \'.roomName + ": " + .text\''],
    run: action<MentionsFlags>(async (run) => (await commands()).mentions(run)),
  },
  {
    usage: 'unread',
    summary: 'print how many messages are unread, for example in a status bar',
    details: 'Nothing is marked as read. Muted rooms and blocked people do not count.',
    options: [
      new Option(
        '--format <template>',
        'print one line with {unread}, {mentions}, {direct} and {rooms} replaced by the sums',
      ),
    ],
    examples: ['securechat unread', "securechat unread --format '{mentions}/{unread}'", 'securechat unread --json'],
    run: action<UnreadFlags>(async (run) => (await commands()).unread(run)),
  },
  {
    usage: 'users',
    summary: 'list the members of a room, and who is online',
    examples: ['securechat users --room ops'],
    run: action(async (run) => (await commands()).users(run)),
  },
  {
    usage: 'who [user]',
    summary: 'show the display name, the status and the presence of a user; without one, list the members of a room',
    examples: ['securechat who bob', 'securechat who bob --json', 'securechat who --room ops'],
    run: action(async (run, user: string | undefined) => (await commands()).who(run, user)),
  },
];

const keeping: readonly CommandRow[] = [
  {
    usage: 'accounts',
    summary: 'list your accounts on this device; * marks the default',
    examples: ['securechat accounts', 'securechat send --as deploybot done'],
    run: action(async (run) => (await commands()).listAccounts(run)),
  },
  {
    usage: 'servers',
    summary: 'list trusted servers and their pins; choose the default',
    examples: [
      'securechat servers',
      'securechat servers use chat.example.org',
      'securechat servers forget chat.example.org',
    ],
    run: action(async (run) => (await commands()).listServers(run)),
    subcommands: [
      {
        usage: 'list',
        summary: 'list trusted servers and their pins',
        examples: ['securechat servers list --json'],
        run: action(async (run) => (await commands()).listServers(run)),
      },
      {
        usage: 'use <host>',
        summary: 'set the default server, or account (NAME@HOST)',
        examples: ['securechat servers use chat.example.org', 'securechat servers use ada@chat.example.org'],
        run: action(async (run, host) => (await commands()).useServer(run, host)),
      },
      {
        usage: 'forget <host>',
        summary: 'remove a server, its pin and sessions, or one account there (NAME@HOST)',
        examples: ['securechat servers forget chat.example.org:8443'],
        run: action(async (run, host) => (await commands()).forget(run, host)),
      },
    ],
  },
  {
    usage: 'sessions',
    summary: 'list the devices that are logged in to your account',
    examples: ['securechat sessions', 'securechat sessions revoke ID'],
    run: action(async (run) => (await commands()).listSessions(run)),
    subcommands: [
      {
        usage: 'list',
        summary: 'list the devices that are logged in to your account',
        examples: ['securechat sessions list --json'],
        run: action(async (run) => (await commands()).listSessions(run)),
      },
      {
        usage: 'revoke <id>',
        summary: 'log out a device',
        examples: ['securechat sessions revoke ID'],
        run: action(async (run, id) => (await commands()).revoke(run, id)),
      },
    ],
  },
  {
    usage: 'doctor',
    summary: 'check the setup and suggest fixes',
    examples: ['securechat doctor', 'securechat doctor --json'],
    run: action(async (run) => (await commands()).doctor(run)),
  },
];

/** Every command, in the order of the help. */
export const commandTable: readonly CommandRow[] = [...accounts, ...talking, rooms, config, ...keeping];
