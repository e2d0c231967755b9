// Runs in the writer thread: relative files and types only.
import { accept, refuse } from './decision.ts';
import { refusalTo } from './permissions.ts';
import type { RenameRoom, RoomDecision, RoomFacts, SetPolicy, SetTopic } from './room-command.ts';

/** How long the old name of a renamed room leads to it. */
const formerNameMs = 30 * 24 * 60 * 60 * 1000;
/** More would let an owner keep names from others by renaming a room again and again. */
const maxFormerNames = 5;

/** Another name. The old one leads to the room for a while. */
export function renameRoom(facts: RoomFacts, { room, by: author, name, id, atMs }: RenameRoom): RoomDecision {
  const refusal = refusalTo('rename', facts);
  if (refusal !== undefined) return refuse(refusal);
  if (facts.name === name) return accept([]);
  // Private rooms may share a name, so theirs lead nowhere.
  const isPublic = facts.kind === 'public';
  if (isPublic && facts.nameTaken) return refuse('room_exists');
  const from = isPublic ? facts.name : undefined;
  const untilMs = atMs + formerNameMs;
  const effect = { kind: 'renames-room', from, to: name, untilMs, maxFormerNames } as const;
  return accept([{ room, author, id, atMs, type: 'room-renamed', payload: { name }, effect }]);
}

/** Another topic. */
export function setTopic(facts: RoomFacts, { room, by: author, topic, id, atMs }: SetTopic): RoomDecision {
  const refusal = refusalTo('topic', facts);
  if (refusal !== undefined) return refuse(refusal);
  if (facts.topic === topic) return accept([]);
  return accept([{ room, author, id, atMs, type: 'topic', payload: { topic }, effect: { kind: 'sets-topic', topic } }]);
}

/** Who may invite from now on, and what those who join from now on can read. */
export function setPolicy(facts: RoomFacts, { room, by: author, id, atMs, ...wanted }: SetPolicy): RoomDecision {
  const refusal = refusalTo('policy', facts);
  if (refusal !== undefined) return refuse(refusal);
  const { inviters = facts.inviters, history = facts.history } = wanted;
  const changed = {
    ...(inviters !== facts.inviters && { inviters }),
    ...(history !== facts.history && { history }),
  };
  if (Object.keys(changed).length === 0) return accept([]);
  const effect = { kind: 'sets-policy', ...changed } as const;
  return accept([{ room, author, id, atMs, type: 'room-policy', payload: changed, effect }]);
}
