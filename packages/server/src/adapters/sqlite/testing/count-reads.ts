import Database from 'better-sqlite3';

const bytesOf = (row: unknown): number =>
  typeof row === 'object' && row !== null && 'body' in row ? Buffer.byteLength(String(row.body)) : 0;

/**
 * Reports the bytes of messages that the driver returns, below all of our code: everything that is read from any file passes here. The
 * returned function stops it.
 */
export function countReads(report: (bytes: number) => void): () => void {
  const db = new Database(':memory:');
  const statements: Database.Statement = Object.getPrototypeOf(db.prepare('SELECT 1'));
  db.close();
  const { all, get, iterate } = statements;
  statements.all = function (...values) {
    const rows = all.apply(this, values);
    for (const row of rows) report(bytesOf(row));
    return rows;
  };
  statements.get = function (...values) {
    const row = get.apply(this, values);
    report(bytesOf(row));
    return row;
  };
  statements.iterate = function* (...values) {
    for (const row of iterate.apply(this, values)) {
      report(bytesOf(row));
      yield row;
    }
  };
  return () => void Object.assign(statements, { all, get, iterate });
}
