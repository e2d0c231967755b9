import { readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { eventId, momentMs, type Result, roomId } from '@securechat/protocol';
import * as v from 'valibot';
import { replaceFile } from '../config/files.ts';
import type { CommandError } from '../output/command-error.ts';

/** A message that waits on this device for the next run of `send`. */
const spooled = v.object({
  id: eventId,
  room: roomId,
  text: v.string(),
  atMs: momentMs,
  /** The room is joined first, and created where there is none. */
  create: v.optional(v.boolean()),
});
export type Spooled = v.InferOutput<typeof spooled>;

const refusedEnd = '.refused';

/** What to tell a person about messages that were refused and are still in a spool; nothing where there are none. */
export function sayRefusedFiles(spool: Pick<Spool, 'folder' | 'refused'>): string | undefined {
  const count = spool.refused().length;
  if (count === 0) return undefined;
  const [what, one] = count === 1 ? ['1 spooled message was', 'it'] : [`${count} spooled messages were`, 'one'];
  return (
    `${what} refused by the server and not sent: ${join(spool.folder, `*${refusedEnd}`)}. ` +
    `To retry ${one}, remove ${refusedEnd} from the name of its file; to discard ${one}, delete the file.`
  );
}

/**
 * Messages of one account that could not be delivered yet, a file each, so that several runs may add and deliver at the same time: an id
 * that is sent twice is stored once.
 */
export class Spool {
  readonly folder: string;
  /** The number of the message that was added last. */
  #last = 0;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Keeps a message behind all that wait, whatever the clock says; it is on disk when this returns. */
  add(message: Spooled): Result<void, CommandError> {
    // Names that begin with a time in milliseconds were given by earlier versions.
    for (const name of this.#all()) this.#last = Math.max(this.#last, Number.parseInt(name, 10) || 0);
    const order = String(++this.#last).padStart(15, '0');
    const file = join(this.folder, `${order}-${encodeURIComponent(message.id)}.json`);
    return replaceFile(file, `${JSON.stringify(message)}\n`, 0o600);
  }

  /** What waits, in the order in which it was added. Files that cannot be read are left alone. */
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

  /** Forgets a message that has been delivered. */
  drop(file: string): void {
    rmSync(file, { force: true });
  }

  /**
   * Sets a message aside that the server refused for good; the path where its text still is. Undefined where another run, which delivers
   * at the same time, has dealt with it already.
   */
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

  /** The files of messages that were refused for good. Without `.refused` at the end of its name one is sent again. */
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
