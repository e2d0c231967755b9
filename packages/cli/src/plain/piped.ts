import type { ChatClient, Clock } from '@securechat/client';
import { err } from '@securechat/protocol';
import { runCommand, wordsOf } from '../chat/actions/send.ts';
import { parseLine } from '../chat/slash/parse.ts';
import type { At, CommandError } from '../output/command-error.ts';
import { type ChatOutcome, exitCode } from '../process/exit-codes.ts';
import { pausesOf } from '../sending/patience.ts';
import { sendError } from '../sending/send-error.ts';
import { sendLines } from '../sending/send-lines.ts';
import { type Input, type InputLine, readLines } from '../text/read-lines.ts';
import type { plainContext } from './chat-context.ts';

/** The same window as in `send`. */
const maxUnanswered = 256;
const timeoutMs = 60_000;
/** Lines are sent after this time even if the chat is still catching up. */
const catchUpMs = 10_000;

type Piped = {
  readonly client: ChatClient;
  readonly clock: Pick<Clock, 'after'>;
  readonly at: At;
  readonly stdin: NodeJS.ReadStream;
  readonly interrupted: AbortSignal;
  readonly context: ReturnType<typeof plainContext>;
};

/** Resolves once the backlog is printed, or cannot be loaded for now. */
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

/** Yields the lines that are messages, and runs the commands between them. `wrong` is called with why reading stops early. */
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
    // If a room could not be joined, its lines must not go to another one.
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

/** Sends the lines of a pipe in order; ends as `send` does, once the server has stored all of them. */
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
    window: maxUnanswered,
    interrupted,
  });
  const end = wrong === undefined ? sendError(report, true, at) : err(wrong);
  return end.ok ? { exitCode: 0 } : { exitCode: exitCode(end.error.exit), message: end.error.message };
}
