import type { RoomId, Seq } from '@securechat/protocol/ids';

/**
 * How far an index has come in the history of a store: the event that was indexed last, by its number among all events of the store and by
 * its id, so that a restored store is noticed.
 */
export type IndexPosition = { readonly generation: string; readonly number: number; readonly id: string };

/** The words by which a message is found from now on; without words it is not found any more. */
export type IndexEntry = {
  readonly room: RoomId;
  readonly seq: Seq;
  readonly words: readonly string[];
  /** Whether the message may have been indexed before. If not, there is nothing to look up and replace. */
  readonly replaces: boolean;
};

/** The next entries in the order of their events, and the position that is reached with them. */
export type IndexBatch = {
  /** The position that the batch continues from. */
  readonly after: IndexPosition | undefined;
  readonly entries: readonly IndexEntry[];
  readonly upTo: IndexPosition;
};

/** Words, of which a message must have all, and the range of a room with `from` <= seq < `before`. */
export type IndexQuery = {
  readonly room: RoomId;
  readonly words: readonly string[];
  readonly from: Seq;
  readonly before: Seq;
  readonly limit: number;
};

/**
 * Finds messages by whole words. It contains no messages and can be rebuilt from a store at any time, so it may lose entries in a crash, as
 * long as its position is lost with them. Words are compared as they are; they are those of `wordsOf`. Several processes may use one index.
 */
export interface SearchIndex {
  /** How far it has come; undefined if it is empty. */
  position(): Promise<IndexPosition | undefined>;
  /**
   * Adds a batch and moves to its position, both or neither. If several entries are of one message, the last one counts. Returns false, and
   * changes nothing, if the index is not at `after`: another process has added meanwhile.
   */
  add(batch: IndexBatch): Promise<boolean>;
  /** The newest messages found, newest first, at most `limit`; none for a query without words. Sees every batch that was added before. */
  search(query: IndexQuery): Promise<readonly Seq[]>;
  /** The rooms of which it has, or had, entries. */
  rooms(): Promise<readonly RoomId[]>;
  /** Removes rooms with all their entries, for good: nothing of their words is left in its files. */
  removeRooms(rooms: readonly RoomId[]): Promise<void>;
  /** Takes the words of replaced entries out of its files, where they were only marked as removed. False if there were none. */
  purge(): Promise<boolean>;
  /** Removes all entries and the position: they belong to another history. */
  clear(): Promise<void>;
  close(): Promise<void>;
}
