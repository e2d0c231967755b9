// Runs in the writer thread: relative files and types only.
import type { Result } from '@securechat/protocol/result';
import { accept, refuse } from './decision.ts';
import { refusalTo } from './permissions.ts';
import type { ArchiveRoom, DeleteRoom, DeletionRefusal, RoomDecision, RoomFacts } from './room-command.ts';

/** How long a room is archived before it can be deleted: long enough to notice it. */
export const archivedBeforeDeletionMs = 7 * 24 * 60 * 60 * 1000;

/** The facts about a room that nobody owns as far as archiving and deleting go: the server's. */
const ownedByNobody = (facts: RoomFacts): RoomFacts =>
  facts.isServers && facts.role !== undefined ? { ...facts, role: 'member' } : facts;

/** Why somebody may not archive a room or end that. A public room that has lost its owners is in the hands of the administrators. */
function refusalToArchive(facts: RoomFacts): ReturnType<typeof refusalTo> {
  if (facts.isServers) return refusalTo('archive', ownedByNobody(facts));
  if (facts.kind === 'public' && facts.owners === 0 && facts.isAdministrator) return undefined;
  return refusalTo('archive', facts);
}

/** The room can only be read from now on, or can be written to again. */
export function archiveRoom(facts: RoomFacts, { room, by: author, on, id, atMs, sinceMs }: ArchiveRoom): RoomDecision {
  const refusal = refusalToArchive(facts);
  if (refusal !== undefined) return refuse(refusal);
  if (facts.isArchived === on) return accept([]);
  const effect = { kind: 'archives-room', sinceMs: on ? sinceMs : undefined } as const;
  return accept([{ room, author, id, atMs, type: 'room-archived', payload: { on }, effect }]);
}

/** Whether a room is deleted with everything in it. */
export function decideRoomDeletion(facts: RoomFacts, { nowMs }: DeleteRoom): Result<undefined, DeletionRefusal> {
  if (!facts.sessionOpen) return refuse({ code: 'session_expired' });
  const refusal = refusalTo('delete', ownedByNobody(facts));
  if (refusal !== undefined) return refuse({ code: refusal });
  if (facts.archivedMs === undefined) return refuse({ code: 'delete_too_early' });
  const fromMs = facts.archivedMs + archivedBeforeDeletionMs;
  return nowMs < fromMs ? refuse({ code: 'delete_too_early', fromMs }) : accept(undefined);
}
