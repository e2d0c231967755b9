import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from './make-folder.ts';

/** Counts from the state of a chat, by name. */
export type StateCounts = Readonly<Record<string, number | string | boolean>>;

/** What a crash report contains. No message text, no names, no rooms: they are private. */
export type CrashFacts = {
  readonly version: string;
  readonly face: 'screen' | 'lines';
  readonly variables: NodeJS.ProcessEnv;
  readonly size: { readonly columns: number; readonly rows: number };
  /** The names of the last actions, oldest first; no keys, since these may be typed text. */
  readonly actions: readonly string[];
  /** Counts from the state. */
  readonly counts: StateCounts;
};

/** Older reports are deleted. */
const maxReports = 20;
const frame = /^\s+at (?:async )?(?:[\p{L}\d_$.<>[\] ]+ \()?(?:node:|file:\/\/|\/|[A-Z]:\\)[^()\n]+:\d+:\d+\)?$/u;

/** The stack without the message, which may contain what a person wrote, and without the user's name in paths. */
function stackOf(error: Error): string[] {
  const { stack = '', message } = error;
  const below = message === '' ? stack : stack.slice(stack.lastIndexOf(message) + message.length);
  return below
    .split('\n')
    .filter((line) => frame.test(line))
    .map((line) => line.replaceAll(homedir(), '~').trim());
}

/** A value of the environment or of an error if it is a single word, otherwise `-`. */
function word(value: unknown): string {
  return typeof value === 'string' && /^[\w.+-]{1,40}$/.test(value) ? value : '-';
}

function errorLines(error: unknown): string[] {
  if (!(error instanceof Error)) return [`thrown: ${typeof error}`];
  const code = 'code' in error ? ` ${word(error.code)}` : '';
  const cause = error.cause === undefined ? [] : ['cause:', ...errorLines(error.cause)];
  return [`error: ${word(error.name)}${code}`, ...stackOf(error).map((line) => `  ${line}`), ...cause];
}

/** The text of a crash report, for bug reports. */
export function crashText(error: unknown, facts: CrashFacts, nowMs: number): string {
  const { variables, size, counts } = facts;
  const terminal = ['TERM', 'COLORTERM', 'TERM_PROGRAM'].map((name) => `${name}=${word(variables[name])}`);
  return [
    'SecureChat ended because of an unexpected error. This file contains no message text, names or rooms.',
    '',
    `time: ${new Date(nowMs).toISOString()}`,
    `securechat: ${facts.version}, ${facts.face}`,
    `node: ${process.version} ${process.platform} ${process.arch}`,
    `terminal: ${terminal.join(' ')} tmux=${variables.TMUX ? 'yes' : 'no'} ssh=${variables.SSH_TTY ? 'yes' : 'no'} ${size.columns}x${size.rows}`,
    ...errorLines(error),
    `state: ${Object.entries(counts)
      .map(([name, count]) => `${name}=${count}`)
      .join(' ')}`,
    `actions, oldest first: ${facts.actions.join(' ')}`,
    '',
  ].join('\n');
}

/** Stores a report with owner-only access; returns its path, or undefined if it cannot be written. */
export function keepCrash(folder: string, text: string, nowMs: number): string | undefined {
  const path = join(folder, `crash-${new Date(nowMs).toISOString().replaceAll(':', '-')}.txt`);
  try {
    makeFolder(folder);
    writeFileSync(path, text, { mode: 0o600, flag: 'wx' });
    const reports = readdirSync(folder)
      .filter((name) => /^crash-.*\.txt$/.test(name))
      .sort();
    for (const name of reports.slice(0, -maxReports)) rmSync(join(folder, name), { force: true });
    return path;
  } catch {
    return undefined;
  }
}

/** Remembers the names of the last actions. */
export function actionTrail(most = 50) {
  const names: string[] = [];
  return {
    note: (name: string) => {
      names.push(name);
      if (names.length > most) names.shift();
    },
    names: (): readonly string[] => [...names],
  };
}
