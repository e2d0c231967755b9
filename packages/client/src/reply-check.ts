import {
  type ChangeType,
  type ClientFrameOf,
  changeTypes,
  limits,
  type ReplyType,
  type RequestType,
  type RoomEvent,
  type RoomId,
  type Seq,
  type ServerFrameOf,
  typedRoomName,
  typedUserName,
} from '@securechat/protocol';

/** The fields of a request except its type and id. */
export type Fields<T extends RequestType> = Omit<ClientFrameOf<T>, 'id' | 'type'>;
type Check<T extends RequestType> = (asked: Fields<T>, reply: ServerFrameOf<ReplyType<T>>) => string | undefined;

const wrongRoom = (asked: { readonly room: string }, { room }: { readonly room: string }) =>
  room === asked.room ? undefined : 'another room than requested';

/** A room is created with a typed name. One that is found may have been renamed since. */
const wrongName = (asked: { readonly name?: string | undefined }, { room }: ServerFrameOf<'room'>) =>
  room.name === (asked.name === undefined ? undefined : typedRoomName(asked.name))
    ? undefined
    : 'another room than requested';

const wrongUser = (asked: { readonly user: string }, reply: ServerFrameOf<'signed-in'>) => {
  if (reply.user !== typedUserName(asked.user)) return 'another user than the one who logged in';
  return reply.token === undefined ? 'a new session without its token' : undefined;
};

/** Whether the seqs ascend (`1`) or descend (`-1`). */
function inOrder(events: readonly RoomEvent[], direction: 1 | -1): boolean {
  return events.every(({ seq }, i) => {
    const before = events[i - 1];
    return before === undefined || (seq - before.seq) * direction > 0;
  });
}

function wrongEvents(room: RoomId, events: readonly RoomEvent[]): string | undefined {
  return events.every((event) => event.room === room) ? undefined : 'events of another room';
}

/** Checks a page of history. Where to continue must lie beyond what was asked for, or a reader would never end. */
function wrongPage(asked: Fields<'history'>, page: ServerFrameOf<'page'>): string | undefined {
  const { before = Number.POSITIVE_INFINITY, after } = asked;
  const { events, changed = [], more, next } = page;
  const wrong = wrongLog(asked, page);
  if (wrong !== undefined) return wrong;
  if (more !== (next !== undefined)) return 'a continuation that does not fit the page';
  const isBeyond = (seq: Seq) => (after === undefined ? seq < before : seq > after);
  const isPassed = ({ seq }: RoomEvent) => next !== undefined && (after === undefined ? seq < next : seq > next);
  if (next !== undefined && (!isBeyond(next) || events.some(isPassed))) return 'a continuation that was already read';
  return changed.every((state) => events.some(({ seq }) => seq === state.seq)) ? undefined : 'a state of no message';
}

function wrongLog(
  asked: Fields<'history' | 'log'>,
  { room, events }: ServerFrameOf<'page' | 'log-page'>,
): string | undefined {
  const { before = Number.POSITIVE_INFINITY, after = -1, limit } = asked;
  if (events.length > limit) return 'more events than requested';
  if (!inOrder(events, 1)) return 'events out of order';
  if (events.some(({ seq }) => seq >= before || seq <= after)) return 'events outside the requested range';
  return wrongRoom(asked, { room }) ?? wrongEvents(room, events);
}

function wrongFound(asked: Fields<'search'>, { room, events, next = 0 }: ServerFrameOf<'found'>): string | undefined {
  const { before = Number.POSITIVE_INFINITY, limit } = asked;
  if (events.length > limit) return 'more messages than requested';
  if (!inOrder(events, -1)) return 'messages out of order';
  if (events.some(({ seq }) => seq >= before)) return 'messages outside the requested range';
  if (events.some(({ type }) => type !== 'message')) return 'events that are not messages';
  if (next >= before || events.some(({ seq }) => seq < next)) return 'a continuation that was already searched';
  return wrongRoom(asked, { room }) ?? wrongEvents(room, events);
}

/** Checks messages of several rooms, newest first: of each room they are in order. */
function wrongMentions(
  { before, limit }: Fields<'mention.list'>,
  { events, next }: ServerFrameOf<'mentions'>,
): string | undefined {
  if (events.length > limit) return 'more messages than requested';
  if (events.some(({ type }) => type !== 'message')) return 'events that are not messages';
  const oldest = new Map<RoomId, number>(before && [[before.room, before.seq]]);
  for (const { room, seq } of events) {
    if (seq >= (oldest.get(room) ?? Number.POSITIVE_INFINITY)) return 'messages out of order';
    oldest.set(room, seq);
  }
  const last = events.at(-1);
  if (next && (next.room !== last?.room || next.seq !== last.seq)) return 'a continuation elsewhere than at the end';
  return undefined;
}

/** Checks a page of a list: in order, after the requested name, and no longer than requested. */
function wrongList(
  { after, limit = limits.listPage }: { readonly after?: string | undefined; readonly limit?: number | undefined },
  names: readonly string[],
): string | undefined {
  if (names.length > limit) return 'more entries than requested';
  const ordered = names.every((name, i) => {
    const before = i === 0 ? after : names[i - 1];
    return before === undefined || name > before;
  });
  return ordered ? undefined : 'entries out of order, or outside the requested range';
}

const wrongAck = (asked: Fields<ChangeType>, reply: ServerFrameOf<'ack'>) =>
  wrongRoom(asked, reply) ?? (reply.clientId === asked.clientId ? undefined : 'another change than the one sent');

const wrongDirect = (_: unknown, { room }: ServerFrameOf<'room'>) =>
  room.kind === 'direct' && room.joined ? undefined : 'a room that is not a direct one';

const checks: { readonly [T in RequestType]?: Check<T> } = {
  signup: wrongUser,
  login: wrongUser,
  'room.create': wrongName,
  'direct.open': wrongDirect,
  'invitation.accept': (asked, { room }) =>
    asked.room === undefined || asked.room === room.id ? undefined : 'another room than requested',
  'room.list': (asked, { rooms }) =>
    wrongList(
      asked,
      rooms.map(({ id, name }) => name ?? id),
    ),
  'room.members': (asked, reply) =>
    wrongRoom(asked, reply) ??
    wrongList(
      asked,
      reply.members.map(({ user }) => user),
    ),
  'profile.get': (asked, { person }) => (person.user === asked.user ? undefined : 'another user than requested'),
  'room.bans': (asked, reply) =>
    wrongRoom(asked, reply) ??
    wrongList(
      asked,
      reply.bans.map(({ user }) => user),
    ),
  ...Object.fromEntries(changeTypes.map((type) => [type, wrongAck])),
  history: wrongPage,
  log: wrongLog,
  search: wrongFound,
  'mention.list': wrongMentions,
  sync: (_, { rooms }) => {
    if (new Set(rooms.map(({ id }) => id)).size !== rooms.length) return 'a duplicate room';
    return rooms.every(({ joined }) => joined) ? undefined : 'a room that the user is not in';
  },
};

/** What is wrong with the reply to this request, if anything: it must match the requested range and order. */
export function wrongReply<T extends RequestType>(
  type: T,
  asked: Fields<T>,
  reply: ServerFrameOf<ReplyType<T>>,
): string | undefined {
  return (checks[type] as Check<T> | undefined)?.(asked, reply);
}

/** What is wrong with a batch of events of a catch-up, if anything: it must be of one room, without gaps, up to its head. */
export function wrongRun({ room, after, head, events }: ServerFrameOf<'events'>): string | undefined {
  if (events.some(({ seq }, i) => seq !== after + 1 + i)) return 'events with gaps or out of order';
  if (after + events.length > head) return 'events above the head of the room';
  return wrongEvents(room, events);
}
