import type { ChatClient, Clock } from '@securechat/client';
import { nodeClock } from '@securechat/client/node';
import type { Settings } from '../settings/table.ts';
import { heed } from '../tui/actions/heed.ts';
import { quit } from '../tui/actions/quit.ts';
import { submit } from '../tui/actions/send.ts';
import { tellRemoval } from '../tui/actions/tell-removal.ts';
import type { Outcome } from '../tui/actions/tui.ts';
import { followProcess } from '../tui/follow-process.ts';
import { cleanLine } from '../tui/text/clean.ts';
import { type Face, terminalFace } from './face.ts';
import { sayPiped } from './piped.ts';
import { createReader } from './reader.ts';
import { plainTui } from './tui.ts';

export type PlainOptions = {
  /** Connected, or on its way. Closed when the chat ends. */
  readonly client: ChatClient;
  readonly serverName: string;
  readonly url: string;
  /** The room to show first. */
  readonly room?: string;
  /** What is not yet sent outlives the chat. */
  readonly keeps: boolean;
  /** A sentence to begin with. */
  readonly remark?: string;
  readonly settings: Pick<Settings, 'timeFormat'>;
  /** The terminal cannot move its cursor. */
  readonly dumb: boolean;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly interrupted: AbortSignal;
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
  const tui = plainTui({
    client,
    clock,
    serverName,
    keeps: options.keeps,
    ...(options.room === undefined ? {} : { room: options.room }),
    print,
    roomShown: () => reader.showRoom(),
    exit: ended.resolve,
  });
  const reader = createReader({
    client,
    clock,
    serverName,
    timeFormat: options.settings.timeFormat,
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
  const release = followProcess({ client, stdin: isTerminal ? stdin : undefined, end: ended.resolve });
  if (face) void typedLines(face, tui).catch((error: unknown) => ended.reject(error));
  else void sayPiped({ ...options, clock, tui }).then(ended.resolve, ended.reject);
  try {
    return await ended.promise;
  } finally {
    for (const end of ends) end();
    face?.close();
    await client.close();
    release();
  }
}
