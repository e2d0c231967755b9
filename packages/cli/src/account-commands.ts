import { Option } from 'commander';
import { action, type CommandRow } from './command-row.ts';
import type { DeleteFlags } from './commands/all.ts';

/** Loaded on demand, as in the command table. */
const commands = () => import('./commands/all.ts');

/** Changes the password, also as a command of its own. */
export const password: CommandRow = {
  usage: 'password',
  summary: 'change your password; your other devices are logged out',
  examples: ['securechat password', 'printf \'%s\\n\' "$OLD" "$NEW" | securechat password --password-stdin'],
  run: action(async (run) => (await commands()).password(run)),
};

/** `securechat account` and its subcommands. */
export const account: CommandRow = {
  usage: 'account',
  summary: 'show your profile; set your display name, status and password',
  examples: ['securechat account', "securechat account name 'Ada Lovelace'", 'securechat account away lunch'],
  run: action(async (run) => (await commands()).showAccount(run)),
  subcommands: [
    {
      usage: 'show',
      summary: 'show your profile as the server has it',
      examples: ['securechat account show --json'],
      run: action(async (run) => (await commands()).showAccount(run)),
    },
    {
      usage: 'name <text>',
      summary: 'set the display name beside your user name; none removes it',
      examples: ["securechat account name 'Ada Lovelace'", 'securechat account name none'],
      run: action(async (run, text) => (await commands()).setDisplayName(run, text)),
    },
    {
      usage: 'status <text>',
      summary: 'set your status, one line beside your name; none removes it',
      examples: ["securechat account status 'on call until Friday'", 'securechat account status none'],
      run: action(async (run, text) => (await commands()).setStatus(run, text)),
    },
    {
      usage: 'away [reason]',
      summary: 'show you as away, until securechat account back',
      examples: ['securechat account away', 'securechat account away lunch'],
      run: action(async (run, reason: string | undefined) => (await commands()).setAway(run, reason)),
    },
    {
      usage: 'back',
      summary: 'end being away',
      examples: ['securechat account back'],
      run: action(async (run) => (await commands()).setBack(run)),
    },
    {
      usage: 'invisible <on|off>',
      summary: 'hide from everybody whether you are online or typing; you do not see it of others either',
      words: ['on', 'off'],
      examples: ['securechat account invisible on', 'securechat account invisible off'],
      run: action(async (run, word) => (await commands()).setInvisible(run, word)),
    },
    {
      usage: 'highlight [words...]',
      summary: 'add words whose messages are marked, counted and notified of like mentions; without any, list them',
      examples: ['securechat account highlight', 'securechat account highlight deploy outage'],
      run: action(async (run, _first, words) => (await commands()).addHighlights(run, words)),
    },
    {
      usage: 'unhighlight <words...>',
      summary: 'remove highlight words',
      examples: ['securechat account unhighlight deploy'],
      run: action(async (run, _first, words) => (await commands()).removeHighlights(run, words)),
    },
    { ...password, examples: ['securechat account password'] },
    {
      usage: 'delete',
      summary: 'delete your account for good; your messages stay, and its name is never free again',
      options: [new Option('--yes', 'do not ask for confirmation')],
      examples: ['securechat account delete', 'securechat account delete --yes --password-stdin < password'],
      run: action<DeleteFlags>(async (run) => (await commands()).deleteAccount(run)),
    },
  ],
};
