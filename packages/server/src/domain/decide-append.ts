// Runs in the writer thread: relative files and types only.
import type { RoomId } from '@securechat/protocol/ids';
import type { Result } from '@securechat/protocol/result';
import { accept, refuse } from './decision.ts';
import { type Action, refusalTo, type Standing } from './permissions.ts';

/** The parts of a change that a retry must repeat: its room, type, and payload as JSON. */
type Change = { readonly room: RoomId; readonly type: string; readonly payload: string };

/** What the decision depends on. */
export type AppendFacts = Pick<Standing, 'kind' | 'role' | 'isArchived'> & {
  /** Whether the account of the other person of a direct room is disabled. */
  readonly isOtherDisabled?: boolean;
  /** Whether the author administrates the server. */
  readonly isAdministrator?: boolean;
  /** Whether the session is the author's and has not ended. */
  readonly sessionOpen: boolean;
  /**
   * The change that the author has stored under the same id. A store whose index refuses a second event of one id may leave it out at
   * first, and decide again with it if the decision or the index refuses the draft.
   */
  readonly earlier?: Change | undefined;
};

export type AppendRefusal =
  | 'session_expired'
  | 'no_such_room'
  | 'not_a_member'
  | 'not_allowed'
  | 'direct_room'
  | 'room_closed'
  | 'archived'
  | 'id_reused';

const stored = accept({ duplicate: false });
const duplicate = accept({ duplicate: true });

/** Whether a change may be stored. `duplicate`: it is stored already, so there is nothing to do. */
export function decideAppend(
  {
    earlier,
    sessionOpen,
    kind,
    role,
    isArchived = false,
    isOtherDisabled = false,
    isAdministrator = false,
  }: AppendFacts,
  draft: Change,
  action: Action = 'send',
): Result<{ readonly duplicate: boolean }, AppendRefusal> {
  // A retry gets the first answer, even if the session or membership has ended since (G2).
  if (earlier) return isSame(earlier, draft) ? duplicate : refuse('id_reused');
  if (!sessionOpen) return refuse('session_expired');
  const refusal = refusalTo(action, { kind, role, isArchived, isAdministrator });
  if (refusal !== undefined) return refuse(refusal);
  // Nobody would read it.
  return isOtherDisabled ? refuse('room_closed') : stored;
}

function isSame(a: Change, b: Change): boolean {
  if (a.room !== b.room || a.type !== b.type) return false;
  if (a.payload === b.payload) return true;
  const [earlier, later]: readonly unknown[] = [JSON.parse(a.payload), JSON.parse(b.payload)];
  // What was said under the id is not known any more, so it is not compared.
  return isDeleted(earlier) || isSameJson(earlier, later);
}

/** Whether a payload is, or has, a body that was deleted. */
function isDeleted(payload: unknown): boolean {
  if (typeof payload !== 'object' || payload === null) return false;
  return ('kind' in payload && payload.kind === 'deleted') || ('body' in payload && isDeleted(payload.body));
}

/** Whether two JSON values are equal, in whatever order their keys are. */
function isSameJson(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const entries = Object.entries(a);
  const others = new Map<string, unknown>(Object.entries(b));
  return (
    entries.length === others.size &&
    entries.every(([key, value]) => others.has(key) && isSameJson(value, others.get(key)))
  );
}
