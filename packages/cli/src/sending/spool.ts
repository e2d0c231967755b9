import { readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { eventId, momentMs, type Result, roomName, type UserId } from '@securechat/protocol';
import * as v from 'valibot';
import { replaceFile } from '../config/files.ts';
import type { CommandError } from '../output/command-error.ts';

/** The direct room with a user. */
const direct = v.custom<`@${UserId}`>(
  (handle) => typeof handle === 'string' && /^@[a-z0-9][a-z0-9_-]{1,31}$/.test(handle),
);

/** A message that is stored on this device until a run of `send` delivers it. */
const spooled = v.object({
  id: eventId,
  /** The room's name, or `@bob` for a direct message: its id may not be known without a connection. */
  room: v.union([roomName, direct]),
  text: v.string(),
  atMs: momentMs,
  /** Join the room first, and create it if it does not exist. */
  create: v.optional(v.boolean()),
});
export type Spooled = v.InferOutput<typeof spooled>;

const refusedEnd = '.refused';

/** A sentence about refused messages that are still in a spool; undefined if there are none. */
export function sayRefusedFiles(spool: Pick<Spool, 'folder' | 'refused'>): string | undefined {
  const count = spool.refused().length;
  if (count === 0) return undefined;
  const [what, one] = count === 1 ? ['1 spooled message was', 'it'] : [`${count} spooled messages were`, 'one'];
  return (
    `${what} refused by the server and not sent: ${join(spool.folder, `*${refusedEnd}`)}. ` +
    `To retry ${one}, remove ${refusedEnd} from the name of its file; to discard ${one}, delete the file.`
  );
}

/** Undelivered messages of one account, one file each. Several runs may add and deliver concurrently: ids make sending idempotent. */
export class Spool {
  readonly folder: string;
  /** The number of the last message added. */
  #last = 0;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Adds a message after all others, whatever the clock says; it is on disk when this returns. */
  add(message: Spooled): Result<void, CommandError> {
    // Earlier versions used names that begin with a time in milliseconds.
    for (const name of this.#all()) this.#last = Math.max(this.#last, Number.parseInt(name, 10) || 0);
    const order = String(++this.#last).padStart(15, '0');
    const file = join(this.folder, `${order}-${encodeURIComponent(message.id)}.json`);
    return replaceFile(file, `${JSON.stringify(message)}\n`, 0o600);
  }

  /** The messages in the order in which they were added. Files that cannot be read are skipped. */
  list(): readonly { readonly file: string; readonly message: Spooled }[] {
    return this.#names().flatMap((name) => {
      const file = join(this.folder, name);
      try {
        return [{ file, message: v.parse(spooled, JSON.parse(readFileSync(file, 'utf8'))) }];
      } catch {
        return [];
      }
    });
  }

  /** Deletes a delivered message. */
  drop(file: string): void {
    rmSync(file, { force: true });
  }

  /** Sets aside a message that the server refused for good; returns the path of its text, or undefined if a concurrent run was first. */
  setAside(file: string): string | undefined {
    const movedTo = `${file}${refusedEnd}`;
    try {
      renameSync(file, movedTo);
      return movedTo;
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw thrown;
    }
  }

  /** The files of messages that were refused for good. Renaming one without `.refused` makes it retryable. */
  refused(): readonly string[] {
    return this.#all()
      .filter((name) => name.endsWith(`.json${refusedEnd}`))
      .map((name) => join(this.folder, name));
  }

  #names(): string[] {
    return this.#all()
      .filter((name) => name.endsWith('.json'))
      .sort();
  }

  #all(): string[] {
    try {
      return readdirSync(this.folder);
    } catch {
      return [];
    }
  }
}
