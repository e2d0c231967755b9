import { fstatSync, statfsSync, statSync } from 'node:fs';
import { ok, type Result } from '@securechat/protocol/result';
import { type CommandError, commandError } from '../output/command-error.ts';
import type { CliEnv, CommonFlags } from '../process/env.ts';
import { cleanLine } from '../text/clean.ts';

/** Less free space than this counts as full, since file systems reserve some. */
const minFreeBytes = 4096;

/** Commands that print local times. */
const printsTimes = new Set(['chat', 'tail', 'history', 'search', 'join']);

/** Whether writes to an open file would fail for lack of space, as far as that is known without writing. */
function isFull(fd: number): boolean {
  try {
    const stat = fstatSync(fd);
    if (stat.isCharacterDevice()) return stat.rdev === statSync('/dev/full').rdev;
    if (!stat.isFile()) return false;
    const { bavail, bsize } = statfsSync(`/proc/self/fd/${fd}`);
    return bavail * bsize < minFreeBytes;
  } catch {
    // A system without these paths: the first write will tell.
    return false;
  }
}

/** Whether the runtime does not know the zone in TZ and uses UTC instead, as for several POSIX forms. */
function isUnknownZone(zone: string): boolean {
  if (zone === '' || /^:?(Etc\/)?(UTC|GMT|UCT|Zulu|Universal|Greenwich)[+-]?0?$/i.test(zone)) return false;
  const known: string | undefined = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return known === undefined || known === 'UTC' || known === 'Etc/Unknown';
}

/** Refuses a command that could not print its result, before it does anything; a problem with times is only a note. */
export function checkEnvironment(env: CliEnv, flags: CommonFlags, command: string): Result<void, CommandError> {
  const { fd } = env.stdout as { readonly fd?: number };
  if (fd !== undefined && isFull(fd)) {
    return commandError('unexpected', 'cannot write to standard output: no space left on device. Nothing was done.');
  }
  const zone = env.variables.TZ ?? '';
  if (printsTimes.has(command) && !flags.json && isUnknownZone(zone)) {
    env.stderr.write(
      `securechat: unknown time zone TZ=${cleanLine(zone)}; times are in UTC. Use a name such as Europe/Berlin.\n`,
    );
  }
  return ok(undefined);
}
