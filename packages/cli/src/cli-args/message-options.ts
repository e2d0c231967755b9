import { Option } from 'commander';
import { timeout, waitDuration } from '../text/duration.ts';
import { repeatable, wholeNumber } from './options.ts';
import { parsePlace } from './since.ts';

const strict = () => new Option('--strict', 'refuse colours and carriage returns instead of removing them');

/** How long to wait for the server, and for its answer. */
const patience = (): readonly Option[] => [
  new Option(
    '--wait <duration>',
    'keep trying for this long when the server cannot be reached, e.g. 2m; 0: do not wait',
  )
    .argParser(waitDuration)
    .default(30_000, '30s'),
  new Option('--no-wait', 'do not wait, neither for the server (exit code 4) nor for its message limit (exit code 6)'),
  new Option(
    '--timeout <duration>',
    'give up after this long without an answer, not counting pauses for the message limit',
  )
    .argParser(timeout)
    .default(60_000, '60s'),
];

/** What `send` and `dm` share. */
export const directOptions: readonly Option[] = [
  new Option('--lines', 'send each line of stdin as its own message, as soon as it arrives'),
  new Option('--split', 'split input that is too long for one message into several'),
  strict(),
  new Option('--id <id>', 'message id; a message sent twice with the same id is stored once'),
  new Option('--spool', 'keep the message on disk until it is delivered, by this run or by the next send'),
  ...patience(),
];

const changeId = () => new Option('--id <id>', 'id of the change; one made twice with the same id is stored once');

/** The options of `edit`. */
export const editOptions: readonly Option[] = [
  new Option(
    '--if-rev <seq>',
    'only if nothing has changed the message since then (rev in --json, else seq)',
  ).argParser(wholeNumber),
  strict(),
  changeId(),
  ...patience(),
];

/** The options of `delete`. */
export const deleteOptions: readonly Option[] = [
  new Option('--reason <text>', 'why, shown in its place'),
  changeId(),
  ...patience(),
];

/** The options of `send`. */
export const sendOptions: readonly Option[] = [
  new Option('--to <user>', 'send a direct message to this user instead of a room'),
  new Option('--create', 'create the room if it does not exist, and join it'),
  ...directOptions,
];

const full = () => new Option('--full', 'show long messages in full (they are folded on a terminal only)');

/** The options of `tail`. Its `--room` takes the place of the common one. */
export const tailOptions: readonly Option[] = [
  repeatable(
    new Option(
      '-r, --room <name>',
      'a room to follow, or @USER for direct messages; may be repeated (default: general)',
    ),
  ),
  new Option('--all', 'follow all your rooms, also those you join later'),
  new Option('--since <seq>', 'start after the event with this number (seq in --json)').argParser(wholeNumber),
  new Option('-n, --count <n>', 'exit after N events').argParser(wholeNumber),
  new Option('--resume [name]', 'continue where the last run of this name ended, without gaps'),
  new Option('--wait <duration>', 'exit when the server cannot be reached for this long, e.g. 2m; 0: at once')
    .argParser(waitDuration)
    .default(Number.POSITIVE_INFINITY, 'forever'),
  new Option('--no-wait', 'the same as --wait 0'),
  full(),
];

/** The options of `history`. */
export const historyOptions: readonly Option[] = [
  new Option('-n, --limit <n>', 'print at most N events (default: 50; with --since: all)').argParser(wholeNumber),
  new Option(
    '--since <when>',
    'only events since then: 2h, yesterday, 09:30, 2026-11-27T10:00, or an event number',
  ).argParser(parsePlace),
  new Option('--before <when>', 'only events before then; same formats').argParser(parsePlace),
  new Option('--raw', 'print the log: what happened, with edits and deletions as events of their own'),
  full(),
];

/** The options of `mentions`. */
export const mentionsOptions: readonly Option[] = [
  new Option('-n, --limit <n>', 'print at most N messages (default: 50)').argParser(wholeNumber),
  full(),
];

/** The options of `watch`. */
export const watchOptions: readonly Option[] = [full()];
