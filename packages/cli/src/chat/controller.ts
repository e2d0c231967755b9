import type { Clock } from '@securechat/client';
import { err, type Result } from '@securechat/protocol';
import type { ChatOutcome } from '../process/exit-codes.ts';
import { noSystemIntegration, type SystemIntegration } from '../process/system-integration.ts';
import type { Settings } from '../settings/table.ts';
import { linkNumbers, type NamedLinks } from '../text/link-numbers.ts';
import type { Layout } from './chat-context.ts';
import { inputBuffer } from './input-buffer.ts';
import { defaultKeymap, type Keymap } from './keys/keymap.ts';
import type { Press } from './keys/names.ts';
import { keepTitle } from './notifications/keep-title.ts';
import type { NotificationSetup } from './notifications/start.ts';
import { terminalFocus } from './notifications/terminal-focus.ts';
import { openOthers } from './open-servers/open-others.ts';
import { createOpenServer, type OpenServer, type ServerScreen } from './open-servers/open-server.ts';
import { ServerRegistry } from './open-servers/server-registry.ts';
import type { OpenedServer, ServerDirectory } from './open-servers/servers.ts';
import { serversPort } from './open-servers/servers-port.ts';
import type { Size } from './state/screen-size.ts';
import type { Servers } from './state/servers.ts';
import type { UiState } from './state/ui-state.ts';
import type { View } from './state/view.ts';

/** What the controller needs of the world, and the server that is on the screen first. */
export type ControllerParts = Omit<OpenedServer, 'name' | 'close'> & {
  readonly serverName: string;
  /** Closes the client alone, unless given. */
  close?(): Promise<void>;
  readonly clock: Pick<Clock, 'nowMs' | 'after'>;
  readonly room?: string;
  /** The way to other servers; without one there are none. */
  readonly book?: ServerDirectory;
  /** Other servers to open at the start, by name. */
  readonly openToo?: readonly string[];
  /** The keys, where they are not those of everybody. */
  readonly keymap?: Keymap;
  /** The defaults, unless given. */
  readonly settings?: Settings;
  /** The user's browser and clipboard. */
  readonly system?: SystemIntegration;
  /** Without them, links have no numbers in the text. */
  readonly links?: NamedLinks;
  /** How the user is told of messages; without it nothing is told. */
  readonly attention?: NotificationSetup;
  /** Lets the user edit a text in an editor, which has the terminal meanwhile. */
  editOutside?(text: string): Promise<Result<string, string>>;
  readonly layout: Layout;
  size(): Size;
  exit(outcome: ChatOutcome): void;
  /** Stops the chat; the promise is kept when it goes on. */
  suspend(): Promise<void>;
  /** Is told the name of each action, before it is done. */
  recordAction?(action: string): void;
  redraw(): void;
};

/** Holds the screen's state and turns presses into actions. Knows nothing of how anything is drawn. */
export type Controller = {
  /** The state of the server on the screen. */
  getSnapshot(): UiState;
  subscribe(changed: () => void): () => void;
  /** The chats of the open servers, which change by themselves. */
  readonly servers: { getSnapshot(): Servers; subscribe(changed: () => void): () => void };
  /** All that is needed to draw the screen now. */
  view(): View;
  press(press: Press): void;
  paste(text: string): void;
  /** The terminal has got the focus, or lost it. */
  focus(on: boolean): void;
  /** Puts drafts on disk now: for when the process may not go on. */
  keepDrafts(): void;
  /** Shows a sentence above the composer. */
  remark(text: string): void;
  /** Draws everything anew, and gives the window its title again. */
  redraw(): void;
  /** Looks at every link at once: the machine slept, or the process was stopped. */
  wake(): void;
  /** Begins to follow the clients; the returned function ends it. */
  start(): () => void;
  /** Says good-bye to every open server. */
  close(): Promise<void>;
};

/** What the open servers of this screen have in common. */
function screenOf(parts: ControllerParts, focus: ServerScreen['terminalFocus'], registry: ServerRegistry<OpenServer>) {
  const { clock, keymap = defaultKeymap, system = noSystemIntegration, settings, attention } = parts;
  return {
    ...{
      clock,
      keymap,
      system,
      registry,
      terminalFocus: focus,
      layout: parts.layout,
      size: parts.size,
      pace: { toldMs: Number.NEGATIVE_INFINITY },
    },
    ...(settings === undefined ? {} : { settings }),
    ...(attention === undefined ? {} : { attention }),
    recordAction: parts.recordAction ?? (() => {}),
    editOutside: async (text: string) => {
      for (const server of registry.all) server.keepDrafts();
      return (await focus.away(parts.editOutside?.(text))) ?? err('No editor is available here.');
    },
    exit: parts.exit,
    // Whoever has the terminal meanwhile may give the window another title.
    suspend: () => void focus.away(parts.suspend()),
    redraw: () => {
      parts.redraw();
      void focus.away(undefined);
    },
  };
}

/** Makes the controller of one screen. */
export function createController(parts: ControllerParts): Controller {
  const { client, serverName, attention, links } = parts;
  const focus = terminalFocus();
  const registry = new ServerRegistry<OpenServer>();
  const screen = screenOf(parts, focus, registry);
  const keys = inputBuffer((typed) => {
    if ('press' in typed) registry.shown.press(typed.press);
    else registry.shown.paste(typed.paste);
  });
  const servers = serversPort(
    registry,
    parts.book,
    // A link has its number at one server alone.
    (server, port) =>
      createOpenServer({ ...screen, servers: port }, server, { links: links && { ...links, numbers: linkNumbers() } }),
    keys.meanwhile,
  );
  const close = parts.close ?? (() => client.close());
  const first = createOpenServer(
    { ...screen, servers },
    { ...parts, name: serverName, close },
    { room: parts.room, links },
  );
  registry.show(first);
  return {
    getSnapshot: () => registry.shown.getSnapshot(),
    subscribe: registry.subscribe,
    servers: { getSnapshot: registry.getSnapshot, subscribe: registry.subscribeToChats },
    view: () => registry.shown.view(),
    press: (press) => keys.take({ press }),
    paste: (text) => keys.take({ paste: text }),
    focus: focus.focus,
    keepDrafts: () => {
      for (const server of registry.all) server.keepDrafts();
    },
    remark: (text) => registry.shown.remark(text),
    redraw: screen.redraw,
    wake: () => {
      for (const server of registry.all) server.client.wake();
    },
    start: () => {
      registry.add(first);
      const stopTitle = keepTitle(registry, screen, attention);
      const cancel = openOthers(parts, registry, servers);
      return () => {
        cancel();
        stopTitle();
        registry.end();
      };
    },
    close: async () => {
      await Promise.all(registry.all.map((server) => server.close()));
    },
  };
}
