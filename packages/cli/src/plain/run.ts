import type { ChatClient, Clock } from '@securechat/client';
import { nodeClock } from '@securechat/client/node';
import { actionTrail } from '../crash-report.ts';
import type { Settings } from '../settings/table.ts';
import { heed } from '../tui/actions/heed.ts';
import { quit } from '../tui/actions/quit.ts';
import { submit } from '../tui/actions/send.ts';
import { tellRemoval } from '../tui/actions/tell-removal.ts';
import type { Outcome } from '../tui/actions/tui.ts';
import { noDesk, terminalDesk } from '../tui/desk/desk.ts';
import { followProcess, type ReportCrash, sayCrash } from '../tui/follow-process.ts';
import type { ServerBook } from '../tui/servers.ts';
import { stateCounts } from '../tui/state-counts.ts';
import { cleanLine } from '../tui/text/clean.ts';
import { type Face, terminalFace } from './face.ts';
import { sayPiped } from './piped.ts';
import { createReader } from './reader.ts';
import { plainTui } from './tui.ts';

export type PlainOptions = {
  /** Connected, or on its way. Closed when the chat ends. */
  readonly client: ChatClient;
  readonly serverName: string;
  readonly settings: Settings;
  /** Of the process. */
  readonly variables: NodeJS.ProcessEnv;
  readonly url: string;
  /** The room to show first. */
  readonly room?: string;
  /** What is not yet sent outlives the chat. */
  readonly keeps: boolean;
  /** A sentence to begin with. */
  readonly remark?: string;
  /** The accounts that this device keeps. */
  readonly book?: Pick<ServerBook, 'kept'>;
  /** The terminal cannot move its cursor. */
  readonly dumb: boolean;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly interrupted: AbortSignal;
  /** Keeps reports of errors. */
  readonly reportCrash?: ReportCrash;
  /** The system's, unless given. */
  readonly clock?: Pick<Clock, 'nowMs' | 'after'>;
};

/** Takes what a person types until they leave. */
async function typedLines(face: Face, tui: ReturnType<typeof plainTui>): Promise<void> {
  for await (const line of face.lines) {
    if (line.trim() === '') continue;
    const begun = submit(tui, line.trimEnd());
    if (!begun.ok) tui.remark(begun.error, 'warning');
    // The next line may be meant for the room that a command shows; what becomes of a message is read out.
    else if ('done' in begun.value) await begun.value.done;
  }
  quit(tui);
}

/** Runs the chat in lines: each thing is read out once, and the cursor stays in the last line. */
export async function runPlain(options: PlainOptions): Promise<Outcome> {
  const { client, stdin, stdout, serverName, clock = nodeClock } = options;
  const ended = Promise.withResolvers<Outcome>();
  const isTerminal = stdin.isTTY === true && stdout.isTTY === true;
  const face = isTerminal ? terminalFace({ stdin, stdout }, options.dumb) : undefined;
  const print = face ? face.print : (text: string) => void stdout.write(`${text}\n`);
  const trail = actionTrail();
  const tui = plainTui({
    client,
    clock,
    serverName,
    keeps: options.keeps,
    kept: () => options.book?.kept() ?? [],
    // A sequence for the clipboard would be read out by some terminals.
    desk: { ...noDesk, open: terminalDesk({ write: () => {}, variables: options.variables }).open },
    ...(options.room === undefined ? {} : { room: options.room }),
    print,
    roomShown: () => reader.showRoom(),
    did: trail.note,
    exit: ended.resolve,
  });
  const reader = createReader({
    timeFormat: options.settings.timeFormat,
    client,
    clock,
    serverName,
    room: tui.room,
    print,
  });
  const showPrompt = () => face?.prompt(`${cleanLine(tui.room()?.id ?? 'no room')}> `);
  const ends = [
    client.listen((notice) => heed(tui, serverName, notice)),
    client.listen((notice) => tellRemoval(tui, notice)),
    reader.start(),
    client.subscribe(showPrompt),
  ];
  if (options.remark !== undefined) tui.remark(options.remark);
  showPrompt();
  const crashed = (error: unknown) => {
    const size = { columns: stdout.columns || 80, rows: stdout.rows || 24 };
    const counts = stateCounts(() => client.getSnapshot());
    return sayCrash(error, options.reportCrash?.(error, { face: 'lines', size, actions: trail.names(), counts }));
  };
  const release = followProcess({ client, stdin: isTerminal ? stdin : undefined, end: ended.resolve, crashed });
  const fail = (error: unknown) => ended.resolve(crashed(error));
  if (face) void typedLines(face, tui).catch(fail);
  else void sayPiped({ ...options, clock, tui }).then(ended.resolve, fail);
  try {
    return await ended.promise;
  } finally {
    for (const end of ends) end();
    face?.close();
    await client.close();
    release();
  }
}
