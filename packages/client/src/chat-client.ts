import {
  type Change,
  type EventId,
  encodeFrame,
  err,
  type MemberSummary,
  ok,
  type Result,
  type RoomId,
  type RoomName,
  type RoomSummary,
} from '@securechat/protocol';
import type { ChatClient, ChatClientOptions, Failure, Notice, SentMessage } from './api.ts';
import { Authenticator } from './authenticator.ts';
import { limitsOf } from './chat/memory.ts';
import type { LinkView } from './chat/model.ts';
import { pendingOf } from './chat/pending.ts';
import { ChatStore } from './chat/store.ts';
import { connect } from './connect.ts';
import { Deferred } from './deferred.ts';
import { Emitter } from './emitter.ts';
import { Follower } from './follower.ts';
import { HistoryLoader } from './history-loader.ts';
import { takeText } from './incoming.ts';
import { invitationRequests } from './invitations.ts';
import type { Connection } from './link/connection.ts';
import { type ConnectionEnd, failureOf, isFinal } from './link/connection-end.ts';
import { Link } from './link/link.ts';
import { gather, pick } from './lists.ts';
import { LocalPersistence } from './local-persistence.ts';
import { moderationOn } from './moderation.ts';
import { Outbox } from './outbox.ts';
import { PeopleRequests } from './people.ts';
import type { DialFailure } from './ports.ts';
import { readingRequests } from './reading.ts';
import { Requests } from './requests.ts';
import { userStateOf } from './user-state/api.ts';
import { StateSync } from './user-state/state-sync.ts';

/** Listed rooms are public, so that each has a name. */
const listedName = ({ id, name }: RoomSummary) => name ?? (id as string as RoomName);
const memberName = ({ user }: MemberSummary) => user;
const closedByUs: Failure = { kind: 'offline', detail: 'closed' };

/** Creates a client. Nothing happens before `connect`. */
export function createChatClient(options: ChatClientOptions): ChatClient {
  return new Client(options).toApi();
}

/** Connects the parts of one client. */
class Client {
  readonly #options: ChatClientOptions;
  readonly #store: ChatStore;
  readonly #notices = new Emitter<[notice: Notice]>();
  readonly #link: Link;
  readonly #requests: Requests;
  readonly #session: Authenticator;
  readonly #follower: Follower;
  readonly #outbox: Outbox;
  readonly #userState: StateSync;
  readonly #persistence: LocalPersistence;
  readonly #historyLoader: HistoryLoader;
  readonly #people: PeopleRequests;
  readonly #syncs = new Deferred<Result<void, Failure>>();
  #synced = false;
  #closed = false;
  /** Why there will be no further connection. */
  #final: Failure | undefined;

  constructor(options: ChatClientOptions) {
    this.#options = options;
    this.#store = new ChatStore(limitsOf(options));
    const { clock, url, dialer, reconnect = true } = options;
    this.#link = new Link(
      { url, dialer, clock, reconnect },
      {
        dialed: (connection) => void this.#connect(connection),
        ended: (end) => this.#ended(end),
        text: (text) => takeText(text, this.#receivers()),
        view: (link, failure) => this.#linkChanged(link, failure),
        probe: () => void this.#requests.ask('ping', {}),
      },
    );
    this.#requests = new Requests(clock, {
      send: (text) => this.#link.send(text),
      invalid: (detail) => this.#link.invalid(detail),
      tookMs: (ms) => this.#store.dispatch({ kind: 'round-trip', ms }),
    });
    const { device, token } = options;
    this.#session = new Authenticator({ requests: this.#requests, device, token });
    this.#persistence = new LocalPersistence(options, (what, detail) => {
      this.#notices.emit({ kind: 'persist-failed', what, detail });
    });
    const parts = { clock, requests: this.#requests, store: this.#store, persistence: this.#persistence };
    this.#userState = new StateSync({
      ...parts,
      isSynced: options.userStateStore !== undefined,
      setsMarks: options.setsMarks ?? true,
      putDraft: (room, text) => this.#notices.emit({ kind: 'draft', room, text }),
      refused: (message) => this.#notices.emit({ kind: 'state-refused', message }),
    });
    this.#people = new PeopleRequests({ requests: this.#requests, link: this.#link });
    this.#historyLoader = new HistoryLoader(parts);
    this.#follower = new Follower({
      ...parts,
      cursors: options.cursors ?? {},
      generation: options.generation,
      recent: options.recent ?? 50,
      userState: this.#userState,
      notify: (notice) => {
        // The outbox first, so that a message is never shown as sent and as pending at once.
        if (notice.kind === 'event' && notice.event.author === this.#store.state.me) this.#outbox.seen(notice.event);
        this.#notices.emit(notice);
      },
      synced: () => {
        this.#synced = true;
        this.#people.synced();
        this.#syncs.resolve(ok(undefined));
      },
    });
    this.#outbox = new Outbox({
      clock,
      requests: this.#requests,
      keep: this.#persistence,
      slowed: (room, waitMs) => this.#notices.emit({ kind: 'slowed', room, waitMs }),
      waitOutSlowDown: options.waitOutSlowDown ?? true,
      answered: (id, refused) => {
        this.#store.dispatch({ kind: 'answered', id, refused });
        this.#userState.released();
      },
    });
    this.#restore();
  }

  #receivers(): Parameters<typeof takeText>[1] {
    return { requests: this.#requests, follower: this.#follower, userState: this.#userState, link: this.#link };
  }

  async #dial(): ReturnType<ChatClient['connect']> {
    if (this.#closed) return err(closedByUs);
    if (this.#final) return err(this.#final);
    this.#link.connect();
    return await this.#session.welcome();
  }

  #connect(connection: Connection): Promise<ConnectionEnd> {
    const { client, follow = true } = this.#options;
    return connect(connection, {
      client,
      link: this.#link,
      requests: this.#requests,
      session: this.#session,
      store: this.#store,
      follower: follow ? this.#follower : undefined,
      outbox: this.#outbox,
    });
  }

  /** Fails everything that waits for this connection and, if there will be no other, what waits for one. */
  #ended(end: ConnectionEnd): void {
    this.#synced = false;
    this.#persistence.flush();
    const failure = failureOf(end);
    this.#requests.failAll(failure);
    this.#session.lost(failure);
    if (!isFinal(end) && this.#options.reconnect !== false) return;
    this.#final = failure;
    this.#session.close(failure);
    this.#outbox.close(failure);
    this.#syncs.resolve(err(failure));
    if (end.kind === 'session-ended') this.#notices.emit({ kind: 'session-ended', message: end.message });
  }

  #linkChanged(link: LinkView, failure: DialFailure | undefined): void {
    this.#store.dispatch({ kind: 'link', link });
    this.#notices.emit(failure ? { kind: 'link', link, dial: failure } : { kind: 'link', link });
  }

  /** Shows unconfirmed changes of an earlier run; they are resent on the next connection. */
  #restore(): void {
    const changes = this.#persistence.changes();
    for (const change of changes) this.#store.dispatch({ kind: 'pending', message: pendingOf(change) });
    this.#outbox.restore(changes);
  }

  /** The client's interface. */
  toApi(): ChatClient {
    const requests = this.#requests;
    return {
      connect: () => this.#dial(),
      signUp: (ask) => this.#session.signIn({ type: 'signup', ...ask }),
      logIn: (ask) => this.#session.signIn({ type: 'login', ...ask }),
      resumed: () => this.#session.resumed(),
      logOut: () => this.#end(this.#requests.ask('logout', {})),
      deleteAccount: (password) => this.#end(this.#requests.ask('account.delete', { password })),
      changePassword: (ask) => pick(requests.ask('password.change', ask), () => undefined),
      synced: () => this.#nextSync(),
      sessions: () => pick(requests.ask('session.list', {}), (frame) => frame.sessions),
      revokeSession: (session) => pick(requests.ask('session.revoke', { session }), () => undefined),
      createRoom: (room) => pick(requests.ask('room.create', room), (frame) => this.#room(frame)),
      openDirect: (user) =>
        pick(requests.ask('direct.open', { user }), (frame) => {
          this.#userState.shows(frame.room.id);
          return this.#room(frame);
        }),
      findRoom: (name) => pick(requests.ask('room.find', { name }), (frame) => frame.room),
      joinRoom: (name) => pick(requests.ask('room.join', { name }), (frame) => this.#room(frame)),
      renameRoom: (room, name) => pick(requests.ask('room.rename', { room, name }), () => undefined),
      setTopic: (room, topic) => pick(requests.ask('room.topic', { room, topic }), () => undefined),
      leaveRoom: (room) => pick(requests.ask('room.leave', { room }), () => undefined),
      ...moderationOn(requests),
      listRooms: ({ archived, ...range } = {}) =>
        gather(range, listedName, (after, limit) =>
          pick(requests.ask('room.list', { archived, after, limit }), ({ rooms, more }) => ({ items: rooms, more })),
        ),
      members: (room, range = {}) =>
        gather(range, memberName, (after, limit) =>
          pick(requests.ask('room.members', { room, after, limit }), ({ members, more }) => {
            this.#store.dispatch({ kind: 'members', room, members });
            return { items: members, more };
          }),
        ),
      ...this.#people.toApi(),
      ...invitationRequests(requests, (room) => this.#store.dispatch({ kind: 'room', room })),
      ...readingRequests(requests),
      loadOlder: (room, limit) => this.#historyLoader.load(room, limit),
      change: (room, change, id) => this.#change(room, change, id),
      say: (room, text, id) => this.#change(room, { type: 'message.send', body: { kind: 'text', text } }, id),
      retry: (id) => this.#retry(id),
      discard: (id) => {
        if (this.#outbox.discard(id)) this.#store.dispatch({ kind: 'discarded', id });
      },
      setTyping: (room, on) => {
        if (this.#link.at === 'online') this.#link.send(encodeFrame({ type: 'typing.set', room, on }));
      },
      ...userStateOf(this.#userState),
      wake: () => this.#link.wake(),
      getSnapshot: () => this.#store.state,
      subscribe: this.#store.subscribe,
      listen: this.#notices.subscribe,
      close: async () => this.#close(),
    };
  }

  #closedOr<T>(waiting: Promise<Result<T, Failure>>): Promise<Result<T, Failure>> {
    return this.#closed ? Promise.resolve(err(closedByUs)) : waiting;
  }

  #nextSync(): Promise<Result<void, Failure>> {
    if (this.#synced) return Promise.resolve(ok(undefined));
    return this.#final ? Promise.resolve(err(this.#final)) : this.#closedOr(this.#syncs.next());
  }

  #room<F extends { readonly room: RoomSummary }>(frame: F): F['room'] {
    this.#store.dispatch({ kind: 'room', room: frame.room });
    return frame.room;
  }

  async #change(room: RoomId, change: Change, wantedId: EventId | undefined): Promise<Result<SentMessage, Failure>> {
    const { clock } = this.#options;
    // The clock's ids are UUIDs, which match the schema.
    const id = wantedId ?? (clock.newId() as EventId);
    const isDraft = change.type === 'message.send' && this.#userState.draftSent(room);
    const stored = { id, room, change: isDraft ? { ...change, draft: true as const } : change, atMs: clock.nowMs() };
    const known = this.#outbox.known(stored);
    if (known) this.#retry(id);
    else this.#store.dispatch({ kind: 'pending', message: pendingOf(stored) });
    return await this.#closedOr(known ?? this.#outbox.add(stored));
  }

  #retry(id: EventId): void {
    if (this.#outbox.retry(id)) this.#store.dispatch({ kind: 'retried', id });
  }

  /** Closes the client once the server has granted a request that ends the session. */
  async #end(asking: Promise<Result<unknown, Failure>>): Promise<Result<void, Failure>> {
    const answer = await asking;
    if (answer.ok) this.#close();
    return answer.ok ? ok(undefined) : answer;
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#link.close();
    this.#requests.close(closedByUs);
    this.#session.close(closedByUs);
    this.#outbox.close(closedByUs);
    this.#syncs.resolve(err(closedByUs));
    this.#follower.close();
    this.#userState.close();
    this.#persistence.flush();
  }
}
