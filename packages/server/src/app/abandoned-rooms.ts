import { archivedBeforeDeletionMs } from '../domain/decide-archive.ts';
import type { Context } from './context.ts';
import { tellDeleted } from './room-deletion.ts';

/** Rooms that are deleted in one step: others can write between two steps. */
const atOnce = 10;

/**
 * Deletes the private rooms that have had no members for as long as a room is archived before it can be deleted. Nobody can invite to them, so
 * nobody would ever read or delete them.
 */
export async function deleteAbandonedRooms(ctx: Pick<Context, 'store' | 'bus' | 'time' | 'log'>): Promise<void> {
  const { store, bus, time, log } = ctx;
  const beforeMs = time.earliestMs() - archivedBeforeDeletionMs;
  try {
    for (;;) {
      const deleted = await store.deleteAbandonedRooms({ beforeMs, limit: atOnce });
      for (const { room, ...belongings } of deleted) {
        tellDeleted(bus, room, belongings);
        log.info('room without members deleted', { room });
      }
      if (deleted.length < atOnce) return;
    }
  } catch (thrown) {
    log.warn('rooms without members not deleted', { reason: String(thrown) });
  }
}
