import { readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { eventId, momentMs, type Result, roomId } from '@securechat/protocol';
import * as v from 'valibot';
import { replaceFile } from './config/files.ts';
import type { Stop } from './failure.ts';

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

/**
 * Messages of one account that could not be delivered yet, a file each, so that several runs may add and deliver at the same time: an id
 * that is sent twice is stored once.
 */
export class Spool {
  readonly folder: string;
  #added = 0;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Keeps a message; it is on disk when this returns. */
  add(message: Spooled): Result<void, Stop> {
    const order = `${String(message.atMs).padStart(15, '0')}-${String(this.#added++).padStart(6, '0')}`;
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
    const aside = `${file}.refused`;
    try {
      renameSync(file, aside);
      return aside;
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw thrown;
    }
  }

  #names(): string[] {
    try {
      return readdirSync(this.folder)
        .filter((name) => name.endsWith('.json'))
        .sort();
    } catch {
      return [];
    }
  }
}
