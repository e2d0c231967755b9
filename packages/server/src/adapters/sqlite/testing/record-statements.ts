import Database from 'better-sqlite3';

/**
 * Reports every statement that the driver runs in this thread on any file, with the number of rows that it returned or changed. The returned
 * function stops it.
 */
export function recordStatements(report: (sql: string, rows: number) => void): () => void {
  const db = new Database(':memory:');
  const statements: Database.Statement = Object.getPrototypeOf(db.prepare('SELECT 1'));
  db.close();
  const { all, get, iterate, run } = statements;
  statements.all = function (...values) {
    const rows = all.apply(this, values);
    report(this.source, rows.length);
    return rows;
  };
  statements.get = function (...values) {
    const row = get.apply(this, values);
    report(this.source, row === undefined ? 0 : 1);
    return row;
  };
  statements.iterate = function* (...values) {
    let rows = 0;
    for (const row of iterate.apply(this, values)) {
      rows++;
      yield row;
    }
    report(this.source, rows);
  };
  statements.run = function (...values) {
    const result = run.apply(this, values);
    report(this.source, result.changes);
    return result;
  };
  return () => void Object.assign(statements, { all, get, iterate, run });
}
