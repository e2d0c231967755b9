import Database from 'better-sqlite3';
import { type EventRow, eventColumns, toEvent } from '../../packages/server/src/adapters/sqlite/rows.ts';
import { memberships } from './audit.ts';
import type { Mark, Op } from './history.ts';
import { toRow } from './row.ts';

/** What only the server's disk can tell in the end: whether it is sound, the direct rooms, which nobody else can read, and the read marks. */
export function readDisk(file: string): Op[] {
  const db = new Database(file, { readonly: true });
  try {
    const message = String(db.pragma('integrity_check', { simple: true }));
    if (message !== 'ok') return [{ t: 'trouble', name: 'database-damaged', message }];
    return [...directRooms(db), ...readMarks(db)];
  } finally {
    db.close();
  }
}

function directRooms(db: Database.Database): Op[] {
  const rooms = db.prepare<[], { id: EventRow['room'] }>(`SELECT id FROM rooms WHERE kind = 'direct'`).all();
  const select = db.prepare<[string], EventRow>(`SELECT ${eventColumns} FROM events WHERE room = ? ORDER BY seq`);
  return rooms.flatMap(({ id: room }): Op[] => {
    const events = select.all(room).map(toEvent);
    return [{ t: 'read', room, kind: 'direct', from: 1, rows: events.map(toRow) }, ...memberships(room, events, true)];
  });
}

function readMarks(db: Database.Database): Op[] {
  const sql = `SELECT user, key AS room, value FROM user_state WHERE kind = 'read' AND value IS NOT NULL`;
  const rows = db.prepare<[], { user: string; room: string; value: string }>(sql).all();
  return rows.map(({ user, room, value }): Op => {
    const { seq, epoch }: Mark = JSON.parse(value);
    return { t: 'stored-mark', user, room, mark: { seq, epoch } };
  });
}
