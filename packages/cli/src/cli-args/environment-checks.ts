import { fstatSync, statfsSync, statSync } from 'node:fs';
import { ok, type Result } from '@securechat/protocol/result';
import { type CommandError, commandError } from '../output/command-error.ts';
import type { CliEnv, CommonFlags } from '../process/env.ts';
import { cleanLine } from '../text/clean.ts';

/** Less than this is no space: a file system keeps some for itself. */
const minFreeBytes = 4096;

/** Commands that print local times. */
const printsTimes = new Set(['chat', 'tail', 'history', 'search', 'join']);

/** Whether what is written to an open file is refused for lack of space, as far as that can be known without writing. */
function isFull(fd: number): boolean {
  try {
    const stat = fstatSync(fd);
    if (stat.isCharacterDevice()) return stat.rdev === statSync('/dev/full').rdev;
    if (!stat.isFile()) return false;
    const { bavail, bsize } = statfsSync(`/proc/self/fd/${fd}`);
    return bavail * bsize < minFreeBytes;
  } catch {
    // Another system, which has neither of the two paths: it is found out at the first write.
    return false;
  }
}

/** Whether TZ names a zone that the runtime does not know, so that it uses UTC instead. Several POSIX forms are of this kind. */
function isUnknownZone(zone: string): boolean {
  if (zone === '' || /^:?(Etc\/)?(UTC|GMT|UCT|Zulu|Universal|Greenwich)[+-]?0?$/i.test(zone)) return false;
  const known: string | undefined = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return known === undefined || known === 'UTC' || known === 'Etc/Unknown';
}

/** What stands in the way of a command before it has done anything; what only spoils its output is noted. */
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
