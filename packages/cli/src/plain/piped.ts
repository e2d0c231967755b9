import type { ChatClient, Clock } from '@securechat/client';
import { err } from '@securechat/protocol';
import { runCommand, wordsOf } from '../chat/actions/send.ts';
import { parseLine } from '../chat/slash/parse.ts';
import type { At, CommandError } from '../output/command-error.ts';
import { type ChatOutcome, exitCode } from '../process/exit-codes.ts';
import { pausesOf } from '../sending/patience.ts';
import { sendLines } from '../sending/send-lines.ts';
import { sendStop } from '../sending/send-stop.ts';
import { type Input, type InputLine, readLines } from '../text/read-lines.ts';
import type { plainContext } from './chat-context.ts';

/** As many as `send` has on their way, and as long as it waits. */
const unansweredMost = 256;
const timeoutMs = 60_000;
/** A chat that cannot be caught up by then takes its lines all the same. */
const catchUpMs = 10_000;

type Piped = {
  readonly client: ChatClient;
  readonly clock: Pick<Clock, 'after'>;
  readonly at: At;
  readonly stdin: NodeJS.ReadStream;
  readonly interrupted: AbortSignal;
  readonly context: ReturnType<typeof plainContext>;
};

/** Resolves once what has been is read out, or cannot be for now. */
async function settled({ client, clock }: Pick<Piped, 'client' | 'clock'>): Promise<void> {
  await new Promise<void>((done) => {
    const cancel = clock.after(catchUpMs, done);
    const look = () => {
      const { link, lastSync } = client.getSnapshot();
      if (!(link.status === 'online' && lastSync) && link.status !== 'waiting' && link.status !== 'refused') return;
      stop();
      cancel();
      done();
    };
    const stop = client.subscribe(look);
    look();
  });
}

/** The lines that are words for the room; commands are run where they stand. `wrong` is told why there are no more. */
async function* words(
  lines: AsyncIterable<Input>,
  context: Piped['context'],
  wrong: (stop: CommandError) => void,
): AsyncGenerator<InputLine> {
  for await (const input of lines) {
    if (!('text' in input)) return wrong({ exit: 'usage', message: input.problem });
    const { number, text } = input;
    if (text === '') continue;
    const line = parseLine(text);
    if (!line.ok) return wrong({ exit: 'usage', message: `Line ${number}: ${line.error}` });
    const said = wordsOf(line.value);
    if (said !== undefined) {
      yield { number, text: said };
      continue;
    }
    // After a room that could not be joined, the lines for it must not go to another.
    let complaint: string | undefined;
    const watched: typeof context = {
      ...context,
      showStatus: (sentence, tone) => {
        if (tone === 'warning') complaint = sentence;
        else context.showStatus(sentence, tone);
      },
    };
    if (line.value.kind === 'command' && line.value.command.name === 'quit') return;
    await runCommand(watched, line.value);
    if (complaint !== undefined) return wrong({ exit: 'refused', message: `Line ${number}: ${complaint}` });
  }
}

/** Says the lines of a pipe one after the other; ends as `send` does, once all are on disk at the server. */
export async function sayPiped({ client, clock, at, stdin, interrupted, context }: Piped): Promise<ChatOutcome> {
  await settled({ client, clock });
  let wrong: CommandError | undefined;
  const report = await sendLines({
    lines: words(readLines(stdin), context, (stop) => {
      wrong = stop;
    }),
    say: async (text) => {
      const room = context.room()?.id;
      return room === undefined
        ? err({ kind: 'refused', refusal: { code: 'not_a_member' } } as const)
        : await client.say(room, text);
    },
    acked: () => {},
    after: (ms, then) => clock.after(ms, then),
    timeoutMs,
    pauses: pausesOf(client),
    window: unansweredMost,
    interrupted,
  });
  const end = wrong === undefined ? sendStop(report, true, at) : err(wrong);
  return end.ok ? { exitCode: 0 } : { exitCode: exitCode(end.error.exit), message: end.error.message };
}
