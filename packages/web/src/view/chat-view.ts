import { type ChatClient, type ChatState, type Failure, unreadCount } from '@securechat/client';
import { type RoomId, sayError } from '@securechat/protocol';
import { button, byId, make } from './elements.ts';
import { clean, linesOf, sayLink } from './lines.ts';
import { TimelineView } from './timeline.ts';

const typingEveryMs = 3000;

/** A failure as a sentence. */
export function sayFailure(failure: Failure): string {
  if (failure.kind === 'timed_out') return 'The server did not answer in time. Try again.';
  if (failure.kind === 'offline') return `Not connected. ${failure.detail}`;
  return failure.refusal.detail ?? sayError(failure.refusal.code);
}

/** Shows the state of a client, and passes on what the user does. */
export class ChatView {
  readonly #client: ChatClient;
  readonly #complain: (say: string) => void;
  readonly #timeline: TimelineView;
  readonly #rooms = byId('rooms', HTMLUListElement);
  readonly #composer = byId('composer', HTMLTextAreaElement);
  readonly #older = byId('older', HTMLButtonElement);
  readonly #side = byId('side', HTMLElement);
  readonly #menu = byId('menu', HTMLButtonElement);
  readonly #stop = new AbortController();
  #room: RoomId | undefined;
  #typedMs = 0;
  #scheduled = false;

  constructor(client: ChatClient, complain: (say: string) => void) {
    this.#client = client;
    this.#complain = complain;
    const pendingOf = (key: string) => client.getSnapshot().pending.find((m) => key.endsWith(`-${m.id}`))?.id;
    const actions = {
      retry: (key: string) => void (pendingOf(key) && client.retry(pendingOf(key) ?? ('' as never))),
      discard: (key: string) => void (pendingOf(key) && client.discard(pendingOf(key) ?? ('' as never))),
    };
    const scroller = byId('scroller', HTMLDivElement);
    this.#timeline = new TimelineView(byId('timeline', HTMLOListElement), scroller, actions);
    this.#listen(scroller);
    const unsubscribe = client.subscribe(() => this.#schedule());
    const tick = setInterval(() => this.#drawLink(), 1000);
    this.#stop.signal.addEventListener('abort', () => {
      unsubscribe();
      clearInterval(tick);
    });
    this.#menu.hidden = false;
    this.draw();
  }

  /** Shows nothing more. */
  stop(): void {
    this.#stop.abort();
    this.#menu.hidden = true;
    this.#rooms.replaceChildren();
  }

  draw(): void {
    const state = this.#client.getSnapshot();
    this.#drawLink();
    if (!this.#room || !state.byRoom[this.#room]) this.#room = state.rooms[0];
    const room = this.#room && state.byRoom[this.#room];
    if (!room) {
      this.#rooms.replaceChildren();
      return;
    }
    byId('room-title', HTMLHeadingElement).textContent = `#${room.id}`;
    byId('topic', HTMLParagraphElement).textContent =
      `${room.members} ${room.members === 1 ? 'member' : 'members'} ${clean(room.topic)}`;
    this.#timeline.draw(room.id, linesOf(room, state.pending, state.me));
    const typing = room.typing.map(clean);
    const verb = typing.length === 1 ? 'is' : 'are';
    byId('typing', HTMLParagraphElement).textContent = typing.length > 0 ? `${typing.join(', ')} ${verb} typing` : '';
    this.#older.hidden = room.atStart;
    if (this.#timeline.atEnd && document.visibilityState === 'visible') this.#client.markRead(room.id);
    this.#drawRooms(this.#client.getSnapshot());
  }

  #drawLink(): void {
    const { link } = this.#client.getSnapshot();
    showLink(link);
  }

  #drawRooms(state: ChatState): void {
    const items = state.rooms.map((id) => {
      const room = state.byRoom[id];
      const unread = room ? unreadCount(room, state.me) : 0;
      const open = make('button', { type: 'button' }, `#${id}`);
      if (unread > 0) open.append(make('span', { class: 'unread', 'aria-label': `${unread} unread` }, String(unread)));
      open.addEventListener('click', () => this.#show(id));
      return make('li', { 'data-room': id, 'aria-current': String(id === this.#room) }, open);
    });
    const focused = document.activeElement?.closest('[data-room]')?.getAttribute('data-room');
    this.#rooms.replaceChildren(...items);
    if (focused)
      items
        .find((item) => item.dataset.room === focused)
        ?.querySelector('button')
        ?.focus();
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
    this.#openSide(false);
    this.draw();
    this.#composer.focus();
  }

  #openSide(open: boolean): void {
    this.#side.classList.toggle('open', open);
    this.#menu.setAttribute('aria-expanded', String(open));
  }

  #listen(scroller: HTMLElement): void {
    const { signal } = this.#stop;
    const on = (target: EventTarget, name: string, run: (event: Event) => void) =>
      target.addEventListener(name, run, { signal });
    on(byId('say', HTMLFormElement), 'submit', (event) => {
      event.preventDefault();
      this.#say();
    });
    on(this.#composer, 'keydown', (event) => {
      const { key, shiftKey, isComposing } = event as KeyboardEvent;
      if (key !== 'Enter' || shiftKey || isComposing) return;
      event.preventDefault();
      this.#say();
    });
    on(this.#composer, 'input', () => this.#typing());
    on(this.#menu, 'click', () => this.#openSide(!this.#side.classList.contains('open')));
    on(document, 'keydown', (event) => (event as KeyboardEvent).key === 'Escape' && this.#openSide(false));
    on(document, 'visibilitychange', () => document.visibilityState === 'visible' && this.#client.wake());
    on(window, 'online', () => this.#client.wake());
    on(this.#older, 'click', () => void this.#loadOlder());
    on(scroller, 'scroll', () => {
      if (scroller.scrollTop < 80) void this.#loadOlder();
      if (this.#timeline.atEnd && this.#room) this.#client.markRead(this.#room);
    });
    on(
      byId('leave', HTMLButtonElement),
      'click',
      () => this.#room && void this.#ask(this.#client.leaveRoom(this.#room)),
    );
    on(byId('room-form', HTMLFormElement), 'submit', (event) => {
      event.preventDefault();
      void this.#enter((name) => this.#client.joinRoom(name));
    });
    on(byId('create', HTMLButtonElement), 'click', () => void this.#enter((name) => this.#client.createRoom(name)));
    on(byId('devices', HTMLDetailsElement), 'toggle', () => void this.#drawSessions());
  }

  #say(): void {
    const text = this.#composer.value.trim();
    if (text === '' || !this.#room) return;
    this.#composer.value = '';
    this.#typedMs = 0;
    void this.#client.say(this.#room, text);
  }

  #typing(): void {
    const nowMs = Date.now();
    if (!this.#room || nowMs - this.#typedMs < typingEveryMs) return;
    this.#typedMs = nowMs;
    this.#client.setTyping(this.#room, true);
  }

  async #loadOlder(): Promise<void> {
    if (this.#room) await this.#ask(this.#client.loadOlder(this.#room, 100));
  }

  async #enter(how: (name: string) => ReturnType<ChatClient['joinRoom']>): Promise<void> {
    const input = byId('room-name', HTMLInputElement);
    if (input.value.trim() === '') return;
    const entered = await this.#ask(how(input.value));
    if (entered === undefined) return;
    input.value = '';
    this.#show(entered.id);
  }

  async #drawSessions(): Promise<void> {
    if (!byId('devices', HTMLDetailsElement).open) return;
    const sessions = await this.#ask(this.#client.sessions());
    const items = (sessions ?? []).map((session) => {
      const name = clean(session.device);
      const end = async () => {
        await this.#ask(this.#client.revokeSession(session.id));
        await this.#drawSessions();
      };
      const item = make('li', {}, session.current ? `${name} (this one)` : name);
      if (!session.current) item.append(button('End', () => void end(), `End the session on ${name}`));
      return item;
    });
    byId('sessions', HTMLUListElement).replaceChildren(...items);
  }

  async #ask<T>(asking: Promise<{ ok: true; value: T } | { ok: false; error: Failure }>): Promise<T | undefined> {
    const answer = await asking;
    this.#complain(answer.ok ? '' : sayFailure(answer.error));
    return answer.ok ? answer.value : undefined;
  }
}

/** Shows how the link stands. */
export function showLink(link: ChatState['link']): void {
  const element = byId('link-state', HTMLParagraphElement);
  element.dataset.at = link.at;
  const say = sayLink(link, Date.now());
  if (element.textContent !== say) element.textContent = say;
}
