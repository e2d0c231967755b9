import Database from 'better-sqlite3';

type Value = string | number | null | Uint8Array;

/** One connection to the database file, set up so that a commit is on disk when it returns. Statements are prepared once. */
export class Connection {
  readonly #db: Database.Database;
  readonly #statements = new Map<string, Database.Statement<Value[], unknown>>();

  constructor(file: string, use: 'read' | 'write') {
    this.#db = new Database(file, { readonly: use === 'read', timeout: use === 'read' ? 1000 : 5000 });
    try {
      if (use === 'write') this.#db.pragma('journal_mode = WAL');
      this.setDurable();
      this.#db.pragma('foreign_keys = ON');
      this.#db.pragma('trusted_schema = OFF');
    } catch (thrown) {
      this.#db.close();
      throw thrown;
    }
  }

  /** Makes every commit wait for the disk. Said after journal_mode, and again after the first write: this build of SQLite turns to NORMAL there on its own. */
  setDurable(): void {
    this.#db.pragma('synchronous = FULL');
  }

  userVersion(): number {
    return this.#db.pragma('user_version', { simple: true }) as number;
  }

  get inTransaction(): boolean {
    return this.#db.inTransaction;
  }

  exec(sql: string): void {
    this.#db.exec(sql);
  }

  /** Runs a statement; the number of rows it changed. */
  run(sql: string, ...values: Value[]): number {
    return this.#prepare(sql).run(...values).changes;
  }

  /** The first row. `Row` is what the statement selects: the schema is STRICT, so that it can be trusted. */
  get<Row>(sql: string, ...values: Value[]): Row | undefined {
    return this.#prepare(sql).get(...values) as Row | undefined;
  }

  all<Row>(sql: string, ...values: Value[]): Row[] {
    return this.#prepare(sql).all(...values) as Row[];
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
