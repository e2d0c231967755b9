import type { ChatClient, ChatState, Clock, Notice } from '@securechat/client';
import { roomOf, shownRooms } from '@securechat/client';
import type { EventId, RoomId } from '@securechat/protocol';
import { readMessage } from '@securechat/protocol/text';
import type { Drafts } from '../drafts.ts';
import { Announcer } from './announcer.ts';
import { Composer } from './composer.ts';
import { withDays } from './days.ts';
import { byId } from './elements.ts';
import { type Ask, sayFailure } from './failure.ts';
import { clean, linesOf, sayLink } from './lines.ts';
import { Members } from './members.ts';
import { Side } from './side.ts';
import { Status } from './status.ts';
import { TimelineView } from './timeline.ts';
import { eachSecond, onReturn } from './wake.ts';

export type ChatViewParts = {
  readonly client: ChatClient;
  readonly clock: Clock;
  readonly drafts: Drafts;
  readonly complain: (say: string) => void;
};

/** Shows the state of a client, and passes on what the user does. */
export class ChatView {
  readonly #client: ChatClient;
  readonly #clock: Clock;
  readonly #complain: (say: string) => void;
  readonly #timeline: TimelineView;
  readonly #composer: Composer;
  readonly #side: Side;
  readonly #members: Members;
  readonly #status: Status;
  readonly #announcer: Announcer;
  readonly #older = byId('older', HTMLButtonElement);
  readonly #stop = new AbortController();
  #room: RoomId | undefined;
  #scheduled = false;
  #linkAt: ChatState['link']['at'] | undefined;

  constructor({ client, clock, drafts, complain }: ChatViewParts) {
    this.#client = client;
    this.#clock = clock;
    this.#complain = complain;
    const { signal } = this.#stop;
    const scroller = byId('scroller', HTMLElement);
    // Not every browser lets the keyboard scroll it otherwise.
    scroller.tabIndex = 0;
    const actions = {
      retry: (id: EventId) => this.#afterwards(() => client.retry(id)),
      discard: (id: EventId) => this.#afterwards(() => client.discard(id)),
    };
    this.#timeline = new TimelineView(byId('timeline', HTMLOListElement), scroller, actions, signal);
    this.#announcer = new Announcer(signal);
    this.#status = new Status(clock, signal);
    this.#side = new Side({ client, ask: this.#ask, show: (room) => this.#show(room) }, signal);
    this.#members = new Members({ client, ask: this.#ask }, signal);
    this.#composer = new Composer(
      {
        drafts,
        complain,
        nowMs: () => clock.nowMs(),
        say: (room, text) => void this.#say(room, text),
        typing: (room) => client.setTyping(room, true),
      },
      signal,
    );
    this.#listen(scroller);
    this.draw();
  }

  /** Shows nothing more, and leaves nothing in sight for the next one to sign in here. */
  stop(): void {
    this.#stop.abort();
    this.#drawNoRoom();
  }

  focus(): void {
    this.#composer.focus();
  }

  draw(): void {
    const state = this.#client.getSnapshot();
    this.#drawLink();
    this.#status.see(state.lastSync);
    const rooms = shownRooms(state);
    if (!this.#room || !rooms.includes(this.#room)) this.#room = rooms[0];
    if (this.#room) this.#drawRoom(state, this.#room);
    else this.#drawNoRoom();
    this.#side.draw(this.#client.getSnapshot(), this.#room);
    this.#announcer.flush();
  }

  #drawRoom(state: ChatState, id: RoomId): void {
    const room = roomOf(state, id);
    const known = state.rooms.includes(id);
    byId('room-title', HTMLHeadingElement).textContent = `#${id}`;
    byId('topic', HTMLParagraphElement).textContent = clean(room.topic);
    this.#members.see(known ? room : undefined);
    byId('leave', HTMLButtonElement).hidden = !known;
    this.#timeline.draw(id, withDays(linesOf(room, state.pending, state.me), this.#clock.nowMs()));
    this.#composer.show(id);
    const typing = room.typing.map(clean);
    const verb = typing.length === 1 ? 'is' : 'are';
    byId('typing', HTMLParagraphElement).textContent = typing.length > 0 ? `${typing.join(', ')} ${verb} typing` : '';
    this.#older.hidden = room.atStart;
    if (this.#timeline.atEnd && document.visibilityState === 'visible') this.#client.markRead(id);
  }

  #drawNoRoom(): void {
    this.#members.see(undefined);
    byId('room-title', HTMLHeadingElement).textContent = 'No room yet';
    for (const id of ['topic', 'typing']) byId(id, HTMLParagraphElement).textContent = '';
    for (const id of ['leave', 'older']) byId(id, HTMLButtonElement).hidden = true;
    this.#timeline.clear();
  }

  #drawLink(): void {
    const { link } = this.#client.getSnapshot();
    showLink(link, this.#clock.nowMs());
    if (link.at === this.#linkAt) return;
    // The line counts seconds, which nobody wants to hear; a change is said once.
    if (link.at === 'online' && this.#linkAt !== undefined) this.#announcer.add('Connected.');
    if (link.at === 'waiting' && this.#linkAt === 'online')
      this.#announcer.add('The connection is lost. Trying again.');
    if (link.at === 'refused') this.#complain(link.say);
    this.#linkAt = link.at;
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      if (!this.#stop.signal.aborted) this.draw();
    });
  }

  #show(room: RoomId): void {
    this.#room = room;
    this.#announcer.drop();
    this.#side.open(false);
    this.draw();
    this.#composer.focus();
  }

  #listen(scroller: HTMLElement): void {
    const { signal } = this.#stop;
    const endings = [
      this.#client.subscribe(() => this.#schedule()),
      this.#client.listen((notice) => this.#hear(notice)),
    ];
    signal.addEventListener('abort', () => {
      for (const end of endings) end();
    });
    eachSecond(this.#clock, signal, (slept) => {
      if (slept) this.#client.wake();
      this.#drawLink();
    });
    onReturn(signal, () => {
      this.#client.wake();
      this.#schedule();
    });
    this.#older.addEventListener('click', () => void this.#loadOlder(), { signal });
    scroller.addEventListener(
      'scroll',
      () => {
        if (scroller.scrollTop < 80) void this.#loadOlder();
        if (this.#timeline.atEnd && this.#room) this.#client.markRead(this.#room);
      },
      { signal },
    );
    const leave = () => this.#room && void this.#ask(this.#client.leaveRoom(this.#room));
    byId('leave', HTMLButtonElement).addEventListener('click', leave, { signal });
  }

  #hear(notice: Notice): void {
    // Before the first catch-up everything is new, and nothing is news.
    const { lastSync, me } = this.#client.getSnapshot();
    if (notice.kind !== 'event' || !lastSync) return;
    const { event } = notice;
    if (event.type !== 'message' || event.author === me || event.room !== this.#room) return;
    const text = event.body.kind === 'text' ? event.body.text : 'a message this version cannot read';
    const shown = readMessage(clean(text));
    const author = clean(event.author);
    this.#announcer.add(shown.isAction ? `* ${author} ${shown.text}` : `${author}: ${shown.text}`);
  }

  async #say(room: RoomId, text: string): Promise<void> {
    const said = await this.#client.say(room, text);
    if (said.ok || said.error.kind !== 'refused' || this.#stop.signal.aborted) return;
    this.#announcer.add(`Not sent: ${clean(sayFailure(said.error))}`);
    this.#schedule();
  }

  /** The pressed button goes with its line, so the focus finds another place. */
  #afterwards(act: () => void): void {
    act();
    this.#composer.focus();
  }

  async #loadOlder(): Promise<void> {
    if (!this.#room) return;
    const loaded = await this.#client.loadOlder(this.#room, 100);
    if (!loaded.ok) this.#complain(sayFailure(loaded.error));
  }

  readonly #ask: Ask = async (asking) => {
    const answer = await asking;
    // Whoever is out again asks nothing any more, and a closed client fails what it was asked.
    if (this.#stop.signal.aborted) return undefined;
    this.#complain(answer.ok ? '' : sayFailure(answer.error));
    return answer.ok ? answer.value : undefined;
  };
}

/** Shows how the link stands. */
export function showLink(link: ChatState['link'], nowMs: number): void {
  const element = byId('link-state', HTMLParagraphElement);
  element.dataset.at = link.at;
  const say = sayLink(link, nowMs);
  if (element.textContent !== say) element.textContent = say;
}
