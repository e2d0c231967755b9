import { Emitter } from '@securechat/client';
import type { Settings } from '../../settings/table.ts';
import { linkNumbers, type NamedLinks } from '../../text/link-numbers.ts';
import { fillScreen } from '../actions/fill-screen.ts';
import { pasteText } from '../actions/paste-text.ts';
import { checkLength } from '../actions/send.ts';
import { serverSearch } from '../actions/server-search.ts';
import { tellRemoval } from '../actions/tell-removal.ts';
import { typingNotices } from '../actions/typing.ts';
import type { ChatContext, HasClient, HasClock, HasScreen } from '../chat-context.ts';
import { completionLearner } from '../completion/complete.ts';
import { dispatchKey } from '../dispatch-key.ts';
import { keepDrafts, leftovers } from '../drafts/keep-drafts.ts';
import { syncDrafts } from '../drafts/sync-drafts.ts';
import { handleNotice } from '../handle-notice.ts';
import type { Press } from '../keys/names.ts';
import type { NotificationParts } from '../notifications/notifications.ts';
import { type NotificationSetup, startNotifications } from '../notifications/start.ts';
import type { TerminalFocus } from '../notifications/terminal-focus.ts';
import { fullText } from '../state/composer.ts';
import { isQuiet } from '../state/quiet.ts';
import type { Size } from '../state/screen-size.ts';
import { shownComposer, shownRoom, wantedRoom } from '../state/selectors.ts';
import { composerOf, initialUi, reduceUi, type UiEvent, type UiState } from '../state/ui-state.ts';
import type { View } from '../state/view.ts';
import type { RegisteredServer, ServerRegistry } from './server-registry.ts';
import type { OpenedServer } from './servers.ts';

/** What all open servers of a screen share. */
export type ServerScreen = Omit<ChatContext, 'client' | 'linkNumbers' | 'view' | 'dispatch' | 'showStatus'> & {
  readonly settings?: Settings;
  readonly terminalFocus: TerminalFocus;
  /** The rate limit of notifications, for all servers together. */
  readonly pace: NotificationParts['pace'];
  readonly attention?: NotificationSetup;
  size(): Size;
  readonly registry: Pick<ServerRegistry<OpenServer>, 'shown' | 'shows' | 'subscribe'>;
};

/** How an open server starts: its room, and how links are numbered. */
type Beginning = { readonly room?: string | undefined; readonly links?: NamedLinks | undefined };

/** An open server, which handles key presses while it is shown. */
export type OpenServer = RegisteredServer & {
  view(): View;
  press(press: Press): void;
  paste(text: string): void;
  /** Writes drafts to disk now. */
  keepDrafts(): void;
};

function uiStore(first: UiState) {
  let ui = first;
  const changes = new Emitter();
  return {
    get: () => ui,
    dispatch: (event: UiEvent) => {
      const next = reduceUi(ui, event);
      if (next === ui) return;
      ui = next;
      changes.emit();
    },
    subscribe: changes.subscribe,
  };
}

/** Marks the shown room as read while its newest line is visible and the terminal has the focus. Records first how far it had been read. */
function readMarker({ client, view, dispatch }: HasScreen & HasClient, { terminalFocus, registry }: ServerScreen) {
  let marked = '';
  return () => {
    const now = view();
    const { ui, nowMs, serverName } = now;
    const room = shownRoom(now);
    if (!room || !registry.shows(serverName)) return;
    if (room.cursor > 0 && ui.readFrom?.room !== room.id) {
      dispatch({ kind: 'entered', room: room.id, seq: room.readUpTo, atMs: nowMs });
    }
    if (!terminalFocus.looks() || ui.unreadIn === room.id || ui.anchor || room.readUpTo >= room.cursor) return;
    // Remembered, so that a client whose state follows later is not called in a loop.
    const mark = `${room.id} ${room.cursor}`;
    if (mark === marked) return;
    marked = mark;
    client.markRead(room.id);
  };
}

/** Chooses the room that was wanted by name, once it is known. */
function chooseWanted({ view, dispatch }: HasScreen) {
  return () => {
    const room = wantedRoom(view());
    if (room) dispatch({ kind: 'wanted-arrived', room: room.id });
  };
}

/** Moves text written before there was a room into the first room. */
function moveIn({ view, dispatch }: HasScreen) {
  return () => {
    const now = view();
    if (composerOf(now.ui, '').text === '') return;
    const room = shownRoom(now);
    if (room) dispatch({ kind: 'moved-in', room: room.id });
  };
}

/** Handles the consequences of a key press: typing notices, and lookups for completion. */
function telling(context: HasScreen & HasClient & HasClock, learn: () => void) {
  const tellTyping = typingNotices(context.client, context.clock);
  const askServer = serverSearch(context);
  return {
    acted: () => {
      const now = context.view();
      tellTyping(shownRoom(now)?.id, fullText(shownComposer(now)));
      learn();
      askServer();
    },
    left: () => tellTyping(undefined, ''),
  };
}

/** The context of keys and commands for one server. */
function tuiOf(
  screen: ServerScreen,
  server: OpenedServer,
  store: ReturnType<typeof uiStore>,
  links: NamedLinks | undefined,
): ChatContext {
  const { settings, keymap, clock, servers } = screen;
  const { client, name } = server;
  const chosen = { ...(settings && { settings }), ...(links && { links }) };
  return {
    ...screen,
    client,
    linkNumbers: links?.numbers ?? linkNumbers(),
    dispatch: store.dispatch,
    showStatus: (text, tone = 'plain') =>
      store.dispatch({ kind: 'remarked', remark: { text, tone, atMs: clock.nowMs() } }),
    view: () => ({
      ...{ ui: store.get(), chat: client.getSnapshot(), size: screen.size(), serverName: name, nowMs: clock.nowMs() },
      ...{ keymap, servers: servers.now(), ...chosen },
    }),
  };
}

/** The subscriptions of an open server, from its start to its end. */
function followers(
  context: ChatContext,
  screen: ServerScreen,
  markRead: () => void,
  store: ReturnType<typeof uiStore>,
) {
  const { client } = context;
  const { terminalFocus, attention, registry } = screen;
  const { serverName } = context.view();
  const attending = {
    terminalFocus,
    pace: screen.pace,
    isShown: () => registry.shows(serverName),
    quiet: () => isQuiet(registry.shown.getSnapshot().quiet, context.clock.nowMs()),
  };
  return [
    client.listen((notice) => tellRemoval(context, notice)),
    client.subscribe(chooseWanted(context)),
    client.subscribe(moveIn(context)),
    ...[client, store, terminalFocus].map((changing) => changing.subscribe(markRead)),
    registry.subscribe(markRead),
    // Looking away sends what was read at once.
    terminalFocus.subscribe(() => !terminalFocus.looks() && void client.flushUserState()),
    fillScreen(context, registry),
    startNotifications(context, attention, attending),
    client.listen((notice) => handleNotice(context, serverName, notice)),
  ];
}

/** A sentence can be read in this time; a key before that was pressed without knowing it. */
const readableMs = 1000;

/** Removes a sentence that was on the screen before a key, unless it is about the text or too new to be read. A key can still act on it, such as the second Ctrl-C. */
function removeRead({ view, dispatch }: HasScreen, { ui: { remark }, nowMs }: View): void {
  if (!remark || remark.ofText || view().ui.remark !== remark) return;
  if (nowMs - (remark.atMs ?? nowMs) >= readableMs) dispatch({ kind: 'remarked', remark: undefined });
}

/** Creates an open server from an opened one. Independent of how it is drawn. */
export function createOpenServer(screen: ServerScreen, server: OpenedServer, { room, links }: Beginning): OpenServer {
  const { name, client, keeps, drafts } = server;
  const left = leftovers(drafts);
  const store = uiStore(initialUi(room === undefined ? left.room : undefined, left.texts, room));
  const context = tuiOf(screen, server, store, links);
  let flush = () => {};
  const ask = completionLearner(context);
  const learn = () => {
    // A hidden server needs no requests.
    if (screen.registry.shows(name)) ask();
  };
  const tellOthers = telling(context, learn);
  const markRead = readMarker(context, screen);
  const then = (act: () => void) => {
    const before = context.view();
    act();
    removeRead(context, before);
    // The key press may have switched to another server.
    if (!screen.registry.shows(name)) return;
    tellOthers.acted();
    checkLength(context);
    markRead();
  };
  return {
    ...{ name, client, keeps, links, close: server.close, left: tellOthers.left },
    getSnapshot: store.get,
    subscribe: store.subscribe,
    dispatch: store.dispatch,
    view: context.view,
    press: (press) => then(() => dispatchKey(context, press)),
    paste: (text) =>
      then(() => {
        context.recordAction('paste');
        pasteText(context, text);
      }),
    arrive: (from, showing) => {
      store.dispatch({ kind: 'arrived', from, ...(showing === undefined ? {} : { room: showing }) });
      learn();
    },
    remark: context.showStatus,
    keepDrafts: () => flush(),
    start: () => {
      const ends = [...followers(context, screen, markRead, store), client.subscribe(learn)];
      if (drafts) {
        const keeper = keepDrafts(context, drafts, store.subscribe);
        ends.push(keeper.stop);
        flush = keeper.flush;
      }
      if (screen.settings?.syncDrafts !== false) ends.push(syncDrafts(context, store.subscribe));
      if (server.notice !== undefined) context.showStatus(server.notice, 'warning');
      markRead();
      return () => {
        for (const end of ends) end();
      };
    },
  };
}
