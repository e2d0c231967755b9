// `npm run screenshots [-- NAME ...]`: takes all or the named pictures of docs/screenshots.md, from the real server, chat and page.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { eventually } from '@securechat/testkit';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { drawing, drawPicture } from '../support/draw.ts';
import { openTerminal } from '../support/terminal.ts';
import { lacks, root, temporaryFolder } from '../support/tools.ts';
import { pagePictures, takePage } from './page-pictures.ts';
import { makeTeam, type Team } from './team.ts';
import { chatIn, type TerminalPicture, terminalPictures } from './terminal-pictures.ts';

const folder = `${root}/docs/screenshots`;

/** The terminal: many colours, a dark background by default, and no notifications. */
const looks = { TERM: 'tmux-256color', COLORTERM: 'truecolor', COLORFGBG: '15;0', NO_COLOR: '', TZ: 'UTC' };

async function takeTerminal(browser: Browser, team: Team, picture: TerminalPicture): Promise<void> {
  const { name, columns, rows, ground = 'dark', command = chatIn('auto'), play } = picture;
  using terminal = openTerminal({ columns, rows });
  const variables = Object.entries({ ...looks, PATH: `${team.bin}:${process.env.PATH}`, ...picture.env });
  const set = variables.map(([key, value]) => (value === '' ? `unset ${key}` : `export ${key}='${value}'`));
  terminal.type(`${set.join('; ')}; clear; echo ready\r`);
  await terminal.sees(/^ready$/m);
  terminal.type(`clear\r`);
  terminal.type(`${command}\r`);
  await play(terminal, team);
  await drawPicture(browser, drawing(terminal), { columns, rows }, ground, `${folder}/${name}.png`);
  await picture.after?.(terminal, team);
  // Closes overlays, empties the composer, and quits; in line mode Ctrl-D quits. The account is free again once the shell is back.
  if (command.includes('--plain')) terminal.key('C-d');
  else terminal.key('C-c', 'C-c', 'C-c');
  await eventually(() => terminal.flag('pane_current_command') === 'bash', { what: `${name}: the chat goes on` });
}

/** Writes into the page when, where and from which version its pictures were taken. */
function note(): void {
  const page = `${root}/docs/screenshots.md`;
  const version = (command: string, ...args: string[]) =>
    execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  const { version: ours } = JSON.parse(readFileSync(`${root}/packages/cli/package.json`, 'utf8')) as {
    version: string;
  };
  const chromium = /[\d.]+/.exec(version('chromium', '--version'))?.[0];
  const made = `Made on ${new Date().toISOString().slice(0, 10)} by \`npm run screenshots\`: SecureChat ${ours}, Node ${process.versions.node}, ${version('tmux', '-V')}, Chromium ${chromium}.`;
  writeFileSync(page, readFileSync(page, 'utf8').replace(/^Made on.*$/m, made));
}

async function takeAll(wanted: readonly string[]): Promise<void> {
  using files = temporaryFolder();
  await using team = await makeTeam(files.path);
  const browser = await openBrowser(team.server.pin);
  const takes = ({ name }: { readonly name: string }) => wanted.length === 0 || wanted.includes(name);
  try {
    mkdirSync(folder, { recursive: true });
    for (const picture of terminalPictures.filter(takes)) {
      await takeTerminal(browser, team, picture);
      console.log(`${picture.name}.png`);
    }
    for (const picture of pagePictures.filter(takes)) {
      await takePage(browser, team, picture, `${folder}/${picture.name}.png`);
      console.log(`${picture.name}.png`);
    }
  } finally {
    await browser.close();
  }
  if (wanted.length === 0) note();
}

const wanted = process.argv.slice(2);
const names = [...terminalPictures, ...pagePictures].map(({ name }) => name);
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`There is no picture ${unknown.join(', ')}. There are: ${names.join(', ')}`);
  process.exitCode = 2;
} else if (lacks('tmux', 'chromium')) process.exitCode = 1;
else await takeAll(wanted);
