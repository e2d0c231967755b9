// Also runs in a process of its own: node builtins, relative files and types only.
import { SqliteConnection } from './database.ts';

/** The problems that SQLite finds in a database file; empty if it is sound. Reads every page, so it is slow. */
export function findDamage(file: string): readonly string[] {
  let connection: SqliteConnection | undefined;
  try {
    connection = new SqliteConnection(file, 'read');
    const rows = connection.all<{ quick_check: string }>('PRAGMA quick_check(5)');
    return rows.map((row) => row.quick_check).filter((line) => line !== 'ok');
  } catch (thrown) {
    return [thrown instanceof Error ? thrown.message : String(thrown)];
  } finally {
    connection?.close();
  }
}
