import { type Clock, IdleWatch } from '@securechat/client';
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

/** The dependencies of the controller, and the server that is shown first. */
export type ControllerParts = Omit<OpenedServer, 'name' | 'close'> & {
  readonly serverName: string;
  /** Default: closes only the client. */
  close?(): Promise<void>;
  readonly clock: Pick<Clock, 'nowMs' | 'after'>;
  readonly room?: string;
  /** The other servers; without it there are none. */
  readonly directory?: ServerDirectory;
  /** Other servers to open at the start, by name. */
  readonly openToo?: readonly string[];
  /** Default: the keys of the emacs preset. */
  readonly keymap?: Keymap;
  /** Default: the default settings. */
  readonly settings?: Settings;
  /** The user's browser and clipboard. */
  readonly system?: SystemIntegration;
  /** Without them, links have no numbers in the text. */
  readonly links?: NamedLinks;
  /** How notifications are sent; without it there are none. */
  readonly attention?: NotificationSetup;
  /** Opens a text in the user's editor, which has the terminal until it exits. */
  editOutside?(text: string): Promise<Result<string, string>>;
  readonly layout: Layout;
  size(): Size;
  exit(outcome: ChatOutcome): void;
  /** Stops the process; resolves when it continues. */
  suspend(): Promise<void>;
  /** Called with the name of each action before it runs. */
  recordAction?(action: string): void;
  redraw(): void;
};

/** Holds the screen's state and turns key presses into actions. Independent of how it is drawn. */
export type Controller = {
  /** The state of the server on the screen. */
  getSnapshot(): UiState;
  subscribe(changed: () => void): () => void;
  /** The open servers, which also change without key presses. */
  readonly servers: { getSnapshot(): Servers; subscribe(changed: () => void): () => void };
  /** Everything needed to draw the screen. */
  view(): View;
  press(press: Press): void;
  paste(text: string): void;
  /** The terminal gained or lost the focus. */
  focus(on: boolean): void;
  /** Writes drafts to disk now, for when the process may end. */
  keepDrafts(): void;
  /** Shows a sentence above the composer. */
  remark(text: string): void;
  /** Redraws everything, and sets the window's title again. */
  redraw(): void;
  /** Checks every link at once: the machine slept, or the process was stopped. */
  wake(): void;
  /** Starts following the clients; the returned function stops it. */
  start(): () => void;
  /** Closes every open server. */
  close(): Promise<void>;
};

/** What the open servers of this screen share. */
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
    // Another program may change the title while it has the terminal.
    suspend: () => void focus.away(parts.suspend()),
    redraw: () => {
      parts.redraw();
      void focus.away(undefined);
    },
  };
}

/** Creates the controller of one screen. */
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
    parts.directory,
    // Link numbers belong to one server.
    (server, port) =>
      createOpenServer({ ...screen, servers: port }, server, { links: links && { ...links, numbers: linkNumbers() } }),
    keys.meanwhile,
  );
  const idle = new IdleWatch(parts.clock, (on) => {
    for (const server of registry.all) server.client.setIdle(on);
  });
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
    press: (press) => {
      idle.used();
      keys.take({ press });
    },
    paste: (text) => {
      idle.used();
      keys.take({ paste: text });
    },
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
      idle.used();
      const stopTitle = keepTitle(registry, screen, attention);
      const cancel = openOthers(parts, registry, servers);
      return () => {
        idle.stop();
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
