import { closeSync, existsSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { MemberRole, ReadMark, RoomKind } from '@securechat/protocol';

/** An event as a reader has it. The checker compares `type` and `body`; only messages have a body. */
export type Row = {
  readonly seq: number;
  readonly id: string;
  readonly user: string;
  readonly type: string;
  readonly body?: string | undefined;
  /** Whom the event is about, which role it gives, and who added or invited a new member. */
  readonly target?: string | undefined;
  readonly role?: MemberRole | undefined;
  readonly by?: string | undefined;
  /** Whether the room is archived from here on. */
  readonly on?: boolean | undefined;
};

/** How far a room is read, as far as it is compared. */
export type Mark = Pick<ReadMark, 'seq' | 'epoch'>;

/** Whether a mark is the lower one: of an earlier epoch, or lower in the same. */
export const isBelow = (a: Mark, b: Mark): boolean => a.epoch < b.epoch || (a.epoch === b.epoch && a.seq < b.seq);

/** What is recorded. A client is one device; `user` is its user. */
export type Op =
  | { readonly t: 'client'; readonly client: string; readonly user: string }
  | {
      readonly t: 'send';
      readonly client: string;
      readonly id: string;
      readonly room: string;
      readonly user: string;
      readonly body: string;
    }
  /** Sending it has returned: the client has stored it, and from now on it must be answered. A kill may come before. */
  | { readonly t: 'queued'; readonly id: string }
  | { readonly t: 'ack'; readonly id: string; readonly room: string; readonly seq: number }
  /**
   * The outbox removed it as answered, in whichever life: the only record of an ack for an earlier life's message in a room that was left.
   */
  | { readonly t: 'settled'; readonly id: string }
  /** It was finally refused. */
  | { readonly t: 'nack'; readonly id: string; readonly code: string }
  /** Its sender gave up without an answer, so its fate is unknown. */
  | { readonly t: 'fail'; readonly id: string }
  | ({ readonly t: 'recv'; readonly client: string; readonly room: string } & Row)
  /** The server reported that the next batch of a room does not continue from the client's cursor, and why. */
  | {
      readonly t: 'jump';
      readonly client: string;
      readonly room: string;
      readonly jump: 'new' | 'rejoined' | 'restored';
      readonly after: number;
      readonly head: number;
      readonly recent: number;
    }
  /** A catch-up is complete. */
  | { readonly t: 'synced'; readonly client: string; readonly gaps: number }
  /** The server sent these events to a client, in whatever frame. */
  | { readonly t: 'told'; readonly client: string; readonly room: string; readonly seqs: readonly number[] }
  /** The server named this room in a frame to a client. */
  | { readonly t: 'named'; readonly client: string; readonly room: string }
  /** Somebody is about to invite a user to a room or, without `user`, to create a code. */
  | { readonly t: 'invited'; readonly room: string; readonly user?: string | undefined }
  /**
   * A read mark that the server told a client or confirmed to it, by the change `ver` of what the user keeps, if there was one; or that the
   * client shows.
   */
  | {
      readonly t: 'read-mark';
      readonly client: string;
      readonly room: string;
      readonly how: 'told' | 'saved' | 'shown';
      readonly ver?: number | undefined;
      readonly mark: Mark;
    }
  /** A read mark at the end: on the server's disk, and on a device, which should show at least `due`. */
  | { readonly t: 'stored-mark'; readonly user: string; readonly room: string; readonly mark: Mark }
  | {
      readonly t: 'final-mark';
      readonly client: string;
      readonly room: string;
      readonly due: Mark;
      readonly shown?: Mark | undefined;
    }
  /** The whole room at the end, from `from` on, as the server has it. Without `kind`, nobody's rights are judged. */
  | {
      readonly t: 'read';
      readonly room: string;
      readonly kind?: RoomKind | undefined;
      readonly from: number;
      readonly rows: readonly Row[];
    }
  | {
      readonly t: 'member';
      readonly room: string;
      readonly user: string;
      readonly fromSeq: number;
      /** The first event that it lets its member read; `fromSeq` if the room does not share its history. */
      readonly visibleFrom: number;
      readonly toSeq?: number | undefined;
    }
  /** The client had everything of a room up to here, or had the time to get it. */
  | { readonly t: 'final'; readonly client: string; readonly room: string; readonly upTo: number }
  /** The events of a room on a client's screen at the end, from top to bottom. */
  | { readonly t: 'screen'; readonly client: string; readonly room: string; readonly rows: readonly Row[] }
  /** A moment that all files share: everything above came before it. */
  | { readonly t: 'mark'; readonly name: 'begin' | 'backup' | 'restore' }
  /** A failure that must not happen at all, observed by the runner. */
  | { readonly t: 'trouble'; readonly name: string; readonly message: string };

/** Writes operations to a file immediately: what has been written survives the kill of its writer. */
export class Recorder {
  readonly #file: number;

  constructor(path: string) {
    this.#file = openSync(path, 'a');
    // A killed writer may have left half a line.
    writeSync(this.#file, '\n');
  }

  add(op: Op): void {
    writeSync(this.#file, `${JSON.stringify(op)}\n`);
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** Reads the operations of one file; ignores a partial line, which a kill can leave. */
export function* readOps(path: string): Generator<Op> {
  if (!existsSync(path)) return;
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (!line.endsWith('}')) continue;
    const op: Op = JSON.parse(line);
    yield op;
  }
}

/** All operations of a run's folder. The order between files means nothing, that within a file does. */
export function* mergeHistory(folder: string): Generator<Op> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  for (const name of files.sort()) yield* readOps(join(folder, name));
}
