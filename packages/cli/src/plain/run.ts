import { type Clock, IdleWatch, type RoomState } from '@securechat/client';
import { nodeClock } from '@securechat/client/node';
import { typedAmong } from '@securechat/client/present';
import { err } from '@securechat/protocol';
import { quit } from '../chat/actions/quit.ts';
import { submit } from '../chat/actions/send.ts';
import type { ChatOptions } from '../chat/chat-options.ts';
import { openOthers } from '../chat/open-servers/open-others.ts';
import { ServerRegistry } from '../chat/open-servers/server-registry.ts';
import type { ServerDirectory } from '../chat/open-servers/servers.ts';
import { serversPort } from '../chat/open-servers/servers-port.ts';
import { parseLine } from '../chat/slash/parse.ts';
import { type Servers, several, shortName } from '../chat/state/servers.ts';
import { stateCounts } from '../chat/state-counts.ts';
import type { At } from '../output/command-error.ts';
import { actionTrail } from '../process/crash-report.ts';
import { dropTyped } from '../process/drop-typed.ts';
import type { ChatOutcome } from '../process/exit-codes.ts';
import { endedByItself, sayCrash, watchSignals } from '../process/process-signals.ts';
import { noSystemIntegration, openInBrowser } from '../process/system-integration.ts';
import { cleanLine } from '../text/clean.ts';
import { boundedPrint } from './bounded-print.ts';
import { type PlainScreen, type PlainServer, plainServer } from './open-server.ts';
import { sayPiped } from './piped.ts';
import { type ReadlineTerminal, readlineTerminal } from './readline-terminal.ts';

/** Options of line mode. Readline edits the lines, and no drafts are stored in the store of drafts: only the room that is shown. */
export type PlainOptions = Omit<ChatOptions, 'keymap'> & {
  readonly at: At;
  /** The terminal cannot move its cursor. */
  readonly dumb: boolean;
  readonly interrupted: AbortSignal;
};

/** A pipe always sends to the server it was started with: an earlier line must not change the recipient of later ones. */
const forPipes = (directory: ServerDirectory | undefined): ServerDirectory => ({
  stored: () => directory?.stored() ?? [],
  open: async (name) => err(`A pipe can only send to one server. To use another: securechat chat --server ${name}`),
});

/** The servers of the chat; the current one is open. */
function serversOf(
  options: PlainOptions,
  screen: Omit<PlainScreen, 'servers' | 'registry' | 'clock'>,
  isTerminal: boolean,
) {
  const { client, serverName, clock = nodeClock, directory } = options;
  const registry = new ServerRegistry<PlainServer>();
  const servers = serversPort(registry, isTerminal ? directory : forPipes(directory), (server, port) =>
    plainServer({ ...screen, clock, registry, servers: port }, server),
  );
  const close = options.close ?? (() => client.close());
  const { drafts, room, ...given } = options;
  // What comes from a pipe must not go to another room because of what somebody has looked at.
  const lastRoom = isTerminal && drafts ? { drafts } : {};
  const opened = { ...given, ...lastRoom, name: serverName, close };
  const first = plainServer({ ...screen, clock, registry, servers }, opened, room);
  registry.show(first);
  return {
    registry,
    start: () => {
      registry.add(first);
      return isTerminal ? openOthers({ ...options, clock }, registry, servers) : () => {};
    },
  };
}

/** The prompt: the room, and with several servers also the server. */
function promptOf(servers: Servers, room: RoomState | undefined): string {
  const server = several(servers) ? `${cleanLine(shortName(servers.here.name))} ` : '';
  return `${server}${room ? typedAmong(servers.here.chat, room) : 'no room'}> `;
}

/** Upper bound for /quit to wait for the command that queued lines depend on. */
const quitWithinMs = 1000;

const isQuit = (line: string) => {
  const parsed = parseLine(line);
  return parsed.ok && parsed.value.kind === 'command' && parsed.value.command.name === 'quit';
};

/** Handles typed lines until the user quits. A line waits for the command before it, but quitting never waits long. */
async function typedLines(
  face: ReadlineTerminal,
  registry: Pick<ServerRegistry<PlainServer>, 'shown'>,
  clock: Pick<Clock, 'after'>,
): Promise<void> {
  const behind: string[] = [];
  let left = false;
  const act = async (line: string) => {
    if (left) return;
    behind.shift();
    const begun = submit(registry.shown.context, line);
    if (!begun.ok) registry.shown.context.showStatus(begun.error, 'warning');
    // The next line may be for the room that this command shows; whether a message was sent is reported separately.
    else if ('done' in begun.value) await begun.value.done;
  };
  let acting = Promise.resolve();
  for await (const typed of face.lines) {
    const line = typed.trimEnd();
    if (line === '') continue;
    if (isQuit(line)) break;
    behind.push(line);
    acting = acting.then(() => act(line));
    acting.catch(() => face.close());
  }
  if (behind.length > 0) await Promise.race([acting, new Promise<void>((late) => clock.after(quitWithinMs, late))]);
  left = true;
  if (behind.length > 0) registry.shown.context.showStatus(`Not sent: ${behind.join(' / ')}`, 'warning');
  quit(registry.shown.context);
}

/** Tells the servers when nobody uses the keyboard; a pipe has none. Returns how to stop. */
function watchIdle(
  { client, stdin, clock = nodeClock }: Pick<PlainOptions, 'client' | 'stdin' | 'clock'>,
  registry: Pick<ServerRegistry<PlainServer>, 'all'>,
  isTerminal: boolean,
): () => void {
  if (!isTerminal) client.setIdle(true);
  if (!isTerminal) return () => {};
  const watch = new IdleWatch(clock, (on) => {
    for (const server of registry.all) server.client.setIdle(on);
  });
  const used = () => watch.used();
  stdin.on('keypress', used);
  used();
  return () => {
    stdin.off('keypress', used);
    watch.stop();
  };
}

/** Runs line mode: everything is printed once, and the cursor stays in the last line. */
export async function runPlain(options: PlainOptions): Promise<ChatOutcome> {
  const { stdin, stdout, clock = nodeClock } = options;
  const ended = Promise.withResolvers<ChatOutcome>();
  const isTerminal = stdin.isTTY === true && stdout.isTTY === true;
  const face = isTerminal ? readlineTerminal({ stdin, stdout }, options.dumb) : undefined;
  const trail = actionTrail();
  const screen = {
    // A screen reader could read the escape sequence for the clipboard aloud.
    system: { ...noSystemIntegration, open: openInBrowser(options.variables) },
    timeFormat: options.settings.timeFormat,
    print: face?.print ?? boundedPrint(stdout, (text) => stdout.write(`${text}\n`), 'the reader'),
    did: trail.note,
    exit: ended.resolve,
  };
  const { registry, start } = serversOf(options, screen, isTerminal);
  const showPrompt = () => face?.prompt(promptOf(registry.getSnapshot(), registry.shown.context.room()));
  const crashed = (error: unknown) => {
    const size = { columns: stdout.columns || 80, rows: stdout.rows || 24 };
    const counts = stateCounts(() => registry.getSnapshot().here.chat);
    return sayCrash(error, options.reportCrash?.(error, { face: 'lines', size, actions: trail.names(), counts }));
  };
  const wake = () => {
    for (const { client } of registry.all) client.wake();
  };
  const release = watchSignals({
    client: { wake },
    stdin: isTerminal ? stdin : undefined,
    end: ended.resolve,
    crashed,
  });
  const stopIdle = watchIdle(options, registry, isTerminal);
  // Announcing starts only now: from here on the user may end the chat.
  const ends = [
    start(),
    stopIdle,
    registry.subscribe(showPrompt),
    registry.subscribeToChats(showPrompt),
    () => registry.end(),
  ];
  showPrompt();
  const fail = (error: unknown) => ended.resolve(crashed(error));
  if (face) void typedLines(face, registry, clock).catch(fail);
  else void sayPiped({ ...options, clock, context: registry.shown.context }).then(ended.resolve, fail);
  let outcome: ChatOutcome | undefined;
  try {
    outcome = await ended.promise;
    return outcome;
  } finally {
    for (const end of ends) end();
    face?.close();
    if (face && outcome && endedByItself(outcome)) await dropTyped(stdin, clock);
    await Promise.all(registry.all.map((server) => server.close()));
    release();
  }
}
