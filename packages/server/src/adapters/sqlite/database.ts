import Database from 'better-sqlite3';

type Value = string | number | null | Uint8Array;

/** How long a write waits for those of other processes. */
const writeWaitMs = 5000;
/** How long the emptying of the log waits for readers, during which nothing is written. */
const checkpointWaitMs = 100;

/**
 * One connection to a database file, set up so that a commit is on disk when it returns. A `derived` file, which can be rebuilt, is kept
 * consistent but not synced at each commit. Statements are prepared once.
 */
export class SqliteConnection {
  readonly #db: Database.Database;
  readonly #statements = new Map<string, Database.Statement<Value[], unknown>>();

  constructor(file: string, use: 'read' | 'write' | 'derived') {
    this.#db = new Database(file, { readonly: use === 'read', timeout: use === 'read' ? 1000 : writeWaitMs });
    try {
      if (use !== 'read') this.#db.pragma('journal_mode = WAL');
      if (use === 'derived') this.#db.pragma('synchronous = NORMAL');
      else this.setDurable();
      // What is deleted is overwritten with zeros.
      if (use !== 'read') this.#db.pragma('secure_delete = ON');
      this.#db.pragma('foreign_keys = ON');
      this.#db.pragma('trusted_schema = OFF');
    } catch (thrown) {
      this.#db.close();
      throw thrown;
    }
  }

  /**
   * Makes every commit wait for the disk. Called after journal_mode, and again after the first write, where this build of SQLite switches
   * to NORMAL by itself.
   */
  setDurable(): void {
    this.#db.pragma('synchronous = FULL');
  }

  /**
   * Moves the write-ahead log into the database and empties it, so that it no longer has what was deleted. False if a reader was in the
   * way: then it is to be tried again.
   */
  emptyLog(): boolean {
    this.#db.pragma(`busy_timeout = ${checkpointWaitMs}`);
    const [result] = this.#db.pragma('wal_checkpoint(TRUNCATE)') as readonly { readonly busy: number }[];
    this.#db.pragma(`busy_timeout = ${writeWaitMs}`);
    return result?.busy === 0;
  }

  /** Changes with every commit of another connection to this file. Inside a transaction: the state that the transaction sees. */
  dataVersion(): number {
    return this.#prepare('PRAGMA data_version').pluck().get() as number;
  }

  userVersion(): number {
    return this.#db.pragma('user_version', { simple: true }) as number;
  }

  /** Every prepared statement, each once. */
  get prepared(): readonly string[] {
    return [...this.#statements.keys()];
  }

  /** SQLite's query plan for a statement. */
  plan(sql: string): readonly { readonly detail: string }[] {
    const explained = this.#db.prepare<Value[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`);
    const values = sql.match(/\?/g) ?? [];
    return explained.all(...values.map(() => null));
  }

  get inTransaction(): boolean {
    return this.#db.inTransaction;
  }

  exec(sql: string): void {
    this.#db.exec(sql);
  }

  /** Runs a statement and returns the number of rows it changed. */
  run(sql: string, ...values: Value[]): number {
    return this.#prepare(sql).run(...values).changes;
  }

  /** The first row. `Row` is what the statement selects, which can be trusted because the schema is STRICT. */
  get<Row>(sql: string, ...values: Value[]): Row | undefined {
    return this.#prepare(sql).get(...values) as Row | undefined;
  }

  all<Row>(sql: string, ...values: Value[]): Row[] {
    return this.#prepare(sql).all(...values) as Row[];
  }

  /** Yields the rows one by one. The connection must not be used for anything else until the iteration ends. */
  iterate<Row>(sql: string, ...values: Value[]): IterableIterator<Row> {
    return this.#prepare(sql).iterate(...values) as IterableIterator<Row>;
  }

  close(): void {
    this.#db.close();
  }

  #prepare(sql: string): Database.Statement<Value[], unknown> {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#db.prepare<Value[], unknown>(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
