import { eventually } from '@securechat/testkit';
import type { Ground } from '../support/draw.ts';
import { good } from '../support/member.ts';
import type { Terminal } from '../support/terminal.ts';
import type { Team } from './team.ts';

/** A picture of a terminal. */
export type TerminalPicture = {
  readonly name: string;
  readonly columns: number;
  readonly rows: number;
  readonly ground?: Ground;
  /** The command that opens the chat, `chatIn('auto')` by default. */
  readonly command?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Runs until the screen is as it shall be shown. */
  readonly play: (terminal: Terminal, team: Team) => Promise<void>;
  /** Runs once the picture is taken. */
  readonly after?: (terminal: Terminal, team: Team) => Promise<void>;
};

const [middle, narrow] = [
  { columns: 100, rows: 26 },
  { columns: 80, rows: 24 },
];
/** The command that opens the chat with this theme, which stays selected until another is. */
export const chatIn = (theme: string, room = 'ops') =>
  `securechat config set theme ${theme} && clear && securechat chat --room ${room}`;
const shown = async (terminal: Terminal) => {
  await terminal.sees('of 5 online');
  await terminal.sees('good 👍');
};
const say = async (team: Team, who: string, room: string, text: string) => {
  const client = await team.who(who);
  good(await client.say(good(await client.findRoom(room)).id, text));
};

/** In this order: messages sent for one picture are still there for the next. */
export const terminalPictures: readonly TerminalPicture[] = [
  { name: 'plain', ...narrow, command: 'securechat chat --plain --room ops', play: playPlain },
  { name: '80x24', ...narrow, play: shown },
  { name: 'completion', ...narrow, play: playCompletion },
  { name: 'light', ...middle, ground: 'light', env: { COLORFGBG: '0;15' }, play: shown },
  { name: 'high-contrast', ...middle, command: chatIn('high-contrast'), play: shown },
  { name: '16-colours', ...middle, command: chatIn('16'), play: shown },
  { name: 'no-colours', ...middle, env: { NO_COLOR: '1' }, play: shown },
  { name: 'help', columns: 100, rows: 44, play: playHelp },
  { name: 'switcher', ...middle, play: playSwitcher },
  { name: 'search', ...middle, play: playSearch },
  { name: 'select', ...middle, play: playSelect },
  { name: 'mention', ...middle, play: playMention },
  { name: 'wide', columns: 120, rows: 36, command: chatIn('auto', 'general'), play: playWide },
  { name: '40x10', columns: 40, rows: 10, play: async (terminal) => await terminal.sees('of 5 online') },
  {
    name: 'offline',
    ...middle,
    play: playOffline,
    after: async (terminal, team) => {
      await team.startServer();
      await terminal.sees('online');
    },
  },
];

async function playPlain(terminal: Terminal, team: Team): Promise<void> {
  await terminal.sees('ops>');
  terminal.type('good night, and thanks\r');
  await terminal.sees(/^ada, \d\d:\d\d: good night, and thanks$/m);
  await say(team, 'bob', 'general', 'is anybody still here?');
  await terminal.sees('still here?');
}

async function playCompletion(terminal: Terminal): Promise<void> {
  await shown(terminal);
  terminal.type('thanks @');
  await terminal.sees('Tab accepts');
}

async function playHelp(terminal: Terminal): Promise<void> {
  await shown(terminal);
  terminal.type('?');
  await terminal.sees('Commands');
}

async function playSwitcher(terminal: Terminal): Promise<void> {
  await shown(terminal);
  terminal.key('C-k');
  await terminal.sees('#kitchen');
  terminal.type('de');
  await terminal.sees(/Go to: de +│/);
}

async function playSearch(terminal: Terminal): Promise<void> {
  await shown(terminal);
  terminal.type('/search gate\r');
  await terminal.sees(/gate-2 has its new/);
  await eventually(() => !terminal.screen().join('').includes('searching the server'));
}

async function playSelect(terminal: Terminal): Promise<void> {
  await shown(terminal);
  terminal.key('M-s');
  await terminal.sees(/copies|copy/);
  terminal.key('Up', 'Up', 'v', 'Up', 'Up');
  await terminal.sees(/3 selected/);
}

async function playMention(terminal: Terminal, team: Team): Promise<void> {
  await shown(terminal);
  await say(team, 'fay', 'design', '@ada could you look at the dark icons? https://wiki.example.org/icons');
  await say(team, 'dee', 'design', 'and at the favicon');
  await say(team, 'bob', 'builds', 'main 32b8d2c: passed in 5 min 58 s');
  await say(team, 'cyd', 'kitchen', 'there is cake in the kitchen 🍰');
  await terminal.sees('@1');
  await say(team, 'bob', 'ops', '@ada gate-1 is next, do you want to see how it is done?');
  await terminal.sees('gate-1 is next');
}

async function playWide(terminal: Terminal, team: Team): Promise<void> {
  await terminal.sees('online');
  await terminal.sees('noted, have a good time!');
  await say(team, 'eli', 'ops', 'build-7 is at 38 % now, nobody needs to do anything');
  await say(team, 'cyd', 'ops', '@ada shall we do gate-1 together? I have never seen one from scratch.');
  await say(team, 'fay', 'kitchen', 'it was good cake');
  await terminal.sees(/#ops +@1 2/);
  terminal.key('M-5');
  await terminal.sees('new since you left');
  terminal.type('with pleasure, @cyd! In ten minutes?');
  await terminal.sees('In ten minutes?');
  const cyd = await team.who('cyd');
  cyd.setTyping(good(await cyd.findRoom('ops')).id, true);
  await terminal.sees(/cyd .*typing/);
}

async function playOffline(terminal: Terminal, team: Team): Promise<void> {
  await terminal.sees('online');
  await team.stopServer();
  await terminal.sees(/waiting|offline|connecting/);
  terminal.type('I am on a train, this goes out when it has left the tunnel\r');
  terminal.type('gate-1 tomorrow at nine?\r');
  await terminal.sees('at nine?');
}
