import type { ChatClient, ChatState, Clock, EventPlace, Notice } from '@securechat/client';
import { entryOf, isBlocked, roomsInOrder } from '@securechat/client';
import { beginningSentence, failureText, readOnlyText, removalText } from '@securechat/client/present';
import type { EventId, RoomId, Seq, UserId } from '@securechat/protocol';
import type { Drafts } from '../drafts.ts';
import type { EditDrafts } from '../edit-drafts.ts';
import type { RoomNames } from '../room-names.ts';
import { Announcer } from './announcer.ts';
import { Composer } from './composer.ts';
import { withDays } from './days.ts';
import { byId } from './elements.ts';
import type { OrShowError } from './failure.ts';
import { Filler, olderPage } from './filler.ts';
import { drawLatest } from './latest.ts';
import { linesOf, spokenMessage } from './lines.ts';
import { loadUntil } from './load-until.ts';
import { MessageChanges } from './message-changes.ts';
import { isLookedAt, onLeave } from './page-focus.ts';
import { RoomHead } from './room-head.ts';
import { Side } from './sidebar.ts';
import { eachSecond, onReturn } from './sleep-detector.ts';
import { Status, showLink } from './status.ts';
import { TimelineView } from './timeline.ts';
import { sayTyping } from './typing.ts';
import { UnreadMarks } from './unread.ts';

/** Maximum delay of a redraw. */
const maxPauseMs = 250;

export type ChatViewParts = {
  readonly client: ChatClient;
  readonly clock: Clock;
  readonly drafts: Drafts;
  readonly edits: EditDrafts;
  readonly roomNames: RoomNames;
  readonly showError: (message: string) => void;
  /** The account is deleted. */
  readonly deleted: () => void;
  /** The room to show first. */
  readonly room: RoomId | undefined;
};

/** Shows the state of a client, and handles the user's actions. */
export class ChatView {
  readonly #client: ChatClient;
  readonly #drafts: Drafts;
  readonly #clock: Clock;
  readonly #roomNames: RoomNames;
  readonly #changes: MessageChanges;
  readonly #showError: (message: string) => void;
  readonly #timeline: TimelineView;
  readonly #composer: Composer;
  readonly #side: Side;
  readonly #head: RoomHead;
  readonly #status: Status;
  readonly #announcer: Announcer;
  readonly #marks: UnreadMarks;
  readonly #filler: Filler;
  readonly #older = byId('older', HTMLButtonElement);
  readonly #latest = byId('latest', HTMLButtonElement);
  readonly #stop = new AbortController();
  #room: RoomId | undefined;
  /** The room to show as soon as it has arrived, unless the user chooses another one before. */
  #wanted: RoomId | undefined;
  #scheduled = false;
  /** When the next redraw may start; earlier changes are drawn together. */
  #nextDrawMs = 0;
  #linkAt: ChatState['link']['status'] | undefined;

  constructor({ client, clock, drafts, edits, roomNames, showError, deleted, room }: ChatViewParts) {
    this.#client = client;
    this.#wanted = room;
    this.#drafts = drafts;
    this.#clock = clock;
    this.#roomNames = roomNames;
    this.#showError = showError;
    const { signal } = this.#stop;
    const scroller = byId('scroller', HTMLElement);
    // Without a tabindex, not every browser lets the keyboard scroll it.
    scroller.tabIndex = 0;
    const redraw = () => this.#schedule();
    const actions = {
      retry: (id: EventId) => client.retry(id),
      discard: (id: EventId) => client.discard(id),
      edit: (seq: Seq) => this.#composer.edit(seq),
      delete: (seq: Seq) => this.#changes.askToDelete(this.#room, seq),
      leave: () => this.#composer.focus(),
    };
    this.#timeline = new TimelineView(byId('timeline', HTMLOListElement), scroller, actions, signal);
    this.#filler = new Filler({ client, timeline: this.#timeline, filled: redraw });
    this.#announcer = new Announcer(signal);
    this.#status = new Status(clock, signal);
    this.#marks = new UnreadMarks(signal);
    const show = (room: RoomId) => this.#show(room);
    const showMessage = (place: EventPlace) => void this.#showMessage(place);
    this.#side = new Side({ client, clock, roomNames, ask: this.#ask, deleted, show, showMessage, showError }, signal);
    this.#head = new RoomHead({ client, clock, ask: this.#ask, message: this.#message, showError }, signal);
    const deleting = (room: RoomId, seq: Seq) => this.#composer.deleted(room, seq);
    this.#changes = new MessageChanges({ client, roomNames, announcer: this.#announcer, redraw, deleting }, signal);
    this.#composer = new Composer(
      {
        draftOf: (room) => drafts.of(room),
        write: (room, text) => {
          drafts.set(room, text);
          client.writeDraft(room, text);
        },
        left: (room) => client.saveDraft(room),
        showError,
        nowMs: () => clock.nowMs(),
        edits,
        changes: this.#changes,
        redraw,
        typing: (room) => client.setTyping(room, true),
      },
      signal,
    );
    this.#listen(scroller);
    this.draw();
    client.startDrafts(drafts.all());
  }

  /** Stops drawing, and leaves nothing visible for the next user who logs in. */
  stop(): void {
    this.#stop.abort();
    this.#drawNoRoom();
  }

  focus(): void {
    this.#composer.focus();
  }

  /** Joins a room with the code of a link, and shows it. */
  async join(code: string): Promise<void> {
    // Not during the first catch-up: its answer may have been made before the user joined, and would take the room away again.
    const caughtUp = (await this.#ask(this.#client.resumed())) && (await this.#client.synced()).ok;
    const room = caughtUp && (await this.#ask(this.#client.acceptInvitation({ code })));
    if (room) this.#show(room.id);
  }

  draw(): void {
    const startMs = this.#clock.nowMs();
    const state = this.#client.getSnapshot();
    this.#drawLink();
    this.#status.see(state.lastSync);
    const rooms = roomsInOrder(state);
    if (this.#wanted && rooms.includes(this.#wanted)) [this.#room, this.#wanted] = [this.#wanted, undefined];
    if (!this.#room || !rooms.includes(this.#room)) this.#room = rooms[0];
    if (this.#room) this.#drawRoom(state, this.#room);
    else this.#drawNoRoom();
    const after = this.#client.getSnapshot();
    this.#side.draw(after, this.#room);
    this.#marks.draw(after, this.#room === undefined ? undefined : this.#roomNames.roomOf(after, this.#room));
    this.#drawLatest();
    this.#announcer.flush();
    // As much time for the user as for drawing: a flood of messages slows the page down but does not block it.
    const endMs = this.#clock.nowMs();
    this.#nextDrawMs = endMs + Math.min(maxPauseMs, Math.max(0, endMs - startMs));
  }

  #drawRoom(state: ChatState, id: RoomId): void {
    const room = this.#roomNames.roomOf(state, id);
    const known = state.rooms.includes(id);
    this.#head.draw(state, room, known);
    this.#timeline.draw(id, withDays(linesOf(room, state), this.#clock.nowMs()));
    this.#timeline.markEdited(this.#composer.edited(id));
    this.#composer.show(id, known ? readOnlyText(room) : undefined);
    this.#composer.offerDraft(state.otherDrafts.get(id));
    byId('typing', HTMLParagraphElement).textContent = sayTyping(room.typing);
    const isFilling = this.#filler.fill(state, room);
    // Before a room's first events it is unknown whether there are older ones.
    this.#older.hidden = room.atStart || isFilling || room.cursor === 0;
    const beginning = byId('beginning', HTMLParagraphElement);
    beginning.textContent = known && room.cursor > 0 ? (beginningSentence(room, state.me, true) ?? '') : '';
    beginning.hidden = beginning.textContent === '';
    if (this.#timeline.atEnd && isLookedAt()) this.#client.markRead(id);
  }

  #drawNoRoom(): void {
    this.#head.draw(this.#client.getSnapshot(), undefined, false);
    for (const id of ['typing', 'beginning']) byId(id, HTMLParagraphElement).textContent = '';
    for (const id of ['older', 'latest']) byId(id, HTMLButtonElement).hidden = true;
    this.#timeline.clear();
  }

  #drawLink(): void {
    const { link } = this.#client.getSnapshot();
    showLink(link, this.#clock.nowMs());
    if (link.status === this.#linkAt) return;
    // The line counts seconds, which should not be announced; changes are announced once.
    if (link.status === 'online' && this.#linkAt !== undefined) this.#announcer.add('Connected.');
    if (link.status === 'waiting' && this.#linkAt === 'online') this.#announcer.add('Connection lost. Reconnecting.');
    // Retry what could not be loaded before.
    if (link.status === 'online') this.#filler.retry();
    if (link.status === 'refused') this.#showError(link.message);
    this.#linkAt = link.status;
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    const run = () => {
      this.#scheduled = false;
      if (!this.#stop.signal.aborted) this.draw();
    };
    const waitMs = Math.min(maxPauseMs, this.#nextDrawMs - this.#clock.nowMs());
    if (waitMs > 0) this.#clock.after(waitMs, run);
    else queueMicrotask(run);
  }

  #show(room: RoomId): void {
    [this.#room, this.#wanted] = [room, undefined];
    this.#announcer.drop();
    this.#side.open(false);
    this.draw();
    this.#composer.focus();
  }

  async #showMessage(place: EventPlace): Promise<void> {
    this.#show(place.room);
    const isWanted = () => this.#room === place.room && !this.#stop.signal.aborted;
    const problem = await loadUntil(this.#client, place, isWanted);
    if (isWanted()) this.draw();
    if (isWanted() && !this.#timeline.show(place.seq)) this.#showError(problem);
  }

  #listen(scroller: HTMLElement): void {
    const { signal } = this.#stop;
    const endings = [
      this.#client.subscribe(() => this.#schedule()),
      this.#client.listen((notice) => this.#onNotice(notice)),
    ];
    signal.addEventListener('abort', () => {
      for (const end of endings) end();
    });
    eachSecond(this.#clock, signal, (slept, isNewDay) => {
      if (slept) this.#client.wake();
      if (isNewDay) this.#schedule();
      this.#drawLink();
    });
    onReturn(signal, () => {
      this.#client.wake();
      this.#schedule();
    });
    onLeave(signal, () => void this.#client.flushUserState());
    this.#older.addEventListener('click', () => void this.#loadOlder(), { signal });
    scroller.addEventListener(
      'scroll',
      () => {
        if (scroller.scrollTop < 80) void this.#loadOlder();
        if (this.#timeline.atEnd && this.#room && isLookedAt()) this.#client.markRead(this.#room);
        this.#drawLatest();
      },
      { signal },
    );
    const toLatest = () => {
      this.#timeline.showEnd();
      // The button disappears; focus the messages, so that the arrow keys scroll.
      scroller.focus();
    };
    this.#latest.addEventListener('click', toLatest, { signal });
  }

  #onNotice(notice: Notice): void {
    const { lastSync, me } = this.#client.getSnapshot();
    const removal = removalText(notice, me);
    if (removal !== undefined) this.#showError(removal);
    if (notice.kind === 'draft') {
      this.#drafts.set(notice.room, notice.text);
      this.#composer.rewritten(notice.room);
    }
    // Before the first catch-up everything is new, and nothing is announced.
    if (notice.kind !== 'event' || !lastSync) return;
    const entry = entryOf(notice.event);
    if (entry.kind !== 'message' || entry.author === me || entry.room !== this.#room) return;
    if (isBlocked(this.#client.getSnapshot(), entry.author)) return;
    this.#announcer.add(spokenMessage(entry));
  }

  readonly #drawLatest = (): void =>
    drawLatest(this.#latest, this.#client.getSnapshot(), this.#timeline.atEnd ? undefined : this.#room);

  readonly #message = async (user: UserId): Promise<void> => {
    const opened = await this.#ask(this.#client.openDirect(user));
    if (opened) this.#show(opened.id);
  };

  async #loadOlder(): Promise<void> {
    if (!this.#room) return;
    const loaded = await this.#client.loadOlder(this.#room, olderPage);
    if (!loaded.ok) this.#showError(failureText(loaded.error));
  }

  readonly #ask: OrShowError = async (asking) => {
    const answer = await asking;
    // After logging out, requests of a closed client fail; ignore that.
    if (this.#stop.signal.aborted) return undefined;
    this.#showError(answer.ok ? '' : failureText(answer.error));
    return answer.ok ? answer.value : undefined;
  };
}
